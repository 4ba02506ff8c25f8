import type {FrameLocator, Page} from 'playwright-core';
import type {Order, OrderPlaced} from '../../api/contract.ts';
import type {OutcomeKind} from '../../widget/flow.ts';
import {cards} from './shopper.ts';

export const widths = [360, 1280] as const;
export const looks = ['light', 'dark', 'rtl'] as const;
export type Width = (typeof widths)[number];
export type Look = (typeof looks)[number];

/** Every state worth a picture, and the way there; by names and not by words, for any language. */
export const states = {
  checkout: async (page: Page, address: string) => {
    await visit(page, address);
    await fillIn(page, cards.good);
  },
  empty: visit,
  errors: async (page: Page, address: string) => {
    await visit(page, address);
    await element(page).locator('#email').fill('ada@example');
    await element(page).locator('.submit').click();
    await element(page).locator('[part~="error-summary"]').waitFor();
  },
  declined: async (page: Page, address: string) => {
    await visit(page, address);
    await fillIn(page, cards.declined);
    await element(page).locator('.submit').click();
    await element(page).locator('[role=alert]').waitFor();
  },
  paid: async (page: Page, address: string) => {
    await visit(page, address);
    await fillIn(page, cards.good);
    await element(page).locator('.submit').click();
    await element(page).locator('[part~="status-paid"]').waitFor();
  },
  authorized: (page: Page, address: string) => ended(page, address, {status: 'authorized'}),
  processing: (page: Page, address: string) => ended(page, address, {status: 'processing'}),
  failed: (page: Page, address: string) =>
    returned(page, address, 'requires_payment_method', 'failed', {
      status: 'payment_failed',
      lastPaymentError: {code: 'card_declined', declineCode: 'insufficient_funds'},
    }),
  canceled: (page: Page, address: string) => returned(page, address, 'canceled', 'canceled'),
  expired: async (page: Page, address: string) => {
    await visit(page, address);
    await fillIn(page, cards.good);
    // Found only when the buyer pays; an order that had expired before would be placed anew.
    await page.route('**/payment', (route) => route.fulfill(refusal(409, 'order_expired')));
    await tell(page, {status: 'expired', payable: false});
    await element(page).locator('.submit').click();
    await element(page).locator('[part~="status-expired"]').waitFor();
  },
  action: (page: Page, address: string) => returned(page, address, 'requires_action', 'action'),
  confirming: (page: Page, address: string) => returned(page, address, 'succeeded', 'confirming'),
  unknown: (page: Page, address: string) => returned(page, address, 'something_new', 'unknown'),
  loading: async (page: Page, address: string) => {
    await page.route('**/orders', () => {});
    await page.goto(address);
    await element(page).locator('.bone').first().waitFor();
  },
  'load-error': async (page: Page, address: string) => {
    await page.route('**/orders', (route) => route.abort());
    await page.goto(address);
    await element(page).locator('.section-payment .banner, [role=alert]').waitFor();
  },
  unsold: async (page: Page, address: string) => {
    await page.route('**/orders', (route) => route.fulfill(refusal(422, 'unknown_sku')));
    await page.goto(address);
    await element(page).locator('[role=alert]').waitFor();
  },
  'everything-asked': async (page: Page, address: string) => {
    await page.addInitScript(() =>
      addEventListener('DOMContentLoaded', () => {
        const checkout = document.querySelector('one-page-checkout');
        for (const [name, value] of Object.entries({
          quantities: 'adjustable',
          phone: 'optional',
          company: 'optional',
          shipping: 'required',
        }))
          checkout?.setAttribute(name, value);
      }),
    );
    await visit(page, address);
    await element(page).locator('#ship-to-billing').uncheck();
    await element(page).locator('.stepper').first().waitFor();
  },
  unpaid: (page: Page, address: string) =>
    returned(page, address, 'requires_payment_method', 'unpaid'),
  refunded: (page: Page, address: string) =>
    ended(page, address, ({amount}) => ({status: 'refunded', amountRefunded: amount})),
  unfulfillable: (page: Page, address: string) =>
    ended(page, address, {status: 'paid_unfulfillable'}),
  'not-found': async (page: Page, address: string) => {
    const {origin, search} = new URL(address);
    await page.goto(
      `${origin}/return${search || '?'}&payment_intent=pi_none&payment_intent_client_secret=pi_none_secret_none`,
    );
    await element(page).locator('[part~="status-not_found"]').waitFor();
  },
};

