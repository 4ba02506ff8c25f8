/** The server as a process: how it starts, refuses to start, stops, and survives being killed. */
import assert from 'node:assert/strict';
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import {mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {getRequestListener} from '@hono/node-server';
import Stripe from 'stripe';
import type {OrderPlaced, OrderShown} from '../../api/contract.ts';
import {DataDirInUse, lockDataDir} from '../../api/db/lock.ts';
import {keptMails} from '../../api/effects/mailer.ts';
import {createSimulator, type Simulator} from '../../demo/stripe-simulator/index.ts';
import {buyer, eventOf, intentId} from '../support/shop.ts';
import {freePort} from '../support/server.ts';
import {until} from '../support/until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SECRET = 'whsec_of_the_process_test';
let simulator: Simulator;
let stripeServer: Server;
let stripe: Stripe;
let folder: string;
let environment: Record<string, string>;
const children = new Set<ChildProcess>();

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opc-process-'));
  simulator = await createSimulator();
  const answer = getRequestListener(simulator.app.fetch);
  stripeServer = createServer((request, response) => void answer(request, response));
  stripeServer.listen(0, '127.0.0.1');
  await once(stripeServer, 'listening');
  const {port} = stripeServer.address() as AddressInfo;
  stripe = new Stripe(simulator.secretKey, {host: '127.0.0.1', port, protocol: 'http'});
  environment = {
    STRIPE_SECRET_KEY: simulator.secretKey,
    STRIPE_PUBLISHABLE_KEY: simulator.publishableKey,
    STRIPE_WEBHOOK_SECRET: SECRET,
    STRIPE_API_BASE: `http://127.0.0.1:${port}`,
    HOST: '127.0.0.1',
    ALLOWED_ORIGINS: 'https://shop.example',
    LOG_LEVEL: 'warn',
  };
});
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await simulator.close();
  stripeServer.close();
  stripeServer.closeAllConnections();
  await rm(folder, {recursive: true, force: true});
});

/** One of the two entries, in a process of its own. */
function run(entry: string, env: Record<string, string>, args: string[] = []) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, entry), ...args], {
    cwd: root,
    env: {PATH: process.env['PATH'], ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit').then(([code]: unknown[]) => {
    children.delete(child);
    return code as number | null;
  });
  return {child, ended, said: () => said};
}

async function start(dataDir: string) {
  const port = await freePort();
  const server = run('api/main.ts', {...environment, DATA_DIR: dataDir, PORT: String(port)});
  const origin = `http://127.0.0.1:${port}`;
  await until(
    `${origin} is ready: ${server.said()}`,
    async () => {
      if (server.child.exitCode !== null) throw new Error(server.said());
      return (await fetch(`${origin}/readyz`).catch(() => undefined))?.ok;
    },
    60_000,
  );
  return {...server, origin};
}

const post = async <Body>(url: string, body: unknown, token?: string): Promise<Body> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token ? {authorization: `Bearer ${token}`} : {}),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Body;
};

test('a killed server loses nothing that it has answered for', async () => {
  const dataDir = join(folder, 'killed');
  await mkdir(dataDir);
  const catalogue = join(folder, 'catalogue.json');
  await writeFile(
    catalogue,
    JSON.stringify([{sku: 'tee', name: 'Tee', stock: 10, prices: {usd: 3200}}]),
  );
  const imported = run('api/catalog-import.ts', {DATA_DIR: dataDir}, [catalogue]);
  assert.equal(await imported.ended, 0, imported.said());
  assert.match(imported.said(), /1 products/);

  const first = await start(dataDir);
  const placed = await post<OrderPlaced>(`${first.origin}/orders`, {
    items: [{sku: 'tee', quantity: 1}],
  });
  await post(
    `${first.origin}/orders/${placed.order.id}/payment`,
    {expectedAmount: 3200, billingDetails: buyer},
    placed.token,
  );
  const intent = await stripe.paymentIntents.confirm(intentId(placed.clientSecret!), {
    payment_method: 'pm_card_visa',
    return_url: 'http://127.0.0.1/return',
  });
  const payload = JSON.stringify(eventOf('payment_intent.succeeded', intent));
  const answer = await fetch(`${first.origin}/webhooks/stripe`, {
    method: 'POST',
    headers: {
      'stripe-signature': stripe.webhooks.generateTestHeaderString({payload, secret: SECRET}),
    },
    body: payload,
  });
  assert.equal(answer.status, 200);
  first.child.kill('SIGKILL');
  await first.ended;

  const second = await start(dataDir);
  const mails = await until('the mail', async () => {
    const kept = await keptMails(join(dataDir, 'mails'));
    return kept.length > 0 && kept;
  });
  assert.equal(mails.length, 1);
  const shown = await fetch(`${second.origin}/orders/${placed.order.id}`, {
    headers: {authorization: `Bearer ${placed.token}`},
  });
  assert.equal(((await shown.json()) as OrderShown).order.status, 'paid');

  const rival = run('api/main.ts', {
    ...environment,
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
  });
  assert.equal(await rival.ended, 1);
  assert.match(rival.said(), /^Another process is using this data folder: .*\n$/);
  assert.equal((await fetch(`${second.origin}/readyz`)).status, 200, 'the first goes on');

  second.child.kill('SIGTERM');
  assert.equal(await second.ended, 0, second.said());
});

