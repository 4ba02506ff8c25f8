import type {FrameLocator, Page} from 'playwright-core';
import type {Order} from '../../api/contract.ts';
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
    ended(page, address, {
      status: 'payment_failed',
      lastPaymentError: {code: 'card_declined', declineCode: 'insufficient_funds'},
    }),
  unpaid: (page: Page, address: string) => ended(page, address, {status: 'pending'}),
  refunded: (page: Page, address: string) =>
    ended(page, address, {status: 'refunded', amountRefunded: 8800}),
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

/** The same page once more, with its order told to have come to this. */
async function ended(page: Page, address: string, end: Partial<Order>): Promise<void> {
  await visit(page, address);
  await page.route('**/orders/*', async (route) => {
    const answer = await route.fetch();
    const found = (await answer.json()) as {order: Order};
    await route.fulfill({
      response: answer,
      json: {...found, order: {...found.order, payable: false, ...end}},
    });
  });
  await page.reload();
  await element(page).locator('[part~="status"]').waitFor();
}
