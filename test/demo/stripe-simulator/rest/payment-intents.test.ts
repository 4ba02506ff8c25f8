import assert from 'node:assert/strict';
import {test} from 'node:test';
import type Stripe from 'stripe';
import {type Bench, eventTypes, openBench, pay, typedAccount, typedCard} from './support.ts';

const sale = {amount: 2000, currency: 'usd'} as const;
const here = {return_url: 'https://shop.example/return'};
const buy = (bench: Bench, more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  bench.stripe.paymentIntents.create({
    ...sale,
    confirm: true,
    payment_method: 'pm_card_visa',
    ...here,
    ...more,
  });

test('an intent begins with dynamic payment methods for its currency', async (t) => {
  const {stripe} = await openBench(t);
  const dollars = await stripe.paymentIntents.create(sale);
  assert.equal(dollars.status, 'requires_payment_method');
  assert.equal(dollars.capture_method, 'automatic_async');
  assert.deepEqual(dollars.automatic_payment_methods, {allow_redirects: 'always', enabled: true});
  assert.deepEqual(dollars.payment_method_types, ['card', 'us_bank_account']);
  const euros = await stripe.paymentIntents.create({...sale, currency: 'EUR'});
  assert.equal(euros.currency, 'eur');
  assert.ok(euros.payment_method_types.includes('ideal'));
  const stays = await stripe.paymentIntents.create({
    ...sale,
    currency: 'eur',
    automatic_payment_methods: {enabled: true, allow_redirects: 'never'},
  });
  assert.deepEqual(stays.payment_method_types, ['card', 'sepa_debit']);
  const held = await stripe.paymentIntents.create({...sale, capture_method: 'manual'});
  assert.deepEqual(held.payment_method_types, ['card']);
});

test('an intent goes from creation over confirmation to the money', async (t) => {
  const bench = await openBench(t);
  const {stripe} = bench;
  const made = await stripe.paymentIntents.create({...sale, payment_method: 'pm_card_visa'});
  assert.equal(made.status, 'requires_confirmation');
  const paid = await stripe.paymentIntents.confirm(made.id, here);
  assert.equal(paid.status, 'succeeded');
  assert.equal(paid.amount_received, 2000);
  await bench.simulator.control.advance(2000);
  const full = await stripe.paymentIntents.retrieve(made.id, {
    expand: ['latest_charge.balance_transaction', 'payment_method', 'customer'],
  });
  const charge = full.latest_charge as Stripe.Charge;
  assert.equal((charge.balance_transaction as Stripe.BalanceTransaction).net, 2000 - 88);
  assert.equal((full.payment_method as Stripe.PaymentMethod).card?.last4, '4242');
  assert.deepEqual(await eventTypes(bench), [
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'charge.updated',
  ]);
});

test('manual capture reserves, then takes a part; more than reserved is refused', async (t) => {
  const bench = await openBench(t);
  const held = await buy(bench, {capture_method: 'manual'});
  assert.equal(held.status, 'requires_capture');
  assert.equal(held.amount_capturable, 2000);
  await assert.rejects(
    bench.stripe.paymentIntents.capture(held.id, {amount_to_capture: 2001}),
    (error: Stripe.errors.StripeError) =>
      error.code === 'amount_too_large' && error.param === 'amount_to_capture',
  );
  const taken = await bench.stripe.paymentIntents.capture(held.id, {amount_to_capture: 1500});
  assert.equal(taken.status, 'succeeded');
  assert.equal(taken.amount_received, 1500);
  assert.equal(taken.amount_capturable, 0);
  await assert.rejects(bench.stripe.paymentIntents.capture(held.id), {
    code: 'payment_intent_unexpected_state',
  });
  assert.deepEqual((await eventTypes(bench)).slice(1), [
    'charge.succeeded',
    'payment_intent.amount_capturable_updated',
    'charge.captured',
    'payment_intent.succeeded',
  ]);
});

test('a reservation that nobody captures lapses after seven days', async (t) => {
  const bench = await openBench(t);
  const held = await buy(bench, {capture_method: 'manual'});
  await bench.simulator.control.advance(7 * 24 * 3600 * 1000);
  const after = await bench.stripe.paymentIntents.retrieve(held.id);
  assert.equal(after.status, 'canceled');
  assert.equal(after.cancellation_reason, 'expired');
  assert.deepEqual((await eventTypes(bench)).slice(-2), [
    'charge.expired',
    'payment_intent.canceled',
  ]);
});

test('cancelling names its reason and gives a reservation back', async (t) => {
  const bench = await openBench(t);
  const held = await buy(bench, {capture_method: 'manual'});
  const gone = await bench.stripe.paymentIntents.cancel(held.id, {
    cancellation_reason: 'abandoned',
  });
  assert.equal(gone.status, 'canceled');
  assert.equal(gone.cancellation_reason, 'abandoned');
  assert.ok(gone.canceled_at);
  const charge = await bench.stripe.charges.retrieve(gone.latest_charge as string);
  assert.equal(charge.refunded, true);
  const {body} = await bench.send(
    'POST',
    `/v1/payment_intents/${held.id}/cancel`,
    'cancellation_reason=tired',
  );
  assert.match(
    body.error.message,
    /must be one of duplicate, fraudulent, requested_by_customer, or abandoned/,
  );
});

test('refusals of a state carry the intent', async (t) => {
  const bench = await openBench(t);
  const {paymentIntents} = bench.stripe;
  const paid = await buy(bench);
  const refused = {
    confirm: () => paymentIntents.confirm(paid.id, {payment_method: 'pm_card_visa', ...here}),
    capture: () => paymentIntents.capture(paid.id),
    cancel: () => paymentIntents.cancel(paid.id),
    update: () => paymentIntents.update(paid.id, {amount: 3000}),
    increment: () => paymentIntents.incrementAuthorization(paid.id, {amount: 3000}),
  };
  for (const [change, attempt] of Object.entries(refused)) {
    await assert.rejects(attempt, (error: Stripe.errors.StripeInvalidRequestError) => {
      assert.equal(error.code, 'payment_intent_unexpected_state', change);
      assert.equal(error.statusCode, 400);
      assert.equal(error.payment_intent?.id, paid.id);
      assert.equal(error.payment_intent?.status, 'succeeded');
      assert.match(error.doc_url!, /payment-intent-unexpected-state/);
      const {request_log_url} = error.raw as {request_log_url: string};
      assert.match(request_log_url, /req_/);
      return true;
    });
  }
});

test('a debit that is under way cannot be cancelled, but in rare cases', async (t) => {
  const bench = await openBench(t);
  const {id} = await pay(bench, typedAccount('000000000009'));
  const cancel = () => bench.stripe.paymentIntents.cancel(id);
  await assert.rejects(cancel, (error: Stripe.errors.StripeInvalidRequestError) => {
    assert.equal(error.code, 'payment_intent_unexpected_state');
    assert.equal(error.payment_intent?.status, 'processing');
    return true;
  });
  bench.simulator.control.play('cancels_processing');
  assert.equal((await cancel()).status, 'canceled');
});

test('a paid intent still takes a description and metadata, but no new amount', async (t) => {
  const bench = await openBench(t);
  const paid = await buy(bench);
  const changed = await bench.stripe.paymentIntents.update(paid.id, {
    description: 'Order 1',
    metadata: {order: '1'},
  });
  assert.equal(changed.description, 'Order 1');
  assert.deepEqual(changed.metadata, {order: '1'});
});

test('amounts are refused while a debit is under way', async (t) => {
  const bench = await openBench(t);
  const {id} = await pay(bench, typedAccount('000000000009'));
  await assert.rejects(bench.stripe.paymentIntents.update(id, {amount: 3000}), {
    code: 'payment_intent_unexpected_state',
  });
});

test('a new amount voids a running challenge', async (t) => {
  const bench = await openBench(t);
  const {id} = await pay(bench, typedCard('4000002760003184'));
  const changed = await bench.stripe.paymentIntents.update(id, {amount: 3000});
  assert.equal(changed.status, 'requires_confirmation');
  assert.equal(changed.next_action, null);
});

test('a confirmation without a payment method is refused', async (t) => {
  const bench = await openBench(t);
  const made = await bench.stripe.paymentIntents.create(sale);
  await assert.rejects(
    bench.stripe.paymentIntents.confirm(made.id, here),
    /missing a payment method/,
  );
});

test('a server that may redirect must say where to return', async (t) => {
  const bench = await openBench(t);
  await assert.rejects(
    bench.stripe.paymentIntents.create({...sale, confirm: true, payment_method: 'pm_card_visa'}),
    /A `return_url` must be specified/,
  );
  const stays = await bench.stripe.paymentIntents.create({
    ...sale,
    confirm: true,
    payment_method: 'pm_card_visa',
    automatic_payment_methods: {enabled: true, allow_redirects: 'never'},
  });
  assert.equal(stays.status, 'succeeded');
});

test('3D Secure without Stripe.js is a redirect', async (t) => {
  const bench = await openBench(t);
  const waiting = await buy(bench, {payment_method: 'pm_card_threeDSecure2Required'});
  assert.equal(waiting.next_action?.type, 'redirect_to_url');
  assert.match(waiting.next_action?.redirect_to_url?.url ?? '', /three-d-secure/);
});

test('error_on_requires_action turns a challenge into a decline', async (t) => {
  const bench = await openBench(t);
  await assert.rejects(
    buy(bench, {payment_method: 'pm_card_threeDSecure2Required', error_on_requires_action: true}),
    {code: 'authentication_required', statusCode: 402},
  );
});

test('a page may not change the shipping that the server has set, but say the same', async (t) => {
  const bench = await openBench(t);
  const {stripe} = bench;
  const home = {name: 'Ada Lovelace', address: {country: 'GB', line1: '12 St James’s Square'}};
  const intent = await stripe.paymentIntents.create({amount: 2000, currency: 'usd'});
  const page = (line1: string) => ({
    client_secret: intent.client_secret ?? '',
    payment_method: 'pm_card_chargeDeclined',
    return_url: 'https://shop.example',
    'shipping[name]': home.name,
    'shipping[address][country]': home.address.country,
    'shipping[address][line1]': line1,
  });
  const confirm = (line1: string) =>
    bench.sendFromPage('POST', `/v1/payment_intents/${intent.id}/confirm`, page(line1));
  assert.equal((await confirm('1 Elsewhere Road')).status, 402, 'nobody has said where to yet');
  await stripe.paymentIntents.update(intent.id, {shipping: {...home, carrier: 'DHL'}});
  const refused = await confirm('1 Elsewhere Road');
  assert.equal(refused.status, 400);
  assert.match(refused.body.error.message, /^The shipping information on this PaymentIntent was/);
  assert.equal((await confirm(home.address.line1)).status, 402);
  await stripe.paymentIntents.update(intent.id, {shipping: ''});
  assert.equal((await confirm('1 Elsewhere Road')).status, 402, 'taken back, it is free again');
});

test('a page may widen what the method is kept for, and not narrow it', async (t) => {
  const bench = await openBench(t);
  const {stripe} = bench;
  for (const [before, wish, status] of [
    ['on_session', 'off_session', 402],
    ['off_session', 'off_session', 402],
    ['off_session', 'on_session', 400],
    ['on_session', '', 400],
    [undefined, 'on_session', 402],
  ] as const) {
    const intent = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      ...(before && {setup_future_usage: before}),
    });
    const answer = await bench.sendFromPage('POST', `/v1/payment_intents/${intent.id}/confirm`, {
      client_secret: intent.client_secret ?? '',
      payment_method: 'pm_card_chargeDeclined',
      return_url: 'https://shop.example',
      setup_future_usage: wish,
    });
    assert.equal(answer.status, status, `${before} → ${wish}`);
  }
});
