/** Opens everything in order, and closes it in the reverse one. */
import {existsSync} from 'node:fs';
import {access, constants, mkdir} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
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
import {ApiError, errorFacts, toProblem} from './errors.ts';
import {createInbox} from './inbox/inbox.ts';
import {jobHandlers} from './jobs.ts';
import type {Logger} from './log.ts';
import {createMetrics} from './metrics.ts';
import {seedProducts} from './orders/catalog.ts';
import {queueDepth, startQueue} from './queue/queue.ts';
import type {OpenSandbox} from './sandbox.ts';
import {StartError, startFault} from './start-error.ts';
import {createStripe} from './stripe/client.ts';

export interface RunningServer {
  origin: string;
  config: Config;
  /** Finishes what was begun: requests, then jobs, then the database. */
  close(): Promise<void>;
}

export interface ServerOptions {
  env: Record<string, string | undefined>;
  log: Logger;
  /** Called only when there are no Stripe keys. */
  openSandbox?: OpenSandbox;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export async function startServer({env, log, openSandbox}: ServerOptions): Promise<RunningServer> {
  const config = readConfig(env);
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
    closers.push(door.close);

    const db = config.databaseUrl
      ? openPostgres(config.databaseUrl, log)
      : await openPglite(dataDir);
    closers.push(() => db.close());
    await migrate(db, here('../drizzle/migrations'));

    const deps = await openDeps({config, dataDir, db, door, log, openSandbox, closers});
    const queue = await startQueue(db, log, jobHandlers(deps));
    closers.push(() => queue.close());
    const app = createApp(deps, {isDraining: () => state.isDraining});
    door.serve(getRequestListener((request, bindings) => app.fetch(request, bindings)));
    // Last opened, first done: requests end while everything they need is still there.
    closers.push(async () => {
      state.isDraining = true;
      await door.drain();
    });
    return {origin: door.origin, config, close};
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
  return {
    config: {...config, dataDir},
    db,
    log,
    stripe: createStripe(
      keys.secretKey,
      config.stripeApiBase ?? (sandbox ? new URL(door.localOrigin) : undefined),
    ),
    publishableKey: keys.publishableKey,
    webhookSecrets: config.stripe?.webhookSecrets ?? (sandbox ? [sandbox.webhookSecret] : []),
    inbox: createInbox(db),
    mailer,
    merchantHook,
    metrics: createMetrics(() => queueDepth(db.queries)),
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

interface Door {
  /** For people. */
  origin: string;
  /** For the server's own calls to itself. */
  localOrigin: string;
  serve(listener: ReturnType<typeof getRequestListener>): void;
  /** Takes no new connection, and waits for the requests that are running. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Requests that still run then are cut off. */
const DRAIN_MS = 15_000;

async function openDoor(config: Config): Promise<Door> {
  let listener: ReturnType<typeof getRequestListener> | undefined;
  const server = createServer(
    {
      // Slow senders are cut off: https://nodejs.org/api/http.html#serverrequesttimeout
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      connectionsCheckingInterval: 2000,
      // Longer than what load balancers keep, so that it is they who close.
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      if (listener) return void listener(request, response);
      response.writeHead(503, {'content-type': 'application/problem+json', 'retry-after': '1'});
      response.end(JSON.stringify(toProblem(new ApiError('not_ready'), undefined)));
    },
  );
  await listening(server, config);
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : config.port;
  let drained: Promise<void> | undefined;
  const drain = () =>
    (drained ??= new Promise<void>((done) => {
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      server.close(() => {
        clearTimeout(cut);
        done();
      });
      server.closeIdleConnections();
    }));
  return {
    origin: `http://${config.host && config.host !== '0.0.0.0' ? config.host : 'localhost'}:${port}`,
    localOrigin: `http://${config.host && config.host !== '0.0.0.0' ? config.host : '127.0.0.1'}:${port}`,
    serve: (ready) => void (listener = ready),
    drain,
    close: drain,
  };
}

function listening(server: Server, {port, host}: Config): Promise<void> {
  return new Promise((done, reject) => {
    server.once('error', reject);
    server.listen({port, ...(host ? {host} : {})}, () => {
      server.removeListener('error', reject);
      done();
    });
  });
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
