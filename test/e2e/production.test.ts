/**
 * The production path, end to end: keys in the environment, the shop on an origin of its own under a
 * strict policy, and Stripe.js fetched by @stripe/stripe-js from https://js.stripe.com, a name that
 * the browser is told to look for at the simulator.
 */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {after, before, test} from 'node:test';
import {chromium, type Browser} from 'playwright-core';
import {createSimulator, type Simulator} from '../../demo/stripe-simulator/index.ts';
import {chromiumFlags, ensureChromium} from '../support/chromium.mjs';
import {freePort, startServer, type RunningServer} from '../support/server.ts';
import {standIn, type StandIn} from '../support/stand-in.ts';
import {test as testBothIntents, type Intent} from './both-intents.ts';
import {Shopper} from './shopper.ts';

const root = join(fileURLToPath(new URL('.', import.meta.url)), '../..');
const webhookSecret = 'whsec_productionPathOfTheEndToEndTests';

let data: string;
let simulator: Simulator;
let server: RunningServer;
let browser: Browser;
let shopOrigin: string;
let stripe: StandIn;
let shopServer: Server;

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'opc-production-'));
  const port = await freePort();
  simulator = await createSimulator({
    assets: join(root, 'dist/stripe-js'),
    publicUrl: 'https://js.stripe.com',
    webhookEndpoints: [{url: `http://localhost:${port}/webhooks/stripe`, secret: webhookSecret}],
  });
  stripe = await standIn('js.stripe.com', simulator.app.fetch);
  shopServer = shop(`http://localhost:${port}`).listen(0);
  await once(shopServer, 'listening');
  shopOrigin = `http://localhost:${(shopServer.address() as AddressInfo).port}`;

  const environment = {
    PORT: String(port),
    DATA_DIR: data,
    STRIPE_SECRET_KEY: simulator.secretKey,
    STRIPE_PUBLISHABLE_KEY: simulator.publishableKey,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_BASE: stripe.address,
    ALLOWED_ORIGINS: shopOrigin,
    MAIL_OFF: 'true',
  };
  await stockTheShop(environment);
  server = await startServer(environment);
  browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: [...chromiumFlags, ...stripe.flags],
  });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  shopServer?.close();
  stripe?.close();
  await simulator?.close();
  await rm(data, {recursive: true, force: true});
});

/** A page of a careful shop: the two lines, and Stripe's documented policy with our own origin. */
function shop(api: string): Server {
  const policy = [
    "default-src 'none'",
    `script-src ${api} https://js.stripe.com https://*.js.stripe.com`,
    'frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com',
    `connect-src ${api} https://api.stripe.com`,
    `img-src ${api}`,
  ].join('; ');
  return createServer((request, response) => {
    // Some pages have a tag of their own, and one that did not load.
    const {pathname, searchParams} = new URL(request.url ?? '', shopOrigin);
    const own =
      pathname === '/failed-tag'
        ? '<script src="https://js.stripe.com/acacia/stripe.js"></script>'
        : '';
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Security-Policy', policy);
    response.end(`<!doctype html><html lang="en"><title>A shop</title>${own}
<script type="module" src="${api}/one-page-checkout.js"></script>
<one-page-checkout items="tee:2 mug:1" intent="${searchParams.get('intent') ?? 'first'}"></one-page-checkout>`);
  });
}

/** As a shop would: with the command for it, before the server runs. */
async function stockTheShop(environment: NodeJS.ProcessEnv): Promise<void> {
  const file = join(data, 'products.json');
  await writeFile(
    file,
    JSON.stringify([
      {sku: 'tee', name: 'Tee', stock: 10, prices: {usd: 3200}},
      {sku: 'mug', name: 'Mug', stock: 10, prices: {usd: 2400}},
    ]),
  );
  const {status, stderr} = spawnSync(
    process.execPath,
    [join(root, 'dist/api/catalog-import.js'), file],
    {env: {PATH: process.env['PATH'], ...environment}, encoding: 'utf8'},
  );
  assert.equal(status, 0, stderr);
}

