/** Opens everything in order, and closes it in the reverse one. */
import {existsSync} from 'node:fs';
import {access, constants, mkdir} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {getRequestListener} from '@hono/node-server';
import {createApp} from './app.ts';
import {readConfig, type Config} from './config.ts';
import {openPglite, openPostgres, type Db} from './db/connect.ts';
import {lockDataDir} from './db/lock.ts';
import {migrate} from './db/migrate.ts';
import type {Deps} from './deps.ts';
import {folderMailer, smtpMailer} from './effects/mailer.ts';
import {createMerchantHook} from './effects/notify.ts';
import {errorFacts} from './errors.ts';
import {createCaptcha} from './http/captcha.ts';
import {createCardGuard} from './http/card-testing.ts';
import {openDoor, type Door} from './http/door.ts';
import {openLimitStore} from './http/limit-store.ts';
import {createLimits} from './http/limits.ts';
import {watchLoop} from './http/load.ts';
import {createReadiness} from './http/readiness.ts';
import {createInbox} from './inbox/inbox.ts';
import {parkedEvents} from './inbox/parked.ts';
import {jobHandlers} from './jobs.ts';
import type {Logger} from './log.ts';
import {createMetrics} from './metrics.ts';
import {seedProducts} from './orders/catalog.ts';
import {clearLeases} from './orders/lease.ts';
import {queueDepth, startQueue} from './queue/queue.ts';
import type {OpenSandbox} from './sandbox.ts';
import {StartError, startFault} from './start-error.ts';
import {createStripe} from './stripe/client.ts';
import {keepRelease} from './widget-files.ts';

export interface RunningServer {
  origin: string;
  /** What was opened, for tests and for whoever embeds the server. */
  deps: Deps;
  /** Finishes what was begun: requests, then jobs, then the database. */
  close(): Promise<void>;
}

export interface ServerOptions {
  env: Record<string, string | undefined>;
  log: Logger;
  /** Called only when there are no Stripe keys. */
  openSandbox?: OpenSandbox;
  /** Whether this process takes its turn at the reconcile of every minute. */
  reconcile?: boolean;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export async function startServer({
  env,
  log,
  openSandbox,
  reconcile = true,
}: ServerOptions): Promise<RunningServer> {
  const config = readConfig(env);
  log.level = config.logLevel;
  if (config.livemode && !config.ownerEmail && !config.merchantWebhook) {
    log.warn(
      'set OWNER_EMAIL or MERCHANT_WEBHOOK_URL: until then, nobody is told of disputes, nor of payments that could not be applied',
    );
  }
  if (config.allowedOrigins.length === 0) {
    log.warn(
      'set ALLOWED_ORIGINS to the origins of the pages that carry the tag: until then, only pages of this server can order',
    );
  }
  // Opened one by one; whatever fails, those before it are closed again.
  const closers: (() => Promise<unknown> | void)[] = [];
  const close = async () => {
    for (const step of closers.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        log.error({error: errorFacts(error)}, 'not closed cleanly');
      }
    }
  };
  try {
    const dataDir = resolve(config.dataDir);
    const isOwner = !config.databaseUrl || !config.stripe;
    if (isOwner || !config.mail.smtpUrl) await makeWritable(dataDir);
    if (isOwner) {
      const lock = await lockDataDir(dataDir);
      closers.push(() => lock.release());
    }

    // The port first: a taken one is found before anything is touched.
    const door = await openDoor(config);
    const state = {isDraining: false};
    closers.push(() => door.drain());

    const db = config.databaseUrl
      ? openPostgres(config.databaseUrl, log)
      : await openPglite(dataDir);
    closers.push(() => db.close());
    const migrationsDir = here('../drizzle/migrations');
    await migrate(db, migrationsDir);
    if (db.kind === 'pglite') await clearLeases(db);

    const deps = await openDeps({config, dataDir, db, door, log, openSandbox, closers});
    await keepRelease(db, deps.widgetDir).catch((error: unknown) => {
      log.warn({error: errorFacts(error)}, 'the files of this release are not kept for later');
    });
    const queue = await startQueue(db, log, jobHandlers(deps), {
      reconcileEveryMs: reconcile ? 60_000 : null,
    });
    closers.push(() => queue.close());
    const whatIsMissing = createReadiness({
      db,
      migrationsDir,
      widgetDir: deps.widgetDir,
      isQueueRunning: () => queue.isRunning(),
      isDraining: () => state.isDraining,
    });
    const app = createApp(deps, whatIsMissing);
    door.serve(getRequestListener((request, bindings) => app.fetch(request, bindings)));
    // Last opened, first done: requests end while everything they need is still there.
    closers.push(async () => {
      state.isDraining = true;
      await door.drain(config.drainDelayMs);
    });
    return {origin: door.origin, deps, close};
  } catch (error) {
    await close();
    throw startFault(error, config);
  }
}

