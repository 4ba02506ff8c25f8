/**
 * How busy the server is, and when it says so instead of making everybody wait: too many requests
 * at once, or an event loop that comes round too late.
 */
import {monitorEventLoopDelay} from 'node:perf_hooks';
import type {MiddlewareHandler} from 'hono';
import {ApiError} from '../errors.ts';
import type {Metrics} from '../metrics.ts';
import type {AppEnv} from './env.ts';

export interface LoopWatch {
  /** By how much a timer is usually late, in milliseconds, over the last second or so. */
  lagMs(): number;
  close(): void;
}

const RESOLUTION_MS = 20;
const WINDOW_MS = 1000;
/** One long pause, such as a start, is no overload. */
const FEWEST_SAMPLES = 3;

export function watchLoop(): LoopWatch {
  const delay = monitorEventLoopDelay({resolution: RESOLUTION_MS});
  delay.enable();
  let lag = 0;
  const window = setInterval(() => {
    // The median: what most requests meet.
    lag = delay.count < FEWEST_SAMPLES ? 0 : delay.percentile(50) / 1e6 - RESOLUTION_MS;
    delay.reset();
  }, WINDOW_MS).unref();
  return {
    lagMs: () => Math.max(0, lag),
    close: () => {
      clearInterval(window);
      delay.disable();
    },
  };
}

interface Cap {
  /** What the metrics call these requests. */
  kind: 'shop' | 'webhook';
  most: number;
  loop: LoopWatch;
  /** Refuse new work while timers are later than that; without it, never because of them. */
  lagMs?: number;
  metrics: Pick<Metrics, 'shed' | 'running'>;
}

/**
 * Beyond this, every answer would be late: better to refuse some of them at once. Only a request that
 * is there as a whole counts: whoever sends slowly, on purpose or not, takes nobody's place.
 */
export function shedding({
  kind,
  most,
  loop,
  lagMs = Infinity,
  metrics,
}: Cap): MiddlewareHandler<AppEnv> {
  const refuseIfBusy = () => {
    const reason =
      metrics.running[kind] >= most ? 'in_flight' : loop.lagMs() > lagMs ? 'loop_lag' : undefined;
    if (!reason) return;
    metrics.shed.inc({kind, reason});
    throw new ApiError('overloaded', {retryAfter: 1});
  };
  return async function shedLoad(c, next) {
    refuseIfBusy();
    if (c.req.method !== 'GET') {
      await c.req.text();
      refuseIfBusy();
    }
    metrics.running[kind] += 1;
    try {
      await next();
    } finally {
      metrics.running[kind] -= 1;
    }
  };
}
