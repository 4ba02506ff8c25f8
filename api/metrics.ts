/**
 * Numbers for Prometheus: what came in, what became of it, how long it took, and how busy the
 * server is. Beside these, `nodejs_*` and `process_*` of prom-client, with the event loop's lag.
 * A name or a label here is never an id, a path or anything else that a visitor can choose.
 */
import {collectDefaultMetrics, Counter, Gauge, Histogram, Registry} from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** Asked when somebody reads the numbers, and not before. */
export interface Sources {
  queue(): Promise<{task: string; waiting: number; running: number; failed: number}[]>;
  parked(): Promise<number>;
  pools: Readonly<Record<string, {totalCount: number; idleCount: number; waitingCount: number}>>;
}

export function createMetrics(sources: Sources) {
  const registry = new Registry();
  collectDefaultMetrics({register: registry});
  addNumbersAsked(registry, sources);
  return {registry, ...numbersOfPayments(registry), ...numbersOfTraffic(registry)};
}

function numbersOfPayments(registry: Registry) {
  const registers = [registry];
  return {
    orders: new Counter({name: 'checkout_orders_total', help: 'Orders placed.', registers}),
    events: new Counter({
      name: 'checkout_webhook_events_total',
      help: "Webhook calls by Stripe's type and result: new, known, refused (signature or body), failed (not stored).",
      labelNames: ['type', 'result'],
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
      help: 'Orders and events that no webhook had told, and reconcile repaired.',
      registers,
    }),
  };
}

function numbersOfTraffic(registry: Registry) {
  const registers = [registry];
  /** Counted by every request, and made a metric only when somebody asks. */
  const running = {shop: 0, webhook: 0};
  registry.registerMetric(
    new Gauge({
      name: 'checkout_http_in_flight',
      help: 'Requests running now: the shop, and the webhook.',
      labelNames: ['kind'],
      registers: [],
      collect() {
        for (const [kind, count] of Object.entries(running)) this.set({kind}, count);
      },
    }),
  );
  return {
    http: new Histogram({
      name: 'checkout_http_seconds',
      help: "Time to answer a request, by the route's pattern.",
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    running,
    shed: new Counter({
      name: 'checkout_shed_total',
      help: 'Requests refused with 503: too many in flight, or the event loop too late.',
      labelNames: ['kind', 'reason'],
      registers,
    }),
    rateLimited: new Counter({
      name: 'checkout_rate_limited_total',
      help: 'Requests refused with 429, by the limit that they met.',
      labelNames: ['limit'],
      registers,
    }),
  };
}

function addNumbersAsked(registry: Registry, sources: Sources): void {
  registry.registerMetric(
    new Gauge({
      name: 'checkout_queue_jobs',
      help: 'Jobs by task and state: waiting, running, failed (given up).',
      labelNames: ['task', 'state'],
      registers: [],
      async collect() {
        const tasks = await orNothing(sources.queue());
        // A task that has no job left is no longer in the answer.
        if (tasks) this.reset();
        for (const {task, ...states} of tasks ?? [])
          for (const [state, count] of Object.entries(states)) this.set({task, state}, count);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'checkout_parked_events',
      help: 'Events that could not be applied and wait for a person.',
      registers: [],
      async collect() {
        const count = await orNothing(sources.parked());
        if (count !== undefined) this.set(count);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'checkout_pool_connections',
      help: 'Database connections by pool: used, idle, and requests waiting for one.',
      labelNames: ['pool', 'state'],
      registers: [],
      collect() {
        for (const [pool, {totalCount, idleCount, waitingCount}] of Object.entries(sources.pools)) {
          this.set({pool, state: 'used'}, totalCount - idleCount);
          this.set({pool, state: 'idle'}, idleCount);
          this.set({pool, state: 'waiting'}, waitingCount);
        }
      },
    }),
  );
}

/** While the database is away, the other numbers matter more than ever. */
const orNothing = <Value>(asked: Promise<Value>): Promise<Value | undefined> =>
  asked.catch(() => undefined);
