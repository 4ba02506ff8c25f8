import type Stripe from 'stripe';
import type {Config} from './config.ts';
import type {Db} from './db/connect.ts';
import type {Mailer} from './effects/mailer.ts';
import type {MerchantHook} from './effects/notify.ts';
import type {CardGuard} from './http/card-testing.ts';
import type {Limits} from './http/limits.ts';
import type {LoopWatch} from './http/load.ts';
import type {Inbox} from './inbox/inbox.ts';
import type {Logger} from './log.ts';
import type {Metrics} from './metrics.ts';
import type {Sandbox} from './sandbox.ts';

/** All that the routes and the jobs need, opened once by `server.ts` and passed in. */
export interface Deps {
  config: Config;
  db: Db;
  log: Logger;
  stripe: Stripe;
  publishableKey: string;
  webhookSecrets: string[];
  inbox: Inbox;
  mailer: Mailer;
  merchantHook: MerchantHook | undefined;
  metrics: Metrics;
  limits: Limits;
  cardGuard: CardGuard;
  loop: LoopWatch;
  /** What stands for a client's network in the limits. */
  pseudonym: (network: string) => string;
  /** Where the server can be reached, by itself too. */
  origin: string;
  /** The built widget. */
  widgetDir: string;
  sandbox: Sandbox | undefined;
  now: () => Date;
}

/** What the rules of `orders/` need. */
export type OrderDeps = Pick<Deps, 'config' | 'db' | 'log' | 'stripe' | 'metrics' | 'now'>;
