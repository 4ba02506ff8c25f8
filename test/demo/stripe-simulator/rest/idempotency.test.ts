import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {openBench, stillTime} from './support.ts';

const intents = '/v1/payment_intents';

test('a repeated key replays the first answer, whatever it was', async (t) => {
  const bench = await openBench(t);
  const amounts = fc.integer({min: 1, max: 5000});
  await fc.assert(
    fc.asyncProperty(
      fc.uuid(),
      amounts,
      fc.integer({min: 2, max: 4}),
      async (key, amount, times) => {
        const send = () =>
          bench.send('POST', intents, `amount=${amount}&currency=usd`, {'Idempotency-Key': key});
        const first = await send();
        const before = (await bench.stripe.events.list({limit: 100})).data.length;
        for (let time = 1; time < times; time += 1) {
          const again = await send();
          assert.equal(again.status, first.status);
          assert.deepEqual(again.body, first.body);
          assert.equal(again.headers.get('idempotent-replayed'), 'true');
          assert.equal(again.headers.get('original-request'), first.headers.get('request-id'));
          assert.notEqual(again.headers.get('request-id'), first.headers.get('request-id'));
        }
        assert.equal((await bench.stripe.events.list({limit: 100})).data.length, before);
      },
    ),
    {numRuns: 25},
  );
});

test('a declined payment is replayed too', async (t) => {
  const bench = await openBench(t);
  const form =
    'amount=2000&currency=usd&confirm=true&payment_method=pm_card_visa_chargeDeclined&return_url=https://x.example';
  const send = () => bench.send('POST', intents, form, {'Idempotency-Key': 'one'});
  const first = await send();
  const second = await send();
  assert.equal(first.status, 402);
  assert.deepEqual(second.body, first.body);
  assert.equal((await bench.stripe.charges.list()).data.length, 1);
});

test('a failure of Stripe itself is kept like any answer; what never began is not', async (t) => {
  const bench = await openBench(t);
  const send = (key: string) =>
    bench.send('POST', intents, 'amount=2000&currency=usd', {'Idempotency-Key': key});
  for (const [fault, status, after] of [
    ['api_down', 500, 500],
    ['rate_limited', 429, 200],
    ['lock_timeout', 429, 200],
  ] as const) {
    bench.simulator.control.play(fault);
    assert.equal((await send(fault)).status, status);
    bench.simulator.control.play('healthy');
    const again = await send(fault);
    assert.equal(again.status, after);
    assert.equal(again.headers.get('idempotent-replayed'), after === 500 ? 'true' : null);
  }
});

test('a key stands for its parameters and its endpoint', async (t) => {
  const bench = await openBench(t);
  const headers = {'Idempotency-Key': 'one'};
  await bench.send('POST', intents, 'amount=2000&currency=usd', headers);
  const other = await bench.send('POST', intents, 'amount=2001&currency=usd', headers);
  assert.equal(other.status, 400);
  assert.equal(other.body.error.type, 'idempotency_error');
  assert.match(
    other.body.error.message,
    /^Keys for idempotent requests can only be used with the same parameters/,
  );
  const elsewhere = await bench.send('POST', '/v1/customers', '', headers);
  assert.match(elsewhere.body.error.message, /same endpoint they were first used for/);
});

test('two requests at once with one key: one works, the other is refused', async (t) => {
  const bench = await openBench(t);
  bench.simulator.control.set({latency: 50});
  const send = () =>
    bench.send('POST', intents, 'amount=2000&currency=usd', {'Idempotency-Key': 'one'});
  const answers = await Promise.all([send(), send()]);
  const statuses = answers.map(({status}) => status).toSorted((a, b) => a - b);
  assert.deepEqual(statuses, [200, 409]);
  const refused = answers.find(({status}) => status === 409);
  assert.equal(refused?.body.error.code, 'idempotency_key_in_use');
  assert.equal(refused?.headers.get('stripe-should-retry'), 'true');
});

test('parameters that fail validation do not use the key up', async (t) => {
  const bench = await openBench(t);
  const headers = {'Idempotency-Key': 'one'};
  const wrong = await bench.send('POST', intents, 'amount=ten&currency=usd', headers);
  assert.equal(wrong.status, 400);
  const right = await bench.send('POST', intents, 'amount=2000&currency=usd', headers);
  assert.equal(right.status, 200);
});

test('a key is forgotten after a day', async (t) => {
  const bench = await openBench(t, {now: stillTime});
  const send = async () => {
    const {body} = await bench.send('POST', intents, 'amount=2000&currency=usd', {
      'Idempotency-Key': 'one',
    });
    return body.id as string;
  };
  const first = await send();
  await bench.simulator.control.advance(24 * 3600 * 1000 - 1000);
  assert.equal(await send(), first);
  await bench.simulator.control.advance(2000);
  assert.notEqual(await send(), first);
});

test('a key of more than 255 characters is refused', async (t) => {
  const bench = await openBench(t);
  const headers = {'Idempotency-Key': 'k'.repeat(256)};
  const {status} = await bench.send('POST', intents, 'amount=2000&currency=usd', headers);
  assert.equal(status, 400);
});
