import assert from 'node:assert/strict';
import {test} from 'node:test';
import Stripe from 'stripe';
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
    /you must provide a `return_url`/,
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

test('endive takes no payment_method_types, an earlier version does', async (t) => {
  const bench = await openBench(t);
  const form = 'amount=2000&currency=usd&payment_method_types[]=card';
  const version = {'Stripe-Version': Stripe.API_VERSION};
  const endive = await bench.send('POST', '/v1/payment_intents', form, version);
  assert.equal(endive.status, 400);
  assert.equal(endive.body.error.code, 'payment_method_types_no_longer_supported');
  assert.equal(endive.body.error.param, 'payment_method_types');
  const earlier = await bench.send('POST', '/v1/payment_intents', form, {
    'Stripe-Version': '2026-04-22.dahlia',
  });
  assert.equal(earlier.status, 200);
  assert.equal(earlier.headers.get('stripe-version'), '2026-04-22.dahlia');
  const unnamed = await bench.send('POST', '/v1/payment_intents', form);
  assert.deepEqual(unnamed.body.payment_method_types, ['card']);
  assert.equal(unnamed.body.automatic_payment_methods, null);
});

test('allowed types filter silently and exclude the other ways to choose', async (t) => {
  const bench = await openBench(t);
  const made = await bench.stripe.paymentIntents.create({
    ...sale,
    allowed_payment_method_types: ['card', 'ideal'],
  });
  assert.deepEqual(made.payment_method_types, ['card']);
  assert.deepEqual(made.allowed_payment_method_types, ['card', 'ideal']);
  await assert.rejects(
    bench.stripe.paymentIntents.create({
      ...sale,
      allowed_payment_method_types: ['card'],
      automatic_payment_methods: {enabled: true},
    }),
    {code: 'parameters_exclusive'},
  );
  await assert.rejects(
    bench.stripe.paymentIntents.create({...sale, allowed_payment_method_types: ['ideal']}),
    /No valid payment method types/,
  );
});

test('a method that the intent does not take is refused', async (t) => {
  const bench = await openBench(t);
  const {answer} = await pay(
    bench,
    {'payment_method_data[type]': 'ideal', ...here},
    {allowed_payment_method_types: ['card']},
  );
  assert.equal(answer.status, 400);
  assert.match(answer.body.error.message, /\(ideal\) is not allowed for this PaymentIntent/);
});

test('an intent with a customer keeps the method for later when asked to', async (t) => {
  const bench = await openBench(t);
  const customer = await bench.stripe.customers.create({email: 'jenny@example.com'});
  const paid = await buy(bench, {customer: customer.id, setup_future_usage: 'off_session'});
  const saved = await bench.stripe.customers.listPaymentMethods(customer.id);
  assert.deepEqual(
    saved.data.map(({id}) => id),
    [paid.payment_method],
  );
  const other = await bench.stripe.customers.create({});
  const open = await bench.stripe.paymentIntents.create({...sale, customer: customer.id});
  await assert.rejects(bench.stripe.paymentIntents.update(open.id, {customer: other.id}), {
    param: 'customer',
  });
});

test('a confirmation token carries what the page collected, once', async (t) => {
  const bench = await openBench(t);
  const {body: token} = await bench.sendFromPage('POST', '/v1/confirmation_tokens', {
    ...typedCard('4242424242424242'),
    'shipping[name]': 'Jenny Rosen',
    'shipping[address][line1]': '1 Main Street',
  });
  assert.equal(token.payment_method_preview.card.last4, '4242');
  const paid = await bench.stripe.paymentIntents.create({
    ...sale,
    confirm: true,
    confirmation_token: token.id,
  });
  assert.equal(paid.status, 'succeeded');
  assert.equal(paid.shipping?.name, 'Jenny Rosen');
  const used = await bench.stripe.confirmationTokens.retrieve(token.id);
  assert.equal(used.payment_intent, paid.id);
  await assert.rejects(
    bench.stripe.paymentIntents.create({...sale, confirm: true, confirmation_token: token.id}),
    {code: 'token_already_used'},
  );
});

test('Stripe.js learns which methods to draw, and what is wrong', async (t) => {
  const bench = await openBench(t);
  const made = await bench.stripe.paymentIntents.create({...sale, currency: 'eur'});
  const session = (form: Record<string, string>) =>
    bench.sendFromPage('GET', '/v1/elements/sessions', form);
  const intent = await session({type: 'payment_intent', client_secret: made.client_secret!});
  assert.equal(intent.body.payment_intent.id, made.id);
  assert.deepEqual(intent.body.ordered_payment_method_types, made.payment_method_types);
  const deferred = (more: Record<string, string>) =>
    session({type: 'deferred_intent', 'deferred_intent[mode]': 'payment', ...more});
  const amount = {'deferred_intent[amount]': '1000', 'deferred_intent[currency]': 'eur'};
  assert.ok((await deferred(amount)).body.ordered_payment_method_types.includes('ideal'));
  const wrong = await session({type: 'payment_intent', client_secret: `${made.id}_secret_x`});
  assert.equal(wrong.status, 400);
  assert.equal(wrong.body.error.param, 'client_secret');
  const small = await deferred({...amount, 'deferred_intent[amount]': '1'});
  assert.equal(small.body.error.code, 'amount_too_small');
  const nowhere = await deferred({...amount, 'deferred_intent[currency]': 'xyz'});
  assert.match(nowhere.body.error.message, /Invalid currency: xyz/);
});
