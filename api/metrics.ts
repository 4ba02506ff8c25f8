import {Counter, Gauge, Histogram, Registry} from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** Numbers for Prometheus: what came in, what became of it, and how long it took. */
export function createMetrics(queueDepth: () => Promise<Record<string, number>>) {
  const registry = new Registry();
  const registers = [registry];
  const queue: Gauge<'state'> = new Gauge({
    name: 'checkout_queue_jobs',
    help: 'Jobs in the queue.',
    labelNames: ['state'],
    registers,
    async collect() {
      for (const [state, count] of Object.entries(await queueDepth())) this.set({state}, count);
    },
  });
  return {
    registry,
    queue,
    http: new Histogram({
      name: 'checkout_http_seconds',
      help: 'Time to answer a request.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    orders: new Counter({name: 'checkout_orders_total', help: 'Orders placed.', registers}),
    events: new Counter({
      name: 'checkout_webhook_events_total',
      help: 'Events Stripe delivered: new, known, refused for their signature.',
      labelNames: ['result'],
      registers,
    }),
    eventLag: new Histogram({
      name: 'checkout_event_lag_seconds',
      help: "From Stripe's clock to the settled event; Stripe counts whole seconds.",
      buckets: [1, 2, 5, 15, 60, 300, 3600, 86_400],
      registers,
    }),
    settled: new Counter({
      name: 'checkout_settled_total',
      help: "What became of Stripe's news.",
      labelNames: ['outcome'],
      registers,
    }),
    reconciled: new Counter({
      name: 'checkout_reconciled_total',
      help: 'Orders that reconcile asked Stripe about.',
      registers,
    }),
  };
}
