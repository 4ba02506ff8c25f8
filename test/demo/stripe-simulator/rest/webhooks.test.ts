import assert from 'node:assert/strict';
import {createHmac} from 'node:crypto';
import {test} from 'node:test';
import type {TestContext} from 'node:test';
import Stripe from 'stripe';
import {type SimulatorOptions} from '../../../../demo/stripe-simulator/index.ts';
import {openBench, openReceiver} from './support.ts';

const secret = 'whsec_secret_of_the_shop';
const sale = {amount: 2000, currency: 'usd'} as const;

async function openShop(t: TestContext, options: SimulatorOptions = {}) {
  const receiver = await openReceiver(t, secret);
  const bench = await openBench(t, {webhookEndpoints: [{url: receiver.url, secret}], ...options});
  const typesOf = () => receiver.received.map(({event}) => event.type as string);
  return {...bench, receiver, typesOf};
}

test('an event arrives signed, in the envelope of Stripe, naming its request', async (t) => {
  const {stripe, simulator, receiver} = await openShop(t);
  const made = await stripe.paymentIntents.create(sale, {idempotencyKey: 'order-1'});
  await simulator.control.idle();
  const [delivery] = receiver.received;
  assert.ok(delivery);
  const {event, signature, body} = delivery;
  assert.equal(event.object, 'event');
  assert.equal(event.type, 'payment_intent.created');
  assert.ok(event.type === 'payment_intent.created');
  assert.equal(event.data.object.id, made.id);
  assert.equal(event.livemode, false);
  assert.equal(event.pending_webhooks, 1);
  assert.equal(event.request?.idempotency_key, 'order-1');
  assert.equal(event.request?.id, made.lastResponse.requestId);
  const [time, ...signatures] = signature.split(',');
  assert.equal(
    signature,
    Stripe.webhooks.generateTestHeaderString({
      payload: body,
      secret,
      timestamp: Number(time!.slice(2)),
    }),
  );
  assert.equal(signatures.length, 1);
  const kept = await stripe.events.retrieve(event.id);
  assert.equal(kept.pending_webhooks, 0);
});

test('what changed stands in previous_attributes', async (t) => {
  const {stripe, simulator, receiver} = await openShop(t);
  const customer = await stripe.customers.create({name: 'Jenny', email: 'jenny@example.com'});
  await stripe.customers.update(customer.id, {name: 'Jenny Rosen'});
  await simulator.control.idle();
  assert.deepEqual(receiver.received[1]?.event.data.previous_attributes, {name: 'Jenny'});
});

test('anything but 2xx is tried again later, a redirect too, with a new signature', async (t) => {
  let passed = 0;
  const {stripe, simulator, receiver, typesOf} = await openShop(t, {
    now: () => Date.now() + passed,
  });
  receiver.answers.push(500, 302);
  await stripe.paymentIntents.create(sale);
  await simulator.control.idle();
  assert.equal(typesOf().length, 1);
  const failed = await stripe.events.list({delivery_success: false});
  assert.equal(failed.data.length, 1);
  passed += 2000;
  await simulator.control.advance(10_000);
  assert.equal(typesOf().length, 2);
  passed += 2000;
  await simulator.control.advance(7_200_000);
  assert.equal(typesOf().length, 3);
  assert.equal(new Set(receiver.received.map(({event}) => event.id)).size, 1);
  assert.equal(new Set(receiver.received.map(({signature}) => signature)).size, 3);
  assert.deepEqual(
    simulator.control.deliveries().map(({attempt, status}) => [attempt, status]),
    [
      [1, 500],
      [2, 302],
      [3, 200],
    ],
  );
  assert.equal((await stripe.events.list({delivery_success: false})).data.length, 0);
  await simulator.control.advance(24 * 3600 * 1000);
  assert.equal(typesOf().length, 3);
});

test('after three tries in vain an event is not sent again, as in any sandbox of Stripe', async (t) => {
  const {stripe, simulator, receiver, typesOf} = await openShop(t);
  receiver.answers.push(500, 500, 500, 500, 500);
  await stripe.paymentIntents.create(sale);
  await simulator.control.idle();
  await simulator.control.advance(10_000);
  await simulator.control.advance(3 * 24 * 3600 * 1000);
  assert.equal(typesOf().length, 3);
  assert.equal((await stripe.events.list({delivery_success: false})).data.length, 1);
});

test('an endpoint that is switched off when a retry falls due never gets the event', async (t) => {
  const {stripe, simulator, receiver, typesOf} = await openShop(t);
  receiver.answers.push(503);
  await stripe.paymentIntents.create(sale);
  await simulator.control.idle();
  const [endpoint] = (await stripe.webhookEndpoints.list()).data;
  await stripe.webhookEndpoints.update(endpoint!.id, {disabled: true});
  await simulator.control.advance(3_600_000);
  assert.equal(typesOf().length, 1);
});

test('while a secret is being rolled both sign, afterwards only the new one', async (t) => {
  const {stripe, simulator, receiver} = await openShop(t);
  const [endpoint] = (await stripe.webhookEndpoints.list()).data;
  simulator.control.rollSecret(endpoint!.id, 'whsec_new', 60_000);
  await stripe.paymentIntents.create(sale);
  await simulator.control.idle();
  const {signature, body} = receiver.received[0]!;
  const [time, ...signatures] = signature.split(',');
  const sign = (key: string) =>
    `v1=${createHmac('sha256', key)
      .update(`${time!.slice(2)}.${body}`)
      .digest('hex')}`;
  assert.deepEqual(signatures, [sign('whsec_new'), sign(secret)]);
});

