import assert from 'node:assert/strict';
import test from 'node:test';
import type Axe from 'axe-core';
import type {Page} from 'playwright-core';
import type {Stripe} from 'stripe';
import {axeSource} from '../../../support/axe.ts';
import {useShop} from './shop.ts';

const shop = useShop();

/** Every page that the simulator itself shows to a buyer or a developer, and the way to it. */
const pages: Record<string, (page: Page) => Promise<unknown>> = {
  'the bank': async (page) => page.goto((await bankPage()).url),
  'the bank, answered': async (page) => {
    const {url} = await bankPage();
    const body = new URLSearchParams({outcome: 'approve'});
    await fetch(url, {method: 'POST', body, redirect: 'manual'});
    await page.goto(url);
  },
  '3D Secure': async (page) => {
    const {next_action} = await confirmed({payment_method: 'pm_card_threeDSecure2Required'});
    await page.goto(next_action?.redirect_to_url?.url ?? '');
  },
  'a code to scan': async (page) => {
    const {next_action} = await confirmed({
      payment_method_data: {type: 'wechat_pay'},
    });
    await page.goto(next_action?.wechat_pay_display_qr_code?.hosted_instructions_url ?? '');
  },
  'a voucher': async (page) => {
    const billing_details = {name: 'Jenny Rosen', email: 'jenny@example.com'};
    const {next_action} = await confirmed({
      currency: 'mxn',
      payment_method_data: {type: 'oxxo', billing_details},
    });
    await page.goto(next_action?.oxxo_display_details?.hosted_voucher_url ?? '');
  },
  'a receipt': async (page) => {
    const {latest_charge} = await confirmed({
      payment_method: 'pm_card_visa',
      expand: ['latest_charge'],
    });
    await page.goto((latest_charge as Stripe.Charge).receipt_url ?? '');
  },
  'microdeposits, with a wrong code': async (page) => {
    const {next_action} = await confirmed({
      payment_method_data: {
        type: 'us_bank_account',
        us_bank_account: {account_number: '000123456789', routing_number: '110000000'},
        billing_details: {name: 'Jenny Rosen'},
      },
      payment_method_options: {us_bank_account: {verification_method: 'microdeposits'}},
    });
    await page.goto(next_action?.verify_with_microdeposits?.hosted_verification_url ?? '');
    await page.getByLabel(/Code of the deposit/).fill('SM99ZZ');
    await page.getByRole('button', {name: 'Verify'}).click();
    await page.getByRole('heading', {name: 'Not verified'}).waitFor();
  },
  'a page that does not exist': (page) => page.goto(`${shop.origin}/_simulator/authorize/none`),
  'Checkout, asking for everything': async (page) => {
    await page.goto((await session()).url ?? '');
  },
  'Checkout, with a declined card': async (page) => {
    await page.goto((await session()).url ?? '');
    await page.getByLabel('Email').fill('jenny@example.com');
    await page.getByLabel('Phone').fill('+15555550123');
    const shipping = page.getByRole('group', {name: 'Shipping address'});
    await shipping.getByLabel('Full name').fill('Jenny Rosen');
    await shipping.getByLabel('Address').fill('1 Main Street');
    await shipping.getByLabel('Country code').fill('us');
    await page.getByLabel('Card number').fill('4000000000000002');
    await page.getByLabel('Expiration').fill('12/34');
    await page.getByLabel('CVC').fill('123');
    await page.getByLabel('Billing address').fill('1 Main Street');
    await page.getByLabel('City').last().fill('Brothers');
    await page.getByRole('button', {name: 'Pay'}).click();
    await page.getByRole('alert').waitFor();
  },
  'Checkout, expired': async (page) => {
    const {id, url} = await session();
    await shop.stripe.checkout.sessions.expire(id);
    await page.goto(url ?? '');
  },
  'the panel': (page) => page.goto(`${shop.origin}/_simulator/`),
};

for (const [name, visit] of Object.entries(pages)) {
  test(`axe finds nothing on ${name}, light or dark, narrow or wide, and nothing overflows`, async () => {
    const page = await shop.open();
    await visit(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [360, 1280]) {
        await page.emulateMedia({colorScheme});
        await page.setViewportSize({width, height: 900});
        assert.deepEqual(await violations(page), [], `${colorScheme}, ${width} px`);
        const isWider = await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        );
        assert.equal(isWider, false, `${width} px`);
      }
    }
    await page.close();
  });
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const {axe} = globalThis as unknown as {axe: typeof Axe};
    const found = await axe.run(document);
    return found.violations.flatMap(({id, nodes}) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
    );
  });
}

const confirmed = (params: Partial<Stripe.PaymentIntentCreateParams>) =>
  shop.stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    return_url: 'https://shop.test/return',
    ...params,
  });

async function bankPage() {
  const {next_action} = await confirmed({currency: 'eur', payment_method_data: {type: 'ideal'}});
  return {url: next_action?.redirect_to_url?.url ?? ''};
}

const session = () =>
  shop.stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [
      {
        price_data: {
          currency: 'usd',
          unit_amount: 990,
          product_data: {name: 'Green tea of the first harvest, in a tin'},
        },
        quantity: 2,
      },
    ],
    success_url: 'https://shop.test/thanks',
    cancel_url: 'https://shop.test/cart',
    phone_number_collection: {enabled: true},
    billing_address_collection: 'required',
    shipping_address_collection: {allowed_countries: ['US', 'DE']},
  });
