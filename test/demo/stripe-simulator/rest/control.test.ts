import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {scenarios} from '../../../../demo/stripe-simulator/index.ts';
import {
  type Answer,
  eventTypes,
  openBench,
  pay,
  stillTime,
  typedCard,
  useStateFiles,
} from './support.ts';

const sale = {amount: 2000, currency: 'usd'} as const;
const visa = typedCard('4242424242424242');
const newStateFile = useStateFiles();

test('every answer waits as long as the latency says, and by default not at all', async (t) => {
  const bench = await openBench(t);
  assert.equal(bench.simulator.control.settings.latency, 0);
  bench.simulator.control.set({latency: 120});
  const begun = performance.now();
  await bench.stripe.paymentIntents.list();
  assert.ok(performance.now() - begun >= 119);
});

for (const [name, status, code] of [
  ['api_down', 500, undefined],
  ['rate_limited', 429, 'rate_limit'],
  ['lock_timeout', 429, 'lock_timeout'],
] as const) {
  test(`the API can be made to answer ${status}: ${name}`, async (t) => {
    const bench = await openBench(t);
    bench.simulator.control.play(name);
    await assert.rejects(bench.stripe.paymentIntents.create(sale), {
      statusCode: status,
      ...(code && {code}),
    });
    bench.simulator.control.play('healthy');
    await bench.stripe.paymentIntents.create(sale);
  });
}

test('the API can be made not to answer at all', async (t) => {
  const bench = await openBench(t);
  bench.simulator.control.play('timeout');
  await assert.rejects(bench.stripe.paymentIntents.list({}, {timeout: 50}), {
    type: 'StripeConnectionError',
  });
});

test('the control API sets, plays, moves the clock and resets', async (t) => {
  const bench = await openBench(t);
  const control = async (path: string, body: unknown) => {
    const response = await fetch(`${bench.origin}/_simulator/${path}`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify(body),
    });
    return {status: response.status, body: await response.json()};
  };
  assert.equal((await control('settings', {})).body.scenario, 'healthy');
  assert.equal((await control('scenario', {name: 'api_down'})).body.settings.api, 'down');
  assert.equal((await control('settings', {})).body.scenario, 'api_down');
  const ownSettings = {vouchers: 'unpaid', cancelsProcessing: true};
  assert.equal((await control('settings', ownSettings)).body.scenario, null);
  await control('scenario', {name: 'api_down'});
  assert.equal((await control('settings', {api: 'normal'})).body.settings.api, 'normal');
  const wrong = await control('settings', {weather: 'bad'});
  assert.equal(wrong.status, 400);
  const {id} = await bench.stripe.paymentIntents.create(sale);
  const before = bench.simulator.control.now();
  await control('clock', {advance: 60_000});
  assert.ok(bench.simulator.control.now() - before >= 60_000);
  const log = await (await fetch(`${bench.origin}/_simulator/requests`)).json();
  assert.deepEqual(
    log.data.map(({method, path, status}: Answer['body']) => [method, path, status]),
    [['POST', '/v1/payment_intents', 200]],
  );
  assert.equal((await control('resend', {event: 'evt_none'})).status, 404);
  await control('reset', {});
  await assert.rejects(bench.stripe.paymentIntents.retrieve(id), {statusCode: 404});
});

test('the panel names every scenario and says that no money moves', async (t) => {
  const bench = await openBench(t);
  const page = await (await fetch(`${bench.origin}/_simulator/`)).text();
  for (const name of Object.keys(scenarios)) assert.ok(page.includes(`value="${name}"`), name);
  assert.match(page, /No money moves/);
  const answer = await fetch(`${bench.origin}/_simulator/`, {
    method: 'POST',
    body: new URLSearchParams({scenario: 'rate_limited'}),
    redirect: 'manual',
  });
  assert.equal(answer.status, 303);
  assert.equal(bench.simulator.control.settings.api, 'rate_limited');
});

test('the log of requests holds no keys and no parameters', async (t) => {
  const bench = await openBench(t);
  const {secret} = await pay(bench, visa);
  await bench.sendFromPage('GET', `/v1/payment_intents/${secret.split('_secret_')[0]}`, {
    client_secret: secret,
  });
  const log = JSON.stringify(bench.simulator.control.requests());
  assert.ok(!log.includes('secret') && !log.includes('4242') && !log.includes('pk_test'));
});

test('the same seed and the same clock give the same ids, times and events', async (t) => {
  const run = async () => {
    const bench = await openBench(t, {
      seed: 'tea',
      now: stillTime,
      publicUrl: 'https://simulator.example',
    });
    const {id, secret} = await pay(bench, visa);
    const events = await bench.stripe.events.list();
    // The SDK draws its idempotency keys by chance, so they are left out.
    return {id, secret, events: events.data.map((event) => ({...event, request: null}))};
  };
  const [first, second] = [await run(), await run()];
  assert.deepEqual(first, second);
  const other = await openBench(t, {seed: 'coffee'});
  assert.notEqual((await pay(other, visa)).id, first.id);
});

