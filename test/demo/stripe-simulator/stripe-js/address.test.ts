import assert from 'node:assert/strict';
import test from 'node:test';
import type {StripeAddressElement, StripeAddressElementOptions} from '@stripe/stripe-js';
import type {Page} from 'playwright-core';
import {fillCard, mountPayment, outcome, useShop} from './shop.ts';

declare global {
  interface Window {
    address: StripeAddressElement;
  }
}

const shop = useShop();
const body = `body=${encodeURIComponent('<div id="payment"></div><div id="address"></div>')}`;

async function openAddress(options: StripeAddressElementOptions) {
  const page = await shop.open({query: body});
  const intent = await shop.intent({
    allowed_payment_method_types: ['card'],
    automatic_payment_methods: undefined,
  } as object);
  await mountPayment(page, {clientSecret: intent.client_secret});
  await page.evaluate((given) => {
    window.events = [];
    window.address = window.elements.create('address', given);
    window.address.on('change', (event) => window.events.push({type: 'change', event: {...event}}));
    const ready = new Promise<void>((resolve) => window.address.on('ready', () => resolve()));
    window.address.mount('#address');
    return ready;
  }, options);
  return {page, intent};
}

const addressFrame = (page: Page) =>
  page.frameLocator('iframe[title="Secure address input frame"]');

async function fillBerlin(page: Page) {
  const frame = addressFrame(page);
  await frame.getByLabel('Full name').fill('Jenny Rosen');
  await frame.getByLabel('Country').selectOption('DE');
  await frame.getByLabel('Address line 1').fill('Am Platz 1');
  await frame.getByLabel('Postal code').fill('10115');
  await frame.getByLabel('City').fill('Berlin');
}

test('the address changes with the country, tells when it is whole, and can be read', async () => {
  const {page} = await openAddress({mode: 'billing', defaultValues: {address: {country: 'US'}}});
  const frame = addressFrame(page);
  assert.equal(await frame.getByLabel('State').evaluate((input) => input.tagName), 'SELECT');
  await fillBerlin(page);
  assert.equal(await frame.getByLabel('State').count(), 0);
  await page.waitForFunction(() => window.events.at(-1)?.event['complete'] === true);
  const {value} = await outcome(page, () => window.address.getValue());
  assert.deepEqual(value, {
    complete: true,
    isNewAddress: true,
    value: {
      name: 'Jenny Rosen',
      address: {
        line1: 'Am Platz 1',
        line2: null,
        city: 'Berlin',
        state: '',
        postal_code: '10115',
        country: 'DE',
      },
    },
  });
});

test('a billing address becomes billing details, a shipping address shipping', async () => {
  for (const mode of ['billing', 'shipping'] as const) {
    const {page, intent} = await openAddress({mode});
    await fillCard(page);
    await fillBerlin(page);
    await outcome(page, () =>
      window.stripe.confirmPayment({
        elements: window.elements,
        redirect: 'if_required',
        confirmParams: {return_url: 'https://shop.test/'},
      }),
    );
    const paid = await shop.stripe.paymentIntents.retrieve(intent.id, {expand: ['payment_method']});
    assert.equal(paid.status, 'succeeded');
    const method = paid.payment_method;
    const billing = method && typeof method === 'object' ? method.billing_details : undefined;
    assert.equal(mode === 'billing' ? billing?.name : paid.shipping?.name, 'Jenny Rosen');
    assert.equal(
      mode === 'billing' ? billing?.address?.line1 : paid.shipping?.address?.line1,
      'Am Platz 1',
    );
  }
});

test('submit finds what is missing in the address too', async () => {
  const {page} = await openAddress({mode: 'shipping', fields: {phone: 'always'}, blockPoBox: true});
  await fillCard(page);
  const {value} = await outcome(page, () => window.elements.submit());
  assert.equal((value as unknown as {error: {code: string}}).error.code, 'incomplete_name');
  await fillBerlin(page);
  await addressFrame(page).getByLabel('Address line 1').fill('P.O. Box 12');
  const boxed = await outcome(page, () => window.elements.submit());
  assert.equal((boxed.value as unknown as {error: {code: string}}).error.code, 'poBox');
});

test('saved contacts stand ready, and a new address remains possible', async () => {
  const {page} = await openAddress({
    mode: 'shipping',
    contacts: [
      {
        name: 'Ada',
        address: {line1: '1 Row', city: 'London', state: '', postal_code: 'N1 9GU', country: 'GB'},
      },
    ],
  });
  const first = await outcome(page, () => window.address.getValue());
  assert.equal((first.value as unknown as {isNewAddress: boolean}).isNewAddress, false);
  await addressFrame(page).getByRole('button', {name: 'Use another address'}).click();
  await addressFrame(page).getByLabel('Full name').fill('Grace');
  const second = await outcome(page, () => window.address.getValue());
  assert.equal((second.value as unknown as {isNewAddress: boolean}).isNewAddress, true);
});

test('one address element of each mode; a mode is needed', async () => {
  const {page} = await openAddress({mode: 'shipping', allowedCountries: ['FR', 'DE']});
  const options = await addressFrame(page).getByLabel('Country').locator('option').allInnerTexts();
  assert.deepEqual(options, ['France', 'Germany']);
  const again = await outcome(
    page,
    () => void window.elements.create('address', {mode: 'shipping'}),
  );
  assert.match(again.message ?? '', /Can only create one Element of type address/);
  assert.equal(
    (await outcome(page, () => void window.elements.create('address', {mode: 'billing'}))).name,
    undefined,
  );
  const none = await outcome(page, () => void window.elements.create('address', {} as never));
  assert.match(none.message ?? '', /^Missing value for create\(\): mode/);
});

test('the e-mail of the Link Authentication Element goes into the billing details', async () => {
  const {page, intent} = await openAddress({mode: 'shipping'});
  await page.evaluate(() => {
    const email = window.elements.create('linkAuthentication', {
      defaultValues: {email: 'jenny@example.com'},
    });
    const ready = new Promise<void>((resolve) => email.on('ready', () => resolve()));
    email.mount(document.body.appendChild(document.createElement('div')));
    return ready;
  });
  await fillCard(page);
  await fillBerlin(page);
  await outcome(page, () =>
    window.stripe.confirmPayment({
      elements: window.elements,
      redirect: 'if_required',
      confirmParams: {return_url: 'https://shop.test/'},
    }),
  );
  const paid = await shop.stripe.paymentIntents.retrieve(intent.id, {expand: ['payment_method']});
  const method = paid.payment_method;
  assert.equal(
    method && typeof method === 'object' && method.billing_details.email,
    'jenny@example.com',
  );
});
