import {mkdtemp, rm} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before} from 'node:test';
import {serve} from '@hono/node-server';
import type {ServerType} from '@hono/node-server';
import type {Stripe as Browser, StripeElements, StripePaymentElement} from '@stripe/stripe-js';
import {Hono} from 'hono';
import {chromium} from 'playwright-core';
import type {Browser as Chromium, FrameLocator, Page} from 'playwright-core';
import {Stripe} from 'stripe';
import {buildStripeJs} from '../../../../demo/stripe-simulator/build.ts';
import {createSimulator} from '../../../../demo/stripe-simulator/index.ts';
import type {Simulator} from '../../../../demo/stripe-simulator/index.ts';
import {chromiumFlags, findChromium} from '../../../support/chromium.mjs';

declare global {
  interface Window {
    stripe: Browser;
    elements: StripeElements;
    payment: StripePaymentElement;
    events: {type: string; event: Record<string, unknown>}[];
    warnings: string[];
  }
}

export interface Shop {
  simulator: Simulator;
  stripe: Stripe;
  /** The simulator's own origin, and the same server under a name that makes it a foreign one. */
  origin: string;
  foreignOrigin: string;
  /** A shop's page with Stripe.js on it, of another origin than Stripe.js, as in real life. */
  open(options?: {origin?: string; query?: string; hasApplePay?: boolean}): Promise<Page>;
  /** Keeps every call to the REST interface waiting until the answered function is called. */
  hold(): () => void;
  intent(params?: Partial<Stripe.PaymentIntentCreateParams>): Promise<Stripe.PaymentIntent>;
}

/** A simulator on a free port, a browser, and a shop page, for the tests of one file. */
export function useShop(): Shop {
  const shop = {} as Shop;
  let server: ServerType;
  let browser: Chromium;
  let assets: string;
  let held: Promise<void> | undefined;
  before(async () => {
    assets = await mkdtemp(join(tmpdir(), 'stripe-js-'));
    await buildStripeJs({outDir: assets, minify: false});
    const simulator = await createSimulator({assets, paymentMethodTypes: methods});
    const app = new Hono()
      .use('/v1/*', async (_c, next) => {
        await held;
        await next();
      })
      .get('/shop', (c) => c.html(shopPage(c.req.query('script') ?? '', c.req.query('body') ?? '')))
      .get('/return', (c) => c.html('<!doctype html><title>Return page</title>'))
      .route('/', simulator.app);
    const port = await new Promise<number>((resolve) => {
      server = serve({fetch: app.fetch, port: 0, hostname: '127.0.0.1'}, (info: AddressInfo) =>
        resolve(info.port),
      );
    });
    browser = await chromium.launch({executablePath: findChromium() ?? '', args: chromiumFlags});
    const origin = `http://127.0.0.1:${port}`;
    const foreignOrigin = `http://localhost:${port}`;
    const stripe = new Stripe(simulator.secretKey, {host: '127.0.0.1', port, protocol: 'http'});
    Object.assign(shop, {simulator, stripe, origin, foreignOrigin});
  });
  after(async () => {
    await browser?.close();
    await shop.simulator?.close();
    server?.close();
    if (assets) await rm(assets, {recursive: true, force: true});
  });

  shop.open = async ({origin = shop.foreignOrigin, query = '', hasApplePay = false} = {}) => {
    const page = await browser.newPage({locale: 'en-US', viewport: {width: 700, height: 900}});
    if (hasApplePay) await page.addInitScript('globalThis.ApplePaySession = class {};');
    const script = encodeURIComponent(`${shop.origin}/endive/stripe.js`);
    await page.goto(`${origin}/shop?script=${script}&${query}`);
    await page.evaluate((key) => {
      window.warnings = [];
      console.warn = (text: string) => window.warnings.push(text);
      window.stripe = (window.Stripe as NonNullable<typeof window.Stripe>)(key);
    }, shop.simulator.publishableKey);
    return page;
  };
  shop.hold = () => {
    let release = () => {};
    held = new Promise((resolve) => (release = resolve));
    return release;
  };
  shop.intent = (params = {}) =>
    shop.stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      automatic_payment_methods: {enabled: true},
      ...params,
    });
  return shop;
}

const methods = [
  'card',
  'us_bank_account',
  'ideal',
  'sepa_debit',
  'oxxo',
  'promptpay',
  'wechat_pay',
];

const shopPage = (script: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Shop</title>${script && `<script src="${script}"></script>`}</head>
<body>${body || '<div id="payment"></div>'}</body></html>`;

const noWallets = {applePay: 'never', googlePay: 'never', link: 'never'};

/**
 * Mounts a Payment Element on the page and waits until it is ready, or failed to load; without
 * wallets, unless the options say otherwise.
 */
export async function mountPayment(
  page: Page,
  elementsOptions: object,
  paymentOptions: object = {},
): Promise<void> {
  await page.evaluate(
    ([options, given]) => {
      window.events = [];
      window.elements = window.stripe.elements(options as object);
      window.payment = window.elements.create('payment', given as object);
      const names =
        'ready change focus blur escape loaderstart loaderror carddetailschange ' +
        'savedpaymentmethodupdate availablepaymentmethodschange';
      for (const type of names.split(' ')) {
        window.payment.on(type as 'ready', (event) => {
          window.events.push({type, event: {...event}});
        });
      }
      const settled = new Promise<void>((resolve) => {
        window.payment.on('ready', () => resolve());
        window.payment.on('loaderror', () => resolve());
      });
      window.payment.mount('#payment');
      return settled;
    },
    [elementsOptions, {wallets: noWallets, ...paymentOptions}],
  );
}

export const paymentFrame = (page: Page): FrameLocator =>
  page.frameLocator('iframe[title="Secure payment input frame"]');

/** Types a card as a buyer does; with several methods on show, chooses the card first. */
export async function fillCard(page: Page, number = '4242424242424242'): Promise<void> {
  const frame = paymentFrame(page);
  const choice = frame.getByRole('button', {name: 'Card'});
  if (await choice.isVisible()) await choice.click();
  await frame.getByLabel('Card number').fill(number);
  await frame.getByLabel('Expiration date').fill('12 / 34');
  await frame.getByLabel('Security code').fill('123');
  const zip = frame.getByLabel('ZIP code');
  if (await zip.isVisible()) await zip.fill('12345');
}

interface Outcome {
  value?: never;
  name?: string;
  message?: string;
}

/** What a call in the page threw, rejected with or answered; IntegrationErrors by their text. */
export function outcome<A>(page: Page, run: (argument: A) => unknown, argument?: A) {
  return page.evaluate<Outcome>(`(async () => {
    try {
      const value = await (${run.toString()})(${JSON.stringify(argument ?? null)});
      return {value: JSON.parse(JSON.stringify(value ?? null))};
    } catch ({name, message}) {
      return {name, message};
    }
  })()`);
}
