import assert from 'node:assert/strict';
import test from 'node:test';
import type {Page} from 'playwright-core';
import {mountPayment, outcome, paymentFrame, useShop} from './shop.ts';

const shop = useShop();
const deferred = {mode: 'payment', amount: 2000, currency: 'usd', loader: 'never'};
const auto = {wallets: {}, layout: {type: 'accordion', defaultCollapsed: false}};

const sheet = (page: Page) => page.frameLocator('iframe[title="Secure wallet payment frame"]');
const submit = (page: Page) => outcome(page, () => window.elements.submit());
const confirm = (page: Page, clientSecret: string | null) =>
  outcome(
    page,
    (secret: string) =>
      window.stripe.confirmPayment({
        elements: window.elements,
        clientSecret: secret,
        redirect: 'if_required',
        confirmParams: {return_url: 'https://shop.test/return'},
      }),
    clientSecret ?? '',
  );

async function openForm(options: object, given: {hasApplePay?: boolean} = {}): Promise<Page> {
  const page = await shop.open(given);
  await mountPayment(page, options, auto);
  return page;
}

const rows = (page: Page) =>
  paymentFrame(page)
    .locator('.AccordionButton')
    .evaluateAll((buttons) => buttons.map((button) => (button as HTMLElement).dataset['value']));

const lastChange = (page: Page) =>
  page.evaluate(() => window.events.findLast(({type}) => type === 'change')?.event);

test('the wallets of the device stand after the card, in the order of the page, unless it says never', async () => {
  const options = {...deferred, allowedPaymentMethodTypes: ['card', 'us_bank_account']};
  const page = await openForm(options, {hasApplePay: true});
  assert.deepEqual(await rows(page), ['card', 'apple_pay', 'google_pay', 'us_bank_account']);
  await page.evaluate(() =>
    window.payment.update({paymentMethodOrder: ['google_pay', 'us_bank_account']}),
  );
  await paymentFrame(page).locator('.AccordionItem:first-child [data-value=google_pay]').waitFor();
  assert.deepEqual(await rows(page), ['google_pay', 'us_bank_account', 'card', 'apple_pay']);

  const without = await openForm(options);
  assert.deepEqual(await rows(without), ['card', 'google_pay', 'us_bank_account']);
  assert.equal(await paymentFrame(without).getByTestId('link-button').count(), 1);
  const never = await shop.open({hasApplePay: true});
  const wallets = {applePay: 'never', googlePay: 'never', link: 'never'};
  await mountPayment(never, options, {...auto, wallets});
  assert.deepEqual(await rows(never), ['card', 'us_bank_account']);
  assert.equal(await paymentFrame(never).getByTestId('link-button').count(), 0);
});

test('submit() opens the sheet of the chosen wallet, and its data pays', async () => {
  const page = await openForm(deferred);
  await paymentFrame(page).getByRole('button', {name: 'Google Pay'}).click();
  await paymentFrame(page).getByText('Another step will appear').waitFor();
  const submitted = submit(page);
  await sheet(page).getByRole('button', {name: 'Pay $20.00'}).click();
  assert.deepEqual((await submitted).value, {selectedPaymentMethod: 'google_pay'});
  const intent = await shop.intent();
  await confirm(page, intent.client_secret);
  const paid = await shop.stripe.paymentIntents.retrieve(intent.id, {expand: ['payment_method']});
  const method = paid.payment_method as unknown as {
    card: {last4: string};
    billing_details: {name: string; address: {line1: string}};
  };
  assert.equal(paid.status, 'succeeded');
  assert.equal(method.card.last4, '4242');
  assert.equal(method.billing_details.name, 'Jenny Rosen');
  assert.equal(method.billing_details.address.line1, '27 Fredrick Ave');
});

test('confirmPayment() opens the sheet where nothing was submitted before', async () => {
  const intent = await shop.intent();
  const page = await openForm({clientSecret: intent.client_secret});
  await paymentFrame(page).getByRole('button', {name: 'Google Pay'}).click();
  const confirmed = confirm(page, intent.client_secret);
  await sheet(page).getByRole('button', {name: 'Pay $20.00'}).click();
  assert.ok((await confirmed).value);
  assert.equal((await shop.stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
});

test('a sheet that the buyer closes is an error of submit(), and they may try again', async () => {
  const page = await openForm(deferred);
  await paymentFrame(page).getByRole('button', {name: 'Google Pay'}).click();
  const submitted = submit(page);
  await sheet(page).getByRole('button', {name: 'Cancel'}).click();
  const {error} = (await submitted).value as unknown as {error: {message: string}};
  assert.equal(error.message, 'Google Pay was canceled.');
  const again = submit(page);
  await sheet(page).getByRole('button', {name: 'Pay $20.00'}).click();
  assert.deepEqual((await again).value, {selectedPaymentMethod: 'google_pay'});
});

test('without a click of the buyer the sheet stays closed, in Stripe’s words', async () => {
  const page = await openForm(deferred);
  await paymentFrame(page).getByRole('button', {name: 'Google Pay'}).click();
  await page.evaluate(() =>
    Object.defineProperty(navigator, 'userActivation', {value: {isActive: false}}),
  );
  const complaint = page.waitForEvent('console', (message) =>
    /call `elements\.submit\(\)` at the top of your submission handler/.test(message.text()),
  );
  const {value} = await submit(page);
  await complaint;
  assert.match(
    (value as unknown as {error: {message: string}}).error.message,
    /^Something went wrong\. Unable to show Google Pay\./,
  );
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('Link fills the card form in from its own sheet, until the buyer takes another card', async () => {
  const intent = await shop.intent();
  const page = await openForm({clientSecret: intent.client_secret});
  await paymentFrame(page).getByTestId('link-button').click();
  await sheet(page).getByRole('button', {name: 'Pay $20.00'}).click();
  const frame = paymentFrame(page);
  await frame.getByText('Link · Visa •••• 4242').waitFor();
  assert.equal(await frame.getByLabel('Card number').count(), 0);
  const change = await lastChange(page);
  assert.deepEqual([change?.['complete'], change?.['empty']], [true, false]);
  assert.deepEqual(change?.['value'], {type: 'link'});
  await frame.getByRole('button', {name: 'Pay another way'}).click();
  await frame.getByLabel('Card number').waitFor();
  await frame.getByTestId('link-button').click();
  await sheet(page).getByRole('button', {name: 'Pay $20.00'}).click();
  await frame.getByText('Link · Visa •••• 4242').waitFor();
  assert.ok((await confirm(page, intent.client_secret)).value);
  assert.equal((await shop.stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
});
