import assert from 'node:assert/strict';
import test from 'node:test';
import type {
  StripeExpressCheckoutElement,
  StripeExpressCheckoutElementClickEvent,
  StripeExpressCheckoutElementConfirmEvent,
  StripeExpressCheckoutElementOptions,
} from '@stripe/stripe-js';
import type {Page} from 'playwright-core';
import {outcome, useShop} from './shop.ts';

declare global {
  interface Window {
    express: StripeExpressCheckoutElement;
    click: Promise<StripeExpressCheckoutElementClickEvent>;
    confirming: Promise<StripeExpressCheckoutElementConfirmEvent>;
  }
}

const shop = useShop();

async function openExpress(options: StripeExpressCheckoutElementOptions = {}): Promise<Page> {
  const page = await shop.open();
  await page.evaluate((given) => {
    window.events = [];
    window.elements = window.stripe.elements({mode: 'payment', amount: 2000, currency: 'usd'});
    window.express = window.elements.create('expressCheckout', given);
    window.confirming = new Promise((resolve) => window.express.on('confirm', resolve));
    window.express.on('cancel', (event) => window.events.push({type: 'cancel', event: {...event}}));
    const ready = new Promise<void>((resolve) => {
      window.express.on('ready', ({availablePaymentMethods}) => {
        window.events.push({type: 'ready', event: {availablePaymentMethods}});
        resolve();
      });
    });
    window.express.mount('#payment');
    return ready;
  }, options);
  return page;
}

const buttons = (page: Page) => page.frameLocator('iframe[title="Secure express checkout frame"]');
const sheet = (page: Page) => page.frameLocator('iframe[title="Secure wallet payment frame"]');

test('a wallet pays within its confirm event, with the buyer’s own details', async () => {
  const page = await openExpress({emailRequired: true});
  await buttons(page).getByRole('button', {name: 'Google Pay'}).click();
  await sheet(page).getByRole('button', {name: 'Pay $20.00'}).click();
  const confirm = await page.evaluate(async () => {
    const {expressPaymentType, billingDetails} = await window.confirming;
    return {expressPaymentType, billingDetails};
  });
  assert.equal(confirm.expressPaymentType, 'google_pay');
  assert.equal(confirm.billingDetails?.email, 'jenny.rosen@example.com');
  assert.deepEqual((await outcome(page, () => window.elements.submit())).value, {
    selectedPaymentMethod: 'google_pay',
  });
  const intent = await shop.intent();
  const {value} = await outcome(
    page,
    (clientSecret: string) =>
      window.stripe.confirmPayment({
        elements: window.elements,
        clientSecret,
        redirect: 'if_required',
        confirmParams: {return_url: 'https://shop.test/return'},
      }),
    intent.client_secret ?? '',
  );
  assert.equal(
    (value as unknown as {paymentIntent: {status: string}}).paymentIntent.status,
    'succeeded',
  );
  const paid = await shop.stripe.paymentIntents.retrieve(intent.id, {expand: ['payment_method']});
  const method = paid.payment_method;
  assert.equal(method && typeof method === 'object' && method.billing_details.name, 'Jenny Rosen');
});

test('confirmPayment outside the confirm event is refused', async () => {
  const page = await openExpress();
  await outcome(page, () => window.elements.submit());
  const {message} = await outcome(page, () =>
    window.stripe.confirmPayment({
      elements: window.elements,
      clientSecret: 'pi_1_secret_2',
      redirect: 'if_required',
    }),
  );
  assert.match(
    message ?? '',
    /^Element confirming payment is "expressCheckout", but stripe\.confirmPayment\(\) was not called within the "confirm" event\./,
  );
});

