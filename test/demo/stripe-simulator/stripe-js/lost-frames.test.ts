import assert from 'node:assert/strict';
import test from 'node:test';
import type {Page, Route} from 'playwright-core';
import {fillCard, mountPayment, outcome, paymentFrame, useShop} from './shop.ts';

const shop = useShop();

/** Calls confirmPayment without waiting for it; `outcomeOf` then tells how it ended. */
const begin = (page: Page) =>
  page.evaluate(() => {
    const confirming = window.stripe.confirmPayment({
      elements: window.elements,
      redirect: 'if_required',
      confirmParams: {return_url: 'https://shop.test/return'},
    });
    confirming.catch(() => {});
    Object.assign(window, {confirming});
  });
const outcomeOf = (page: Page) =>
  outcome(page, () => (window as unknown as {confirming: Promise<unknown>}).confirming);

const lost = /^We could not retrieve data from the specified Element/;

test('a confirmation whose element is unmounted before its frame has loaded is refused', async () => {
  const page = await shop.open();
  const intent = await shop.intent();
  const held = new Promise<void>((resolve) => {
    // The frame's page never comes.
    void page.route('**/elements-inner-payment.html', () => resolve());
  });
  await page.evaluate((clientSecret) => {
    window.elements = window.stripe.elements({clientSecret});
    window.payment = window.elements.create('payment');
    window.payment.mount('#payment');
  }, intent.client_secret ?? '');
  await held;
  await begin(page);
  await page.evaluate(() => window.payment.unmount());
  const {name, message} = await outcomeOf(page);
  assert.equal(name, 'IntegrationError');
  assert.match(message ?? '', lost);
});

test('a confirmation under way whose frame is moved, and so reloads, is refused', async () => {
  const page = await shop.open();
  const intent = await shop.intent({
    allowed_payment_method_types: ['card'],
    automatic_payment_methods: undefined,
  } as object);
  await mountPayment(page, {clientSecret: intent.client_secret});
  await fillCard(page);
  const sent = new Promise<void>((resolve) => {
    void page.route('**/confirm', () => resolve());
  });
  await begin(page);
  await sent;
  await page.evaluate(() => {
    const place = document.body.appendChild(document.createElement('main'));
    place.append(document.querySelector('#payment') as Element);
  });
  const {name, message} = await outcomeOf(page);
  assert.equal(name, 'IntegrationError');
  assert.match(message ?? '', lost);
});

test('an answer that was overtaken by a later one changes nothing', async () => {
  const page = await shop.open();
  await mountPayment(page, {mode: 'payment', amount: 2000, currency: 'usd'});
  const late: Route[] = [];
  await page.route('**/v1/elements/sessions?*', (route) => {
    const isFirst = new URL(route.request().url()).searchParams.get('deferred_intent[currency]');
    if (isFirst === 'eur') late.push(route);
    else void route.continue();
  });
  await page.evaluate(async () => {
    const first = window.elements.update({currency: 'eur'});
    const second = window.elements.update({currency: 'mxn'});
    Object.assign(window, {first});
    await second;
  });
  const method = (name: string) => paymentFrame(page).getByRole('button', {name});
  await method('OXXO').waitFor();
  assert.equal(late.length, 1);
  await late[0]?.continue();
  await page.evaluate(() => (window as unknown as {first: Promise<unknown>}).first);
  assert.equal(await method('OXXO').isVisible(), true);
  assert.equal(await method('iDEAL').count(), 0);
});
