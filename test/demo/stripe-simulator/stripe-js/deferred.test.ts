import assert from 'node:assert/strict';
import test from 'node:test';
import {fillCard, mountPayment, outcome, useShop} from './shop.ts';

const shop = useShop();
const terms = {mode: 'payment', amount: 2000, currency: 'usd'} as const;

async function openDeferred(options: object = {}) {
  const page = await shop.open();
  await mountPayment(page, {...terms, allowedPaymentMethodTypes: ['card'], ...options});
  await fillCard(page);
  return page;
}

const confirm = (clientSecret: string | null) =>
  window.stripe.confirmPayment({
    elements: window.elements,
    ...(clientSecret !== null && {clientSecret}),
    redirect: 'if_required',
    confirmParams: {return_url: 'https://shop.test/return'},
  } as never);

const submit = () => window.elements.submit();

const cardIntent = (params: object = {}) =>
  shop.intent({
    allowed_payment_method_types: ['card'],
    automatic_payment_methods: undefined,
    ...params,
  } as object);

test('submit, then an intent, then confirmation: the documented order pays', async () => {
  const page = await openDeferred();
  assert.deepEqual((await outcome(page, submit)).value, {selectedPaymentMethod: 'card'});
  const intent = await cardIntent();
  const {value} = await outcome(page, confirm, intent.client_secret);
  assert.equal(
    (value as unknown as {paymentIntent: {status: string}}).paymentIntent.status,
    'succeeded',
  );
});

test('confirmation before submit, or after an edit since submit, is refused in Stripe’s words', async () => {
  const page = await openDeferred();
  const intent = await cardIntent();
  const before = await outcome(page, confirm, intent.client_secret);
  assert.match(
    before.message ?? '',
    /^elements\.submit\(\) must be called before stripe\.confirmPayment\(\)\./,
  );
  await outcome(page, submit);
  await fillCard(page, '5555555555554444');
  const edited = await outcome(page, confirm, intent.client_secret);
  assert.equal(edited.name, 'IntegrationError');
});

test('confirmation without a client secret is refused', async () => {
  const page = await openDeferred();
  await outcome(page, submit);
  const {message} = await outcome(page, confirm, null);
  assert.equal(message, 'You must pass in a clientSecret when calling stripe.confirmPayment().');
});

test('submit answers with what is wrong in the form', async () => {
  const page = await shop.open();
  await mountPayment(page, {...terms, allowedPaymentMethodTypes: ['card']});
  await fillCard(page, '4242424242424241');
  const {value} = await outcome(page, submit);
  assert.deepEqual(value, {
    error: {
      type: 'validation_error',
      code: 'invalid_number',
      message: 'Your card number is invalid.',
    },
  });
});

const mismatches: [term: string, elements: object, intent: object][] = [
  ['amount', {}, {amount: 2100}],
  ['currency', {}, {currency: 'eur'}],
  ['capture_method', {captureMethod: 'manual'}, {}],
  ['setup_future_usage', {setupFutureUsage: 'off_session'}, {}],
];
for (const [term, options, params] of mismatches) {
  test(`an intent of another ${term} than Elements is not confirmed`, async () => {
    const page = await openDeferred(options);
    await outcome(page, submit);
    const intent = await cardIntent(params);
    const {value} = await outcome(page, confirm, intent.client_secret);
    const {error} = value as unknown as {error: {type: string; param: string; message: string}};
    assert.equal(error.type, 'invalid_request_error');
    assert.match(error.message, new RegExp(`^The provided ${term} \\(.*\\) does not match`));
    assert.equal(
      (await shop.stripe.paymentIntents.retrieve(intent.id)).status,
      'requires_payment_method',
    );
  });
}

test('an updated amount is the one that counts, and update() resolves when it is drawn', async () => {
  const page = await openDeferred();
  const ended = await page.evaluate(async () => {
    let count = 0;
    window.elements.on('update-end', () => count++);
    await window.elements.update({amount: 2100});
    return count;
  });
  assert.equal(ended, 1);
  await outcome(page, submit);
  const intent = await cardIntent({amount: 2100});
  const {value} = await outcome(page, confirm, intent.client_secret);
  assert.equal(
    (value as unknown as {paymentIntent: {status: string}}).paymentIntent.status,
    'succeeded',
  );
});

test('fetchUpdates reads a changed intent again and reports one that has gone', async () => {
  const page = await shop.open();
  const intent = await cardIntent();
  await mountPayment(page, {clientSecret: intent.client_secret});
  await shop.stripe.paymentIntents.update(intent.id, {amount: 4321});
  assert.deepEqual((await outcome(page, () => window.elements.fetchUpdates())).value, {});
  shop.simulator.control.reset();
  const {value} = await outcome(page, () => window.elements.fetchUpdates());
  assert.ok((value as unknown as {error: {message: string}}).error.message);
});

test('a confirmation token carries the form to the server, which confirms with it', async () => {
  const page = await openDeferred();
  const create = () => window.stripe.createConfirmationToken({elements: window.elements});
  const early = await outcome(page, create);
  assert.match(
    early.message ?? '',
    /^elements\.submit\(\) must be called before stripe\.createConfirmationToken\(\)/,
  );
  await outcome(page, submit);
  const {value} = await outcome(page, create);
  const {confirmationToken} = value as unknown as {confirmationToken: {id: string}};
  const intent = await cardIntent();
  const paid = await shop.stripe.paymentIntents.confirm(intent.id, {
    confirmation_token: confirmationToken.id,
    return_url: 'https://shop.test/return',
  });
  assert.equal(paid.status, 'succeeded');
});

test('a payment method is made from elements only where the group was created for it', async () => {
  const create = () => window.stripe.createPaymentMethod({elements: window.elements});
  const automatic = await openDeferred();
  await outcome(automatic, submit);
  assert.match((await outcome(automatic, create)).message ?? '', /paymentMethodCreation: 'manual'/);
  const manual = await openDeferred({paymentMethodCreation: 'manual'});
  await outcome(manual, submit);
  const {value} = await outcome(manual, create);
  const {paymentMethod} = value as unknown as {
    paymentMethod: {type: string; card: {last4: string}};
  };
  assert.deepEqual([paymentMethod.type, paymentMethod.card.last4], ['card', '4242']);
});

test('an API that cannot be reached is an error the page can show', async () => {
  const page = await shop.open();
  const intent = await cardIntent();
  await mountPayment(page, {clientSecret: intent.client_secret});
  await fillCard(page);
  await page.context().setOffline(true);
  const {value} = await outcome(page, () =>
    window.stripe.confirmPayment({elements: window.elements, redirect: 'if_required'}),
  );
  assert.equal((value as unknown as {error: {type: string}}).error.type, 'api_connection_error');
});