test('the sheet opens only when click is resolved within a second', async () => {
  const page = await openExpress();
  await page.evaluate(() => {
    window.click = new Promise((resolve) => window.express.on('click', resolve));
  });
  const complaint = page.waitForEvent('console', (message) =>
    /within 1 second/.test(message.text()),
  );
  await buttons(page).getByRole('button', {name: 'Link'}).click();
  await complaint;
  await page.evaluate(async () => (await window.click).resolve());
  assert.equal(await page.locator('iframe[title="Secure wallet payment frame"]').count(), 0);
});

test('line items above the amount, or an address without rates, are refused at resolve', async () => {
  const page = await openExpress();
  await page.evaluate(() => {
    window.click = new Promise((resolve) => window.express.once('click', resolve));
  });
  await buttons(page).getByRole('button', {name: 'Google Pay'}).click();
  const dear = await outcome(page, async () =>
    (await window.click).resolve({lineItems: [{name: 'Tee', amount: 2001}]}),
  );
  assert.match(
    dear.message ?? '',
    /^The amount 2000 is less than the total amount of the line items/,
  );
  const bare = await outcome(page, async () =>
    (await window.click).resolve({shippingAddressRequired: true}),
  );
  assert.match(bare.message ?? '', /is true, you must specify `shippingRates`$/);
});

test('another address reaches the page, which may refuse it; cancelling says so', async () => {
  const page = await openExpress();
  await page.evaluate(() => {
    window.express.on('click', (event) =>
      event.resolve({
        shippingAddressRequired: true,
        shippingRates: [{id: 'post', amount: 0, displayName: 'Post'}],
        lineItems: [{name: 'Tee', amount: 2000}],
      }),
    );
    window.express.on('shippingaddresschange', (event) => {
      window.events.push({type: 'address', event: {country: event.address.country}});
      event.reject();
    });
  });
  await buttons(page).getByRole('button', {name: 'Google Pay'}).click();
  await sheet(page).getByLabel('Ship to').selectOption({label: 'Am Platz 1, Berlin, DE'});
  await sheet(page).getByText('The shop cannot ship there.').waitFor();
  assert.equal(await sheet(page).getByRole('button', {name: /^Pay/}).isDisabled(), true);
  await sheet(page).getByRole('button', {name: 'Cancel'}).click();
  await page.waitForFunction(() => window.events.some(({type}) => type === 'cancel'));
  assert.ok(await page.evaluate(() => window.events.some(({event}) => event['country'] === 'DE')));
});

test('the address of the wallet is where the payment is sent', async () => {
  const page = await openExpress({
    shippingAddressRequired: true,
    shippingRates: [{id: 'post', amount: 0, displayName: 'Post'}],
  });
  await buttons(page).getByRole('button', {name: 'Google Pay'}).click();
  await sheet(page).getByRole('button', {name: 'Pay $20.00'}).click();
  await page.evaluate(async () => void (await window.confirming));
  await outcome(page, () => window.elements.submit());
  const {id, client_secret} = await shop.intent();
  await outcome(
    page,
    (clientSecret: string) =>
      window.stripe.confirmPayment({
        elements: window.elements,
        clientSecret,
        redirect: 'if_required',
        confirmParams: {return_url: 'https://shop.test/return'},
      }),
    client_secret ?? '',
  );
  const {status, shipping} = await shop.stripe.paymentIntents.retrieve(id);
  assert.deepEqual(
    [status, shipping?.name, shipping?.address?.line1],
    ['succeeded', 'Jenny Rosen', '27 Fredrick Ave'],
  );
});

test('the wallets offered follow the options', async () => {
  const page = await openExpress({
    paymentMethods: {applePay: 'always', googlePay: 'never'},
    buttonHeight: 55,
  });
  const ready = await page.evaluate(() => window.events[0]?.event['availablePaymentMethods']);
  assert.deepEqual(ready, {
    applePay: true,
    googlePay: false,
    link: true,
    paypal: false,
    amazonPay: false,
    klarna: false,
  });
  const button = buttons(page).getByRole('button', {name: 'Apple Pay'});
  assert.equal(await button.evaluate((node) => node.getBoundingClientRect().height), 55);
});