export type State = keyof typeof states;

const element = (page: Page) => page.locator('one-page-checkout');

const fields = (page: Page): FrameLocator =>
  page.frameLocator('one-page-checkout iframe, div[slot^="opc-payment"] iframe').first();

async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await fields(page).locator('[name="number"]').waitFor();
  await element(page).locator('.payment.ready').waitFor();
  await element(page).locator('.bone').first().waitFor({state: 'detached'});
}

async function fillIn(page: Page, card: string): Promise<void> {
  const checkout = element(page);
  await checkout.locator('#email').fill('ada@example.com');
  await checkout.locator('#name').fill('Ada Lovelace');
  await checkout.locator('#country').selectOption('US');
  await checkout.locator('#line1').fill('12 Analytical Way');
  await checkout.locator('#city').fill('San Francisco');
  await checkout.locator('select#state').selectOption('CA');
  await checkout.locator('#postalCode').fill('94107');
  await fields(page).locator('[name="number"]').fill(card);
  await fields(page).locator('[name="expiry"]').fill('12 / 34');
  await fields(page).locator('[name="cvc"]').fill('123');
}

type End = Partial<Order> | ((order: Order) => Partial<Order>);

const endOf = (end: End, order: Order) => (typeof end === 'function' ? end(order) : end);

/** The same page once more, with its order told to have come to this. */
async function ended(page: Page, address: string, end: End): Promise<void> {
  await visit(page, address);
  await tell(page, (order) => ({payable: false, ...endOf(end, order)}));
  await page.reload();
  await element(page).locator('[part~="status"]').waitFor();
}

/** From now on the shop says this of the order. */
async function tell(page: Page, end: End): Promise<void> {
  await page.route('**/orders/*', async (route) => {
    const answer = await route.fetch();
    const found = (await answer.json()) as {order: Order};
    await route.fulfill({
      response: answer,
      json: {...found, order: {...found.order, ...endOf(end, found.order)}},
    });
  });
}

/** Back from the bank, with Stripe telling this status of the payment, which is then this kind of end. */
async function returned(
  page: Page,
  address: string,
  status: string,
  kind: OutcomeKind,
  end: End = {},
): Promise<void> {
  const placing = page.waitForResponse((answer) => answer.url().endsWith('/orders'));
  await visit(page, address);
  const {clientSecret} = (await (await placing).json()) as OrderPlaced;
  await page.addInitScript(hearing(status));
  await tell(page, end);
  const back = new URL(address);
  back.searchParams.set('payment_intent', String(clientSecret).split('_secret_')[0] ?? '');
  back.searchParams.set('payment_intent_client_secret', String(clientSecret));
  await page.goto(back.href);
  // With its order, which may be told of later than the payment.
  await element(page).locator(`[part~="status-${kind}"] [part~="status-order"]`).waitFor();
}

/**
 * In the page: whatever Stripe.js hears of a payment, it tells this status. Not by a route: the first
 * requests of a new frame may pass it by.
 */
const hearing = (status: string) => `{
  let stripeJs;
  const telling = (stripe) =>
    Object.assign(Object.create(stripe), {
      async retrievePaymentIntent(secret) {
        const {paymentIntent} = await stripe.retrievePaymentIntent(secret);
        return {paymentIntent: {...paymentIntent, status: '${status}'}};
      },
    });
  Object.defineProperty(window, 'Stripe', {
    get: () => stripeJs,
    set: (real) => {
      stripeJs = Object.assign((...settings) => telling(real(...settings)), real);
    },
  });
}`;

const refusal = (status: number, code: string) => ({
  status,
  contentType: 'application/problem+json',
  json: {type: 'about:blank', title: code, status, code},
});
