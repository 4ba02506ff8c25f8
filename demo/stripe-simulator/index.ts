import {setMaxListeners} from 'node:events';
import {fileURLToPath} from 'node:url';
import {Hono} from 'hono';
import {cors} from 'hono/cors';
import {createClock} from './clock.ts';
import {type Control, createControl} from './control.ts';
import {controlRoutes} from './control-routes.ts';
import {dispatch} from './http/dispatch.ts';
import {createRouter} from './http/endpoint.ts';
import {errorBody} from './http/errors.ts';
import {forgetUnfinished} from './http/idempotency.ts';
import {notSimulated} from './http/left-out.ts';
import {createRequestLog} from './http/request-log.ts';
import {createIds} from './ids.ts';
import {runJob} from './machine/jobs.ts';
import {defaultMethodTypes} from './machine/method-types.ts';
import {buyerPages} from './pages/buyer-pages.ts';
import {checkoutPage} from './pages/checkout-page.ts';
import {panel} from './pages/panel.ts';
import {stripeJs} from './pages/stripe-js.ts';
import {endpoints} from './resources/endpoints.ts';
import {healthy} from './scenarios.ts';
import {createStateFile} from './state-file.ts';
import {type StoreSnapshot, createStore, restoreStore, snapshotStore} from './store.ts';
import {configureEndpoints} from './webhooks/configured.ts';
import {createLanes} from './webhooks/lanes.ts';
import type {World} from './world.ts';

export type {Control} from './control.ts';
export {scenarios, type ScenarioName, type Settings} from './scenarios.ts';

export interface SimulatorOptions {
  /** Origin at which browsers reach the simulator; default: the Host of the request that confirms. */
  publicUrl?: string;
  secretKey?: string;
  publishableKey?: string;
  webhookEndpoints?: readonly {
    url: string;
    secret: string;
    enabledEvents?: string[];
    apiVersion?: string;
  }[];
  /** Where the state is kept between runs; without it nothing is kept. */
  stateFile?: string;
  /** The same seed gives the same ids; together with `startTime` or `now`, the same times. */
  seed?: string;
  /** When the simulated time begins, in milliseconds since 1970, and again after a reset. */
  startTime?: number;
  /** The time outside, in milliseconds since 1970. */
  now?: () => number;
  /** Folder of the built Stripe.js. */
  assets?: string;
  /** Payment methods that are switched on for the account. */
  paymentMethodTypes?: readonly string[];
  /** The API version of requests that name none. */
  defaultVersion?: string;
}

export interface Simulator {
  app: Hono;
  publishableKey: string;
  secretKey: string;
  control: Control;
  close(): Promise<void>;
}

const defaultAssets = fileURLToPath(new URL('../../dist/stripe-js', import.meta.url));

/** A Stripe account for tests, as one Hono app: the REST interface, Stripe.js and a control API. */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const account = {
    secretKey: options.secretKey ?? 'sk_test_simulatorSecretKeyForTestsOnly',
    publishableKey: options.publishableKey ?? 'pk_test_simulatorPublishableKeyForTestsOnly',
    defaultVersion: options.defaultVersion ?? '2026-07-29.dahlia',
    country: 'US',
    statementDescriptor: 'SIMULATED SHOP',
    paymentMethodTypes: options.paymentMethodTypes ?? defaultMethodTypes,
  };
  const ids = createIds(options.seed);
  const changed = () => file?.changed();
  const store = createStore(changed);
  const clock = createClock(
    {
      realNow: options.now ?? Date.now,
      ...(options.startTime !== undefined && {begin: options.startTime}),
    },
    (job) => runJob(world, job),
    changed,
  );
  const closing = new AbortController();
  // Every delivery under way listens to it.
  setMaxListeners(0, closing.signal);
  const world: World = {
    account,
    store,
    clock,
    ids,
    settings: {...healthy},
    lanes: createLanes(),
    closing: closing.signal,
  };
  const file = options.stateFile
    ? createStateFile(options.stateFile, () => ({
        position: ids.position,
        clock: clock.snapshot(),
        store: snapshotStore(store),
      }))
    : undefined;

  const begin = () => {
    restoreStore(store, {});
    if (options.seed !== undefined) ids.position = 0;
    configure();
  };
  const configure = () => configureEndpoints(world, options.webhookEndpoints ?? []);
  const kept = (await file?.read()) as KeptState | undefined;
  if (kept) {
    restoreStore(store, kept.store);
    forgetUnfinished(world);
    ids.position = kept.position;
    clock.restore(kept.clock);
    configure();
  } else {
    begin();
  }

  const log = createRequestLog();
  const route = createRouter(endpoints);
  const control = createControl({world, log, begin});
  const deps = {world, route, log, publicUrl: options.publicUrl};
  const app = new Hono();
  app.use('/v1/*', cors({origin: '*', maxAge: 600}));
  app.all('/v1/*', (c) => dispatch(deps, c));
  app.all('/v2/*', (c) => c.json(errorBody(notSimulated('API v2').fields, ids.next('req')), 501));
  app.route('/', stripeJs(options.assets ?? defaultAssets, world.settings));
  app.route('/_simulator', buyerPages(world, options.publicUrl));
  app.route('/_simulator', checkoutPage(world, options.publicUrl));
  app.route('/_simulator', controlRoutes(control, world));
  app.route('/_simulator/', panel(control, world));

  return {
    app,
    publishableKey: account.publishableKey,
    secretKey: account.secretKey,
    control,
    async close() {
      closing.abort();
      await clock.close();
      await file?.close();
    },
  };
}

interface KeptState {
  position: number;
  clock: ReturnType<ReturnType<typeof createClock>['snapshot']>;
  store: StoreSnapshot;
}