test('an error that nobody caught ends the process, and the log has no word of it', async () => {
  // Once it answers signals it takes errors, too, however long a slow machine needs until then.
  const fault = `const waiting = setInterval(() => {
    if (process.listenerCount('SIGTERM') === 0) return;
    clearInterval(waiting);
    Promise.reject(new TypeError('ada@example.com'));
  }, 20)`;
  const server = run('api/main.ts', {
    ...environment,
    DATA_DIR: join(folder, 'uncaught'),
    PORT: String(await freePort()),
    NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(fault)}`,
  });
  assert.equal(await server.ended, 1);
  assert.match(server.said(), /"type":"TypeError".*ended by an error that nobody caught/);
  assert.doesNotMatch(server.said(), /ada@example/);
});

test('what prevents a start is said in one sentence, and nothing is left behind', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const {port} = taken.address() as AddressInfo;
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const cases: [Record<string, string>, RegExp][] = [
    [{PORT: String(port), DATA_DIR: join(folder, 'port')}, /^Port \d+ is taken: [^\n]*\n$/],
    [{DATA_DIR: join(file, 'below')}, /^The data folder cannot be written to: [^\n]*\n$/],
    [{STRIPE_WEBHOOK_SECRET: ''}, /^Set STRIPE_SECRET_KEY, [^\n]*\n$/],
    [
      {DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none`},
      /^The database cannot be reached: [^\n]*\n$/,
    ],
  ];
  for (const [env, sentence] of cases) {
    const refused = run('api/main.ts', {
      ...environment,
      PORT: '0',
      DATA_DIR: join(folder, 'x'),
      ...env,
    });
    assert.equal(await refused.ended, 1);
    assert.match(refused.said(), sentence);
  }
  taken.close();
  assert.ok(!(await readdir(join(folder, 'port'))).includes('database'));
});

test('a live shop that can tell nobody of trouble is told so itself', async () => {
  const port = String(await freePort());
  const shop = run('api/main.ts', {
    ...environment,
    STRIPE_SECRET_KEY: 'sk_live_of_the_process_test',
    STRIPE_PUBLISHABLE_KEY: 'pk_live_of_the_process_test',
    ALLOW_EMBEDDED_DATABASE: 'true',
    DRAIN_DELAY_SECONDS: '0',
    TRUSTED_PROXIES: '0',
    PUBLIC_URL: 'https://pay.shop.example',
    MAIL_OFF: 'true',
    DATA_DIR: join(folder, 'untold'),
    PORT: port,
  });
  await until('it runs', async () => shop.said().includes('LIVE keys'), 60_000);
  assert.match(shop.said(), /set OWNER_EMAIL or MERCHANT_WEBHOOK_URL/);
  const endpoint = `https://pay.shop.example/webhooks/stripe, of API version ${Stripe.API_VERSION}`;
  assert.ok(shop.said().includes(endpoint), shop.said());
  shop.child.kill('SIGTERM');
  assert.equal(await shop.ended, 0, shop.said());
});

test('a catalogue that is wrong says where, and changes nothing', async () => {
  const catalogue = join(folder, 'wrong.json');
  await writeFile(catalogue, JSON.stringify([{sku: 'a b', name: '', prices: {kwd: 9755}}]));
  const refused = run('api/catalog-import.ts', {DATA_DIR: join(folder, 'wrong')}, [catalogue]);
  assert.equal(await refused.ended, 1);
  assert.match(refused.said(), /0\.sku: letters, digits/);
  assert.match(refused.said(), /0\.name/);
  assert.match(refused.said(), /0\.prices\.kwd: .*ends in 0/);
});

test('an owner is told what an import and a delivery made of the stock', async () => {
  const env = {DATA_DIR: join(folder, 'counted')};
  const catalogue = join(folder, 'counted.json');
  const bring = async (stock?: number) => {
    const product = {sku: 'tee', name: 'Tee', stock, prices: {usd: 3200}};
    await writeFile(catalogue, JSON.stringify([product]));
    const imported = run('api/catalog-import.ts', env, [catalogue]);
    assert.equal(await imported.ended, 0, imported.said());
    return imported.said();
  };
  const stock = async (...args: string[]) => {
    const changed = run('api/commands/stock.ts', env, args);
    return [await changed.ended, changed.said()];
  };
  assert.equal(await bring(10), '1 products are in the catalogue.\n');
  assert.deepEqual(await stock('tee', '+40'), [
    0,
    'tee: 50, those included that are being paid just now.\n',
  ]);
  assert.match(await bring(10), /^tee: the stock was 50 and is 10\.\n/);
  assert.deepEqual(await stock('cup', '+1'), [
    1,
    'There is no "cup" in the catalogue that is counted.\n',
  ]);
  const [code, said] = await stock('tee', '40');
  assert.equal(code, 1);
  assert.match(String(said), /^Say of what/);
});

test('of many that want one folder at once exactly one gets it, and a dead owner is no owner', async () => {
  const dataDir = join(folder, 'contested');
  const results = await Promise.allSettled(Array.from({length: 8}, () => lockDataDir(dataDir)));
  const won = results.filter((result) => result.status === 'fulfilled');
  assert.equal(won.length, 1);
  for (const result of results) {
    if (result.status === 'rejected') assert.ok(result.reason instanceof DataDirInUse);
  }
  await won[0]!.value.release();
  const next = await lockDataDir(dataDir);
  await next.release();
  // The id of this living process, but of one that started at another time: the id was used again.
  const [owner] = (await readdir(join(dataDir, 'lock'))).filter((name) =>
    name.startsWith('owner.'),
  );
  const {hostname} = await import('node:os');
  await writeFile(
    join(dataDir, 'lock', owner!),
    JSON.stringify({id: 'x', pid: process.pid, host: hostname(), started: 'some-other-boot:1'}),
  );
  await (await lockDataDir(dataDir)).release();
});
