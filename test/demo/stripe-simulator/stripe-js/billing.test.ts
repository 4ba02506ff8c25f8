import assert from 'node:assert/strict';
import test from 'node:test';
import {fillCard, mountPayment, outcome, paymentFrame, useShop} from './shop.ts';

const shop = useShop();

const everything = {
  name: 'Jenny Rosen',
  email: 'jenny@example.com',
  phone: '',
  address: {
    country: 'DE',
    postal_code: '10115',
    state: '',
    city: 'Berlin',
    line1: 'Am Platz 1',
    line2: '',
  },
};

async function openCard(paymentOptions: object) {
  const page = await shop.open();
  const intent = await shop.intent({
    allowed_payment_method_types: ['card'],
    automatic_payment_methods: undefined,
  } as object);
  await mountPayment(page, {clientSecret: intent.client_secret}, paymentOptions);
  return {page, intent};
}

const confirmWith = (billing: object | undefined) =>
  window.stripe.confirmPayment({
    elements: window.elements,
    redirect: 'if_required',
    confirmParams: {
      return_url: 'https://shop.test/return',
      ...(billing && {payment_method_data: {billing_details: billing}}),
    },
  });

const leaves = [
  'name',
  'email',
  'phone',
  ...['country', 'postal_code', 'state', 'city', 'line1', 'line2'].map((leaf) => `address.${leaf}`),
];

test('"never" for everything: every leaf must be passed, and the first that is not is named', async () => {
  const {page} = await openCard({fields: {billingDetails: 'never'}});
  await fillCard(page);
  for (const leaf of leaves) {
    const incomplete = structuredClone(everything) as Record<string, unknown>;
    const [first = '', second] = leaf.split('.');
    if (second) delete (incomplete[first] as Record<string, unknown>)[second];
    else delete incomplete[first];
    const {name, message} = await outcome(page, confirmWith, incomplete);
    assert.equal(name, 'IntegrationError');
    assert.equal(
      message,
      `You specified "never" for fields.billing_details.${leaf} when creating the payment Element, but did not pass confirmParams.payment_method_data.billing_details.${leaf} when calling stripe.confirmPayment or stripe.confirmSetup. If you opt out of collecting data via the payment Element using the fields option, the data must be passed at confirm-time.`,
    );
  }
});

test('"never" with everything passed pays, empty strings included, and keeps the details', async () => {
  const {page, intent} = await openCard({fields: {billingDetails: 'never'}});
  await fillCard(page);
  assert.equal(await paymentFrame(page).getByLabel('Country').count(), 0);
  const {value} = await outcome(page, confirmWith, everything);
  assert.equal(
    (value as unknown as {paymentIntent: {status: string}}).paymentIntent.status,
    'succeeded',
  );
  const paid = await shop.stripe.paymentIntents.retrieve(intent.id, {expand: ['payment_method']});
  const method = paid.payment_method;
  assert.ok(method && typeof method === 'object');
  assert.equal(method.billing_details.name, 'Jenny Rosen');
  assert.equal(method.billing_details.address?.city, 'Berlin');
});

test('an empty country counts as passed for Stripe.js, but not for the API', async () => {
  const {page} = await openCard({fields: {billingDetails: 'never'}});
  await fillCard(page);
  const nowhere = {...everything, address: {...everything.address, country: ''}};
  const {value} = await outcome(page, confirmWith, nowhere);
  const {error} = value as unknown as {error: {code: string; param: string}};
  assert.deepEqual(
    [error.code, error.param],
    ['parameter_invalid_empty', 'payment_method_data[billing_details][address][country]'],
  );
});

test('a single "never" asks for that leaf alone; what the element collected wins over what is passed', async () => {
  const {page, intent} = await openCard({fields: {billingDetails: {name: 'never'}}});
  await fillCard(page);
  const without = await outcome(page, confirmWith, {email: 'a@example.com'});
  assert.match(without.message ?? '', /fields\.billing_details\.name when/);
  await outcome(page, confirmWith, {name: 'Jenny', address: {postal_code: '99999', country: 'DE'}});
  const paid = await shop.stripe.paymentIntents.retrieve(intent.id, {expand: ['payment_method']});
  const method = paid.payment_method;
  assert.ok(method && typeof method === 'object');
  assert.deepEqual(
    [
      method.billing_details.name,
      method.billing_details.address?.postal_code,
      method.billing_details.address?.country,
    ],
    ['Jenny', '12345', 'US'],
  );
});

test('default values fill the fields; the postal code follows the country', async () => {
  const {page} = await openCard({
    defaultValues: {billingDetails: {address: {country: 'GB', postal_code: 'SW1A 1AA'}}},
  });
  const frame = paymentFrame(page);
  assert.equal(await frame.getByLabel('Country').inputValue(), 'GB');
  assert.equal(await frame.getByLabel('Postal code').inputValue(), 'SW1A 1AA');
  await frame.getByLabel('Country').selectOption('DE');
  assert.equal(await frame.getByLabel('Postal code').count(), 0);
  await frame.getByLabel('Country').selectOption('US');
  assert.equal(await frame.getByLabel('ZIP code').count(), 1);
});

test('fields for one method leave the others alone; readOnly disables all of them', async () => {
  const page = await shop.open();
  const intent = await shop.intent({currency: 'eur'});
  await mountPayment(
    page,
    {clientSecret: intent.client_secret},
    {
      layout: 'tabs',
      fields: {ideal: {billingDetails: {name: 'never'}}},
    },
  );
  const frame = paymentFrame(page);
  await frame.getByRole('tab', {name: 'iDEAL'}).click();
  assert.equal(await frame.getByLabel('Full name').count(), 0);
  await frame.getByRole('tab', {name: 'SEPA Direct Debit'}).click();
  assert.equal(await frame.getByLabel('Full name').count(), 1);
  await page.evaluate(() => window.payment.update({readOnly: true}));
  await frame.locator('input:disabled').first().waitFor();
  assert.equal(await frame.locator('input:enabled').count(), 0);
});

test('what the page left to the element is asked for by the method that needs it, and by no other', async () => {
  const page = await shop.open();
  const intent = await shop.intent({
    allowed_payment_method_types: ['card', 'afterpay_clearpay'],
    automatic_payment_methods: undefined,
  } as object);
  // As a form does that asks for no more than cards need.
  const never = 'never' as const;
  await mountPayment(
    page,
    {clientSecret: intent.client_secret},
    {
      layout: 'tabs',
      fields: {
        billingDetails: {name: never, email: never, address: {country: never, postalCode: never}},
      },
    },
  );
  const frame = paymentFrame(page);
  await frame.getByLabel('Card number').waitFor();
  assert.equal(await frame.locator('[name="line1"]').count(), 0);
  await frame.getByRole('tab', {name: 'Afterpay'}).click();
  await frame.locator('[name="line1"]').fill('12 Analytical Way');
  await frame.locator('[name="city"]').fill('San Francisco');
  await frame.locator('[name="state"]').fill('CA');
  assert.equal(await frame.locator('[name="country"], [name="postalCode"]').count(), 0);
});
