import assert from 'node:assert/strict';
import {test} from 'node:test';
import Stripe from 'stripe';
import {type Bench, openBench, pay, typedCard} from './support.ts';

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
