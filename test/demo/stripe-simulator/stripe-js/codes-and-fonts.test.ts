import assert from 'node:assert/strict';
import test from 'node:test';
import type {Page} from 'playwright-core';
import {mountPayment, outcome, paymentFrame, useShop} from './shop.ts';

const shop = useShop();

/** Confirms with a method that shows a code, and hands the open page and the answer to come. */
async function showCode() {
  const intent = await shop.stripe.paymentIntents.create({
    amount: 20_000,
    currency: 'thb',
    allowed_payment_method_types: ['promptpay'],
  });
  const page = await shop.open();
  await mountPayment(page, {clientSecret: intent.client_secret});
  await paymentFrame(page).getByLabel('Email').fill('jenny@example.com');
  const confirmed = confirm(page);
  const code = page.frameLocator('iframe[title="Secure payment instructions frame"]');
  return {intent, page, confirmed, code};
}

const confirm = (page: Page) =>
  outcome(page, () =>
    window.stripe.confirmPayment({
      elements: window.elements,
      redirect: 'if_required',
      confirmParams: {return_url: 'https://shop.test/return'},
    }),
  );

test('a code is shown over the page until the buyer has approved it on the phone', async () => {
  const {intent, page, confirmed, code} = await showCode();
  await code.getByRole('button', {name: 'Authorize test payment'}).click();
  const {value} = await confirmed;
  const {paymentIntent} = value as unknown as {paymentIntent: {id: string; status: string}};
  assert.deepEqual([paymentIntent.id, paymentIntent.status], [intent.id, 'succeeded']);
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('a code that is put away ends the try with an error', async () => {
  const {page, confirmed, code} = await showCode();
  await code.getByRole('button', {name: 'Fail test payment'}).waitFor();
  await page.getByRole('button', {name: 'Close'}).click();
  const {value} = await confirmed;
  const {error} = value as unknown as {error: {code: string}};
  assert.equal(error.code, 'payment_intent_payment_attempt_failed');
});

test('the fonts of the page reach the form, by stylesheet and by source', async () => {
  const page = await shop.open();
  const css = 'https://shop.test/fonts.css';
  const font = 'https://shop.test/tea.woff2';
  const asked: string[] = [];
  await page.route('https://shop.test/**', async (route) => {
    asked.push(route.request().url());
    const body = '@font-face {font-family: Linked; src: url(/linked.woff2)}';
    await route.fulfill({body, contentType: 'text/css'});
  });
  const intent = await shop.intent();
  const loaded = page.waitForRequest(font);
  await mountPayment(page, {
    clientSecret: intent.client_secret,
    appearance: {variables: {fontFamily: 'Tea, serif'}},
    fonts: [{cssSrc: css}, {family: 'Tea', src: `url(${font})`, weight: '500'}],
  });
  await loaded;
  assert.deepEqual(asked.toSorted(), [css, font]);
  const families = await paymentFrame(page)
    .locator('body')
    .evaluate((body) => ({
      known: [...document.fonts].map(({family, weight}) => `${family} ${weight}`),
      used: getComputedStyle(body).fontFamily,
    }));
  assert.ok(families.known.includes('Tea 500'), families.known.join(', '));
  assert.match(families.used, /^Tea/);
});