test('an endpoint is registered, shows its secret once, and gets only what it wants', async (t) => {
  const bench = await openBench(t);
  const {stripe, simulator} = bench;
  const made = await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/none',
    enabled_events: ['payment_intent.created'],
    api_version: Stripe.API_VERSION,
  });
  assert.match(made.secret!, /^whsec_/);
  assert.equal((await stripe.webhookEndpoints.retrieve(made.id)).secret, undefined);
  const receiver = await openReceiver(t, made.secret!);
  await stripe.webhookEndpoints.update(made.id, {url: receiver.url});
  await stripe.paymentIntents.create({
    ...sale,
    confirm: true,
    payment_method: 'pm_card_visa',
    return_url: 'https://shop.example/return',
  });
  await simulator.control.idle();
  assert.deepEqual(
    receiver.received.map(({event}) => event.type),
    ['payment_intent.created'],
  );
  assert.equal(receiver.received[0]?.event.api_version, Stripe.API_VERSION);
  await stripe.webhookEndpoints.del(made.id);
  await assert.rejects(stripe.webhookEndpoints.retrieve(made.id), {statusCode: 404});
});

test('an unreachable endpoint is recorded as a failed delivery', async (t) => {
  const bench = await openBench(t, {
    webhookEndpoints: [{url: 'http://127.0.0.1:1/nothing', secret}],
  });
  await bench.stripe.paymentIntents.create(sale);
  await bench.simulator.control.idle();
  const [delivery] = bench.simulator.control.deliveries();
  assert.equal(delivery?.status, null);
  assert.ok(delivery?.error);
});

test('lost webhooks can be found in the list of events and sent again', async (t) => {
  const {stripe, simulator, typesOf} = await openShop(t);
  simulator.control.play('webhooks_lost');
  await stripe.paymentIntents.create(sale);
  await simulator.control.idle();
  assert.deepEqual(typesOf(), []);
  const [lost] = (await stripe.events.list({delivery_success: false})).data;
  assert.ok(lost);
  simulator.control.play('healthy');
  await simulator.control.resend(lost.id);
  assert.deepEqual(typesOf(), ['payment_intent.created']);
});

test('doubled webhooks come twice with one id', async (t) => {
  const {stripe, simulator, receiver} = await openShop(t);
  simulator.control.play('webhooks_doubled');
  await stripe.paymentIntents.create(sale);
  await simulator.control.idle();
  assert.equal(receiver.received.length, 2);
  assert.equal(receiver.received[0]?.event.id, receiver.received[1]?.event.id);
});

test('delayed webhooks come after their delay', async (t) => {
  const {stripe, simulator, typesOf} = await openShop(t);
  simulator.control.set({webhooks: 'delayed', webhookDelay: 60_000});
  await stripe.paymentIntents.create(sale);
  await simulator.control.idle();
  assert.deepEqual(typesOf(), []);
  await simulator.control.advance(60_000);
  assert.deepEqual(typesOf(), ['payment_intent.created']);
});

test('reordered webhooks come in another order', async (t) => {
  const {stripe, simulator, typesOf} = await openShop(t);
  simulator.control.set({webhooks: 'reordered', webhookDelay: 60_000});
  await stripe.paymentIntents.create(sale);
  const customer = await stripe.customers.create({});
  await stripe.customers.update(customer.id, {name: 'Jenny'});
  await simulator.control.idle();
  await simulator.control.advance(60_000);
  assert.deepEqual(typesOf(), ['customer.created', 'payment_intent.created', 'customer.updated']);
});

test('a bad signature is one that the SDK refuses', async (t) => {
  const errors: unknown[] = [];
  const receiver = await openReceiver(t, secret, (error) => errors.push(error));
  const bench = await openBench(t, {webhookEndpoints: [{url: receiver.url, secret}]});
  bench.simulator.control.play('webhooks_bad_signature');
  await bench.stripe.paymentIntents.create(sale);
  await bench.simulator.control.idle();
  assert.equal(receiver.received.length, 0);
  assert.ok(errors[0] instanceof Stripe.errors.StripeSignatureVerificationError);
});

test('events are listed by type, by several types and by wildcard, for thirty days', async (t) => {
  const bench = await openBench(t);
  const {stripe, simulator} = bench;
  await stripe.customers.create({});
  await stripe.paymentIntents.create({
    ...sale,
    confirm: true,
    payment_method: 'pm_card_visa',
    return_url: 'https://shop.example/return',
  });
  const typesOf = async (filter: Stripe.EventListParams) =>
    (await stripe.events.list(filter)).data.map(({type}) => type as string);
  assert.deepEqual(await typesOf({type: 'charge.succeeded'}), ['charge.succeeded']);
  assert.deepEqual(await typesOf({types: ['customer.created', 'charge.succeeded']}), [
    'charge.succeeded',
    'customer.created',
  ]);
  assert.deepEqual(await typesOf({type: 'payment_intent.*'}), [
    'payment_intent.succeeded',
    'payment_intent.created',
  ]);
  await simulator.control.advance(31 * 24 * 3600 * 1000);
  assert.deepEqual(await typesOf({type: 'customer.created'}), []);
});