async function shopper(intent?: Intent): Promise<{buyer: Shopper; violations: string[]}> {
  const page = await (await browser.newContext({locale: 'en-US'})).newPage();
  page.setDefaultTimeout(15_000);
  const violations: string[] = [];
  page.on('console', (message) => {
    if (/Content.Security.Policy|Refused to/i.test(message.text())) violations.push(message.text());
  });
  return {buyer: new Shopper(page, intent), violations};
}

test('with keys there is no sandbox: nothing simulated is served, nothing says it is', async () => {
  const config = (await (await fetch(`${server.origin}/config`)).json()) as object;
  assert.deepEqual(Object.keys(config).sort(), ['currency', 'publishableKey', 'sandbox']);
  assert.equal((config as {sandbox: boolean}).sandbox, false);
  for (const path of ['/', '/_sandbox/activity', '/v1/payment_intents', '/endive/stripe.js']) {
    assert.equal((await fetch(server.origin + path)).status, 404, path);
  }
});

testBothIntents(
  "Stripe's own loader brings Stripe.js, and a purchase ends paid, under a strict policy",
  async (intent) => {
    const {buyer, violations} = await shopper(intent);
    const fetched: string[] = [];
    buyer.page.on('request', (request) => fetched.push(request.url()));
    await buyer.visit(shopOrigin);
    assert.ok(fetched.includes('https://js.stripe.com/endive/stripe.js'));
    assert.equal(await buyer.checkout.getByText('Sandbox').count(), 0);
    await buyer.pay();
    await buyer.status('Thank you for your order').waitFor();
    assert.deepEqual(violations, []);
    assert.deepEqual(buyer.uncaught, []);
    // What is fetched for it is what its size is limited by.
    const files = fetched.flatMap(
      (url) => /one-page-checkout(\.[a-z-]+)?(?=\.)/.exec(url)?.[0] ?? [],
    );
    assert.deepEqual([...new Set(files)].sort(), await countedFiles());
  },
);

test('a tag for Stripe.js that has failed before ours does not keep the form from standing', async () => {
  const {buyer} = await shopper();
  await buyer.visit(`${shopOrigin}/failed-tag`);
  await buyer.pay();
  await buyer.status('Thank you for your order').waitFor();
});

test('a Stripe.js whose answer never comes is asked for anew when the buyer tries again', async () => {
  const {buyer} = await shopper();
  const {page} = buyer;
  await page.clock.install();
  const asked: string[] = [];
  await page.route('https://js.stripe.com/endive/stripe.js*', async (route) => {
    asked.push(route.request().url());
    if (route.request().url().includes('?')) await route.continue();
  });
  await page.goto(shopOrigin, {waitUntil: 'domcontentloaded'});
  await page.locator('script[src="https://js.stripe.com/endive/stripe.js"]').waitFor({
    state: 'attached',
  });
  await page.clock.fastForward(15_000);
  await buyer.checkout.getByRole('button', {name: 'Try again'}).click();
  await buyer.fields.getByLabel('Card number').waitFor();
  assert.equal(asked.at(-1), 'https://js.stripe.com/endive/stripe.js?retry=1');
  await buyer.pay();
  await buyer.status('Thank you for your order').waitFor();
});

/** The files of the limit for a basic purchase, in package.json. */
async function countedFiles(): Promise<string[]> {
  const {'size-limit': limits} = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    'size-limit': {name: string; path: string | string[]}[];
  };
  const paths = limits.find(({name}) => name.startsWith('A basic purchase'))?.path ?? [];
  return [paths]
    .flat()
    .flatMap((path) => /one-page-checkout(\.[a-z-]+)?(?=\.)/.exec(path)?.[0] ?? [])
    .sort();
}

test('a page on an origin that is not allowed gets no order', async () => {
  const page = await (await browser.newContext()).newPage();
  // The same page under a name that ALLOWED_ORIGINS does not hold.
  await page.goto(shopOrigin.replace('localhost', '127.0.0.1'));
  await page.getByRole('alert').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /cannot reach the shop|Try again/i);
});