async function openDeps({
  config,
  dataDir,
  db,
  door,
  log,
  openSandbox,
  closers,
}: {
  config: Config;
  dataDir: string;
  db: Db;
  door: Door;
  log: Logger;
  openSandbox: OpenSandbox | undefined;
  closers: (() => Promise<unknown> | void)[];
}): Promise<Deps> {
  const now = () => new Date();
  const sandbox = config.stripe
    ? undefined
    : await openSandbox?.({
        dataDir,
        origin: config.publicUrl ?? door.origin,
        webhookUrl: `${door.localOrigin}/webhooks/stripe`,
        log,
      });
  if (sandbox) {
    closers.push(() => sandbox.close());
    await seedProducts(db.queries, sandbox.products);
  }
  const keys = config.stripe ?? sandbox;
  if (!keys) throw new StartError('There is no Stripe key, and no sandbox to stand in.');
  const mailer = config.mail.smtpUrl
    ? smtpMailer(config.mail.smtpUrl, config.mail.from)
    : folderMailer(join(dataDir, 'mails'), config.mail.from, now);
  closers.push(() => mailer.close());
  const merchantHook = config.merchantWebhook && createMerchantHook(config.merchantWebhook);
  if (merchantHook) closers.push(() => merchantHook.close());
  const metrics = createMetrics({
    queue: () => queueDepth(db.queries),
    parked: () => parkedEvents(db),
    pools: db.pools,
  });
  const store = await openLimitStore({
    databaseUrl: config.databaseUrl,
    secret: keys.secretKey,
    log,
  });
  closers.push(() => store.close());
  const limits = createLimits({
    store,
    factor: config.rateLimitFactor,
    onRefused: (limit) => metrics.rateLimited.inc({limit}),
  });
  const loop = watchLoop();
  closers.push(() => loop.close());
  const stripe = createStripe(
    keys.secretKey,
    config.stripeApiBase ?? (sandbox ? new URL(door.localOrigin) : undefined),
  );
  const captcha = config.captcha && createCaptcha(config.captcha, log);
  const cardGuard = createCardGuard({limits, store, captcha, stripe, log});
  return {
    config: {...config, dataDir},
    db,
    log,
    stripe,
    publishableKey: keys.publishableKey,
    webhookSecrets: config.stripe?.webhookSecrets ?? (sandbox ? [sandbox.webhookSecret] : []),
    inbox: cardGuard.watching(createInbox(db)),
    mailer,
    merchantHook,
    metrics,
    limits,
    cardGuard,
    loop,
    pseudonym: (network) => store.pseudonym(network),
    origin: config.publicUrl ?? door.origin,
    // Beside this folder once compiled, in dist/ when run from source.
    widgetDir:
      [here('../widget'), here('../dist/widget')].find((folder) =>
        existsSync(join(folder, 'release.json')),
      ) ?? here('../dist/widget'),
    sandbox,
    now,
  };
}

async function makeWritable(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, {recursive: true});
    await access(dataDir, constants.W_OK);
  } catch (cause) {
    throw new StartError('The data folder cannot be written to: name one that can in DATA_DIR.', {
      cause,
    });
  }
}
