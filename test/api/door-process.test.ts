/** SIGTERM in the middle of the work: what runs is finished, nothing new begins. */
import assert from 'node:assert/strict';
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {getRequestListener} from '@hono/node-server';
import Stripe from 'stripe';
import type {OrderPlaced, Problem} from '../../api/contract.ts';
import {createSimulator, type Simulator} from '../../demo/stripe-simulator/index.ts';
import {freePort} from '../support/server.ts';
import {buyer, intentId} from '../support/shop.ts';
import {until} from '../support/until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const children = new Set<ChildProcess>();
const servers: Server[] = [];
let folder: string;
let origin: string;
let simulator: Simulator;
let stripe: Stripe;
let environment: Record<string, string>;
/** While this is set, Stripe keeps the creation of intents waiting. */
let holdStripe: Promise<void> | undefined;
let held = 0;
/** The merchant's calls, none of them answered yet. */
const merchantCalls: ServerResponse[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opc-sigterm-'));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const secret = 'whsec_of_the_sigterm_test';
  simulator = await createSimulator({
    webhookEndpoints: [{url: `${origin}/webhooks/stripe`, secret}],
  });
  const answer = getRequestListener(simulator.app.fetch);
  const stripePort = await listen((request, response) => {
    const isNewIntent = request.method === 'POST' && request.url === '/v1/payment_intents';
    if (isNewIntent && holdStripe) {
      held += 1;
      void holdStripe.then(() => answer(request, response));
    } else void answer(request, response);
  });
  const merchantPort = await listen((_request, response) => void merchantCalls.push(response));
  stripe = new Stripe(simulator.secretKey, {host: '127.0.0.1', port: stripePort, protocol: 'http'});
  environment = {
    PATH: process.env['PATH'] ?? '',
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: join(folder, 'data'),
    STRIPE_SECRET_KEY: simulator.secretKey,
    STRIPE_PUBLISHABLE_KEY: simulator.publishableKey,
    STRIPE_WEBHOOK_SECRET: secret,
    STRIPE_API_BASE: `http://127.0.0.1:${stripePort}`,
    MERCHANT_WEBHOOK_URL: `http://127.0.0.1:${merchantPort}/`,
    MERCHANT_WEBHOOK_SECRET: `whsec_${'YWFh'.repeat(8)}`,
    MERCHANT_WEBHOOK_ALLOW_PRIVATE: 'true',
    LOG_LEVEL: 'warn',
  };
  const catalogue = join(folder, 'catalogue.json');
  await writeFile(catalogue, JSON.stringify([{sku: 'tee', name: 'Tee', prices: {usd: 3200}}]));
  assert.equal(await run('api/catalog-import.ts', {}, [catalogue]).ended, 0);
});
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  await simulator.close();
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  await rm(folder, {recursive: true, force: true});
});

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function run(entry: string, env: Record<string, string> = {}, args: string[] = []) {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, entry), ...args], {
    cwd: root,
    env: {...environment, ...env},
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

async function start(env: Record<string, string> = {}) {
  const server = run('api/main.ts', env);
  await until(
    'the server says where it is',
    async () => {
      if (server.child.exitCode !== null) throw new Error(server.said());
      return server.said().includes(`on ${origin}`);
    },
    60_000,
  );
  return server;
}

const post = (path: string, body: unknown, token?: string) =>
  fetch(origin + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token ? {authorization: `Bearer ${token}`} : {}),
    },
    body: JSON.stringify(body),
  });

const anOrder = {items: [{sku: 'tee', quantity: 1}]};

test('first it is no longer ready, the order in flight is placed, then it ends', async () => {
  const server = await start({DRAIN_DELAY_SECONDS: '4'});
  let release = () => {};
  holdStripe = new Promise((resolve) => (release = resolve));
  const placing = post('/orders', anOrder);
  await until('Stripe is asked', async () => held === 1);
  server.child.kill('SIGTERM');
  // A question that was there before the signal may learn the reason on a connection that stays.
  const draining = await until('it is not ready, for this reason, and hangs up', async () => {
    const answer = await fetch(`${origin}/readyz`);
    const {missing} = (await answer.json()) as Problem;
    const hangsUp = answer.headers.get('connection') === 'close';
    return missing?.includes('draining') && hangsUp && answer;
  });
  assert.equal(draining.status, 503);
  release();
  holdStripe = undefined;
  const placed = await placing;
  assert.equal(placed.status, 201);
  assert.ok(((await placed.json()) as OrderPlaced).clientSecret);
  assert.equal(await server.ended, 0, server.said());
  await assert.rejects(fetch(`${origin}/healthz`));
});

test('a job in flight is finished, once, before the process ends', async () => {
  const server = await start();
  const placed = (await (await post('/orders', anOrder)).json()) as OrderPlaced;
  const {order, token, clientSecret = ''} = placed;
  const payment = {expectedAmount: order.amount, billingDetails: buyer};
  assert.equal((await post(`/orders/${order.id}/payment`, payment, token)).status, 200);
  await stripe.paymentIntents.confirm(intentId(clientSecret), {
    payment_method: 'pm_card_visa',
    return_url: `${origin}/return`,
  });
  await until('the merchant is called', async () => merchantCalls.length === 1);
  let hasEnded = false;
  const ended = server.ended.then((code) => {
    hasEnded = true;
    return code;
  });
  server.child.kill('SIGTERM');
  await until('the port is closed', async () => {
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    return answer === undefined;
  });
  assert.equal(hasEnded, false, 'it waits for the job');
  merchantCalls[0]?.writeHead(200).end();
  assert.equal(await ended, 0, server.said());

  // Started again, it has nothing left to tell the merchant.
  const next = await start();
  const shown = await fetch(`${origin}/orders/${order.id}`, {
    headers: {authorization: `Bearer ${token}`},
  });
  assert.match(await shown.text(), /"status":"paid"/);
  next.child.kill('SIGTERM');
  assert.equal(await next.ended, 0, next.said());
  assert.equal(merchantCalls.length, 1);
});