test('the simulated time begins where it is told to, and begins there again after a reset', async (t) => {
  const startTime = Date.UTC(2026, 0, 1, 12);
  const bench = await openBench(t, {seed: 'tea', startTime, now: stillTime});
  const first = await bench.stripe.paymentIntents.create(sale);
  assert.equal(first.created, startTime / 1000);
  await bench.simulator.control.advance(60_000);
  assert.equal((await bench.stripe.paymentIntents.create(sale)).created, startTime / 1000 + 60);
  bench.simulator.control.reset();
  const again = await bench.stripe.paymentIntents.create(sale);
  assert.equal(again.created, first.created);
});

test('jobs run in the order of their time, however far the clock is moved', async (t) => {
  const bench = await openBench(t);
  const {control} = bench.simulator;
  const held = await pay(bench, visa, {capture_method: 'manual'});
  control.set({payment: 'processing_then_success', settleAfter: 1000});
  const slow = await pay(bench, visa);
  await control.advance(30 * 24 * 3600 * 1000);
  const events = (await bench.stripe.events.list({limit: 100})).data.reverse();
  const settled = events.findIndex(
    ({type, data}) =>
      type === 'payment_intent.succeeded' && (data.object as {id: string}).id === slow.id,
  );
  const lapsed = events.findIndex(
    ({type, data}) =>
      type === 'payment_intent.canceled' && (data.object as {id: string}).id === held.id,
  );
  assert.ok(settled > 0 && settled < lapsed);
  assert.ok(events[lapsed]!.created - events[settled]!.created > 6 * 24 * 3600);
});

test('the state survives a restart: objects, keys, open pages and planned work', async (t) => {
  const stateFile = newStateFile();
  const first = await openBench(t, {stateFile});
  const {id} = await pay(first, {...visa}, {capture_method: 'manual'});
  const keyed = await first.stripe.customers.create({name: 'Jenny'}, {idempotencyKey: 'one'});
  const waiting = await pay(first, typedCard('4000002760003184'));
  await first.simulator.close();
  const text = await readFile(stateFile, 'utf8');
  assert.doesNotThrow(() => JSON.parse(text));

  const second = await openBench(t, {stateFile});
  assert.equal((await second.stripe.paymentIntents.retrieve(id)).status, 'requires_capture');
  const replayed = await second.stripe.customers.create({name: 'Jenny'}, {idempotencyKey: 'one'});
  assert.equal(replayed.id, keyed.id);
  second.simulator.control.answer(waiting.answer.body.next_action.use_stripe_sdk.source, true);
  assert.equal((await second.stripe.paymentIntents.retrieve(waiting.id)).status, 'succeeded');
  await second.simulator.control.advance(7 * 24 * 3600 * 1000);
  assert.equal((await second.stripe.paymentIntents.retrieve(id)).status, 'canceled');
  const made = await second.stripe.paymentIntents.create(sale);
  assert.notEqual(made.id, id);
});

test('closing does not wait for an endpoint that never answers', async (t) => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => {
    silent.close();
    silent.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const bench = await openBench(t, {webhookEndpoints: [{url, secret: 'whsec_x'}]});
  const reached = once(silent, 'request');
  await bench.stripe.paymentIntents.create(sale);
  await reached;
  const begun = Date.now();
  await bench.simulator.close();
  assert.ok(Date.now() - begun < 5000);
});

test('Stripe.js is served with CORS, and can be slow or blocked', async (t) => {
  const assets = new URL('./', import.meta.url).pathname;
  const bench = await openBench(t, {assets});
  const load = (name: string) => fetch(`${bench.origin}/endive/${name}`);
  const script = await load('support.ts');
  assert.equal(script.status, 200);
  assert.equal(script.headers.get('access-control-allow-origin'), '*');
  assert.equal((await load('none.js')).status, 404);
  assert.equal((await load('..%2f..%2f..%2f..%2f..%2fpackage.json')).status, 404);
  bench.simulator.control.play('stripe_js_slow');
  bench.simulator.control.set({stripeJsDelay: 120});
  const begun = performance.now();
  assert.equal((await load('support.ts')).status, 200);
  assert.ok(performance.now() - begun >= 119);
  bench.simulator.control.play('stripe_js_blocked');
  assert.equal((await load('support.ts')).status, 503);
});

test('events of a scenario tell its story', async (t) => {
  const bench = await openBench(t, {now: stillTime});
  bench.simulator.control.play('dispute');
  await pay(bench, visa);
  assert.deepEqual(await eventTypes(bench), [
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
  ]);
});
