import type {Clock} from './clock.ts';
import type {Ids} from './ids.ts';
import type {Settings} from './scenarios.ts';
import type {Store} from './store.ts';
import type {Lanes} from './webhooks/lanes.ts';

/** The simulated account. */
export interface Account {
  secretKey: string;
  publishableKey: string;
  /** Used when a request names no version: an account keeps the one of its first request. */
  defaultVersion: string;
  country: string;
  statementDescriptor: string;
  /** Payment methods that are switched on "in the Dashboard". */
  paymentMethodTypes: readonly string[];
}

/** All that lives as long as the simulator does. */
export interface World {
  account: Account;
  store: Store;
  clock: Clock;
  ids: Ids;
  settings: Settings;
  lanes: Lanes;
  /** Ends what is under way when the simulator closes. */
  closing: AbortSignal;
}

/** What a request knows about itself; work that the simulator does by itself has a bare one. */
export interface Call {
  world: World;
  key: 'secret' | 'publishable';
  apiVersion: string;
  /** Becomes the `request` of the events it causes. */
  request: {id: string | null; idempotency_key: string | null};
  /** The origin at which a browser reaches the simulator. */
  origin: string;
}

/** Who acts when time goes by or a buyer uses one of the simulator's pages. */
export function unattendedCall(world: World, origin = ''): Call {
  return {
    world,
    key: 'secret',
    apiVersion: world.account.defaultVersion,
    request: {id: null, idempotency_key: null},
    origin,
  };
}
