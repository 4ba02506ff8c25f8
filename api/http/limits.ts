/** How often what may be asked. The numbers stand here, for a reader to judge. */
import {RateLimiterRes, type RateLimiterAbstract} from 'rate-limiter-flexible';
import {ApiError} from '../errors.ts';
import type {LimitStore} from './limit-store.ts';

/**
 * Points in a time, per client network or per order. `shared` ones count for all replicas together;
 * the others only guard this replica's own work.
 *
 * One buyer needs one order and a handful of tries. The numbers are far above that, because a whole
 * office or a mobile network can stand behind one address, and far below what a card tester needs:
 * more than a thousand tries an hour.
 */
const table = {
  /** Orders from one client. A failed payment counts like twenty of them: see `card-testing.ts`. */
  place: {points: 300, seconds: 600, shared: true},
  lookup: {points: 60, seconds: 600, shared: true},
  /** Anything that names an order, before it is known whether the token fits; a change counts five. */
  ask: {points: 600, seconds: 60, shared: false},
  /**
   * Looks at Stripe for pages that show an order, by all clients together. Beyond it they see what the
   * database knows, and leave Stripe to those who pay: https://docs.stripe.com/rate-limits
   */
  'ask-stripe': {points: 15, seconds: 1, shared: false, isStripes: true},
  'show-order': {points: 120, seconds: 60, shared: false},
  'change-order': {points: 60, seconds: 60, shared: false},
  /** Payments begun by one client; a failed one counts like five. */
  pay: {points: 150, seconds: 3600, shared: true},
  /** Payments begun for one order: six failures in ten minutes. */
  'pay-order': {points: 30, seconds: 600, shared: true},
} as const satisfies Record<string, Limit>;

/** Only counted, never refused here: what follows is decided in `card-testing.ts`. */
const tallies = {
  'failures-of-client': {seconds: 3600},
  'failures-of-order': {seconds: 86_400},
} as const;

interface Limit {
  points: number;
  seconds: number;
  shared: boolean;
  /** What Stripe allows, whatever this shop does. */
  isStripes?: boolean;
}

export type LimitName = keyof typeof table;
export type TallyName = keyof typeof tallies;

export interface Limits {
  /** Takes `points` and throws `rate_limited` where there are not enough left. */
  take(name: LimitName, key: string, points?: number): Promise<void>;
  /** Takes them whether or not there are enough left: the next `take` will know. */
  charge(name: LimitName, key: string, points: number): Promise<void>;
  /** One more; how many there are now. */
  tally(name: TallyName, key: string): Promise<number>;
  tallied(name: TallyName, key: string): Promise<number>;
  /** Whether that is more than a client may, by this shop's factor. */
  isOver(count: number, most: number): boolean;
}

interface Options {
  store: LimitStore;
  /** Multiplies every number of the table that is not Stripe's own; 0 turns the limits off. */
  factor: number;
  onRefused: (name: LimitName) => void;
}

export function createLimits({store, factor, onRefused}: Options): Limits {
  const limiters = new Map<string, RateLimiterAbstract>();
  const limiter = (name: string, points: number, seconds: number, make: LimitStore['own']) => {
    const made = limiters.get(name) ?? make({name, points, seconds});
    limiters.set(name, made);
    return made;
  };
  const limit = (name: LimitName) => {
    const {points, seconds, shared, isStripes}: Limit = table[name];
    const most = isStripes ? points : Math.ceil(points * factor);
    return limiter(name, most, seconds, shared ? store.shared : store.own);
  };
  const counter = (name: TallyName) =>
    limiter(name, Number.MAX_SAFE_INTEGER, tallies[name].seconds, store.shared);

  return {
    take: async (name, key, points = 1) => {
      if (factor === 0) return;
      try {
        await limit(name).consume(key, points);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        onRefused(name);
        const retryAfter = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
        throw new ApiError('rate_limited', {retryAfter});
      }
    },
    charge: async (name, key, points) => {
      if (factor > 0) await limit(name).penalty(key, points);
    },
    tally: async (name, key) => (await counter(name).penalty(key, 1)).consumedPoints,
    tallied: async (name, key) => (await counter(name).get(key))?.consumedPoints ?? 0,
    isOver: (count, most) => factor > 0 && count >= most * factor,
  };
}
