import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {after, before} from 'node:test';
import {serve} from '@hono/node-server';
import type {ServerType} from '@hono/node-server';
import {Hono} from 'hono';
import {chromium} from 'playwright-core';
import type {Browser} from 'playwright-core';
import {buildStripeJs} from '../../../../demo/stripe-simulator/build.ts';
import {createSimulator} from '../../../../demo/stripe-simulator/index.ts';
import type {Simulator} from '../../../../demo/stripe-simulator/index.ts';
import {chromiumFlags, findChromium} from '../../../support/chromium.mjs';
import {standIn, type StandIn} from '../../../support/stand-in.ts';
import {fillCard} from './shop.ts';

/** Stripe's documented policy, and nothing more: no inline style or script, no eval. */
const policy =
  "default-src 'none'; script-src 'self' https://js.stripe.com https://*.js.stripe.com; " +
  'frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com; ' +
  'connect-src https://api.stripe.com';

const start = `
  const payment = (stripe, clientSecret) => {
    window.stripe = stripe;
    window.elements = stripe.elements({clientSecret, appearance: {theme: 'night'}});
    const element = window.elements.create('payment');
    element.on('ready', () => document.body.classList.add('ready'));
    element.mount('#payment');
  };
  const {key, secret} = document.body.dataset;`;

const scripts: Record<string, string> = {
  pure: `import {loadStripe} from '/pure.mjs'; ${start} payment(await loadStripe(key), secret);`,
  index: `import {loadStripe} from '/index.mjs'; ${start} payment(await loadStripe(key), secret);`,
  tag: `${start} payment(window.Stripe(key), secret);`,
};

let browser: Browser;
let stripe: StandIn;
let shopServer: ServerType;
let simulator: Simulator;
let assets: string;
let origin: string;

before(async () => {
  assets = await mkdtemp(join(tmpdir(), 'stripe-js-'));
  await buildStripeJs({outDir: assets});
  simulator = await createSimulator({assets, publicUrl: 'https://js.stripe.com'});
  stripe = await standIn('js.stripe.com', simulator.app.fetch);
  const shopPort = await listening((ready) => {
    shopServer = serve({fetch: shop().fetch, port: 0, hostname: '127.0.0.1'}, ready);
  });
  origin = `http://127.0.0.1:${shopPort}`;
  browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: [...chromiumFlags, ...stripe.flags],
  });
});

after(async () => {
  await browser?.close();
  stripe?.close();
  shopServer?.close();
  await simulator?.close();
  if (assets) await rm(assets, {recursive: true, force: true});
});

const listening = (open: (ready: (info: AddressInfo) => void) => void) =>
  new Promise<number>((resolve) => open((info) => resolve(info.port)));

/** The server's half, straight through the app: its HTTPS door is only for js.stripe.com. */
async function intentSecret(): Promise<string> {
  const answer = await simulator.app.request('/v1/payment_intents', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${simulator.secretKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: 'amount=1500&currency=usd&allowed_payment_method_types[]=card',
  });
  const {client_secret} = (await answer.json()) as {client_secret: string};
  return client_secret;
}

/** A shop with a strict policy, and the published loader as it is in node_modules. */
function shop(): Hono {
  const app = new Hono();
  for (const name of ['pure', 'index']) {
    app.get(`/${name}.mjs`, async (c) => {
      const url = new URL(
        `../../../../node_modules/@stripe/stripe-js/dist/${name}.mjs`,
        import.meta.url,
      );
      return c.body(await readFile(url, 'utf8'), 200, {'Content-Type': 'text/javascript'});
    });
  }
  app.get('/start/:name', (c) =>
    c.body(scripts[c.req.param('name')] ?? '', 200, {'Content-Type': 'text/javascript'}),
  );
  app.get('/shop/:name', (c) => {
    const name = c.req.param('name');
    const trusted =
      name === 'tag' ? "; require-trusted-types-for 'script'; trusted-types 'none'" : '';
    const tag =
      name === 'tag' ? '<script src="https://js.stripe.com/endive/stripe.js"></script>' : '';
    c.header('Content-Security-Policy', policy + trusted);
    return c.html(`<!doctype html><html lang="en"><title>Shop</title>${tag}
<body data-key="${simulator.publishableKey}" data-secret="${c.req.query('secret')}">
<div id="payment"></div><script type="module" src="/start/${name}"></script></body></html>`);
  });
  return app;
}

for (const [name, how] of [
  ['pure', 'loadStripe of @stripe/stripe-js/pure'],
  ['index', 'the side effect of @stripe/stripe-js'],
  ['tag', 'a script tag on a page with Trusted Types'],
] as const) {
  test(`${how} loads it from js.stripe.com under a strict policy, and a card pays`, async () => {
    const secret = await intentSecret();
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (/Content Security|TrustedScript|expected Stripe\.js@|Refused/.test(message.text())) {
        complaints.push(message.text());
      }
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${origin}/shop/${name}?secret=${secret}`);
    await page.locator('body.ready').waitFor({timeout: 15_000});
    await fillCard(page, '4000002760003184');
    const result = page.evaluate(() =>
      window.stripe.confirmPayment({
        elements: window.elements,
        redirect: 'if_required',
        confirmParams: {return_url: 'https://shop.test/return'},
      }),
    );
    await page
      .frameLocator('body > div[tabindex="-1"] > iframe')
      .getByRole('button', {name: 'Complete'})
      .click();
    assert.equal((await result).paymentIntent?.status, 'succeeded');
    assert.deepEqual(complaints, []);
  });
}
