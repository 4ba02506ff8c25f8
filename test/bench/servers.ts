/** The processes that are measured, each on a database of its own in one Postgres. */
import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {fileURLToPath} from 'node:url';
import pg from 'pg';
import type {Cluster} from '../chaos/cluster.ts';
import {freePort, startServer} from '../support/server.ts';
import {secretKey, webhookSecret} from './requests.ts';

export interface Measured {
  name: string;
  port: number;
  databaseUrl: string;
  stop(): Promise<void>;
}

const simulatorEntry = fileURLToPath(
  new URL('../../dist/demo/stripe-simulator/main.js', import.meta.url),
);

/** The built server as `npm start` runs it; `store: false` leaves the storing of events out. */
export async function startOurs(
  cluster: Cluster,
  {stripe, store = true}: {stripe: string; store?: boolean},
): Promise<Measured> {
  const name = store ? 'ours' : 'no_store';
  const databaseUrl = await cluster.createDatabase(name);
  const port = await freePort();
  const server = await startServer({
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_PUBLISHABLE_KEY: 'pk_test_simulatorPublishableKeyForTestsOnly',
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: stripe,
    TRUSTED_PROXIES: '1',
    // Neither server writes a line per request.
    LOG_LEVEL: 'warn',
    ...(store ? {} : {NODE_OPTIONS: `--import ${new URL('no-store.mjs', import.meta.url).href}`}),
  });
  await onDatabase(databaseUrl, async (client) => {
    await client.query(`
      insert into products (sku, name) values ('tee', 'Heavyweight tee'), ('mug', 'Stoneware mug');
      insert into prices (sku, currency, amount) values ('tee', 'usd', 3200), ('mug', 'usd', 2400);`);
  });
  return {name, port, databaseUrl, stop: async () => void (await server.stop())};
}

export async function startPeer(cluster: Cluster, {stripe}: {stripe: string}): Promise<Measured> {
  const databaseUrl = await cluster.createDatabase('peer');
  const port = await freePort();
  const child = fork(fileURLToPath(new URL('server-peer.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: {
      PATH: process.env['PATH'],
      // Express takes this as leave to be fast.
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_BASE: stripe,
    },
  });
  return {name: 'peer', port, databaseUrl, stop: await whenReady(child, once(child, 'message'))};
}

/** The simulator alone: Stripe's side of every order, with no latency added. */
export async function startSimulator(): Promise<Omit<Measured, 'databaseUrl'>> {
  const port = await freePort();
  const child = fork(simulatorEntry, {
    env: {PATH: process.env['PATH'], PORT: String(port)},
    silent: true,
  });
  return {name: 'simulator', port, stop: await whenReady(child, once(child.stdout!, 'data'))};
}

/** How to stop the process, once it is ready. */
async function whenReady(child: ChildProcess, ready: Promise<unknown>) {
  const exited = once(child, 'exit');
  const ended = exited.then(() =>
    Promise.reject(new Error(`${child.spawnfile} ended at its start.`)),
  );
  await Promise.race([ready, ended]);
  ended.catch(() => {});
  return async () => {
    child.kill();
    await exited;
  };
}

/** Answers 200 and nothing else: how fast the generator itself can go. */
export async function startBare(): Promise<{port: number; stop(): Promise<void>}> {
  const server = createServer((request, response) => {
    request.resume();
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return {port, stop};
}

export async function onDatabase<Result>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({connectionString: databaseUrl});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
