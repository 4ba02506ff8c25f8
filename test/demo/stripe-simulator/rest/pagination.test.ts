import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {openBench} from './support.ts';

test('pages of any size, in both directions, give every intent once and in order', async (t) => {
  const bench = await openBench(t);
  const {paymentIntents} = bench.stripe;
  const made: string[] = [];
  for (let number = 0; number < 23; number += 1) {
    made.unshift((await paymentIntents.create({amount: 2000 + number, currency: 'usd'})).id);
  }
  await fc.assert(
    fc.asyncProperty(fc.integer({min: 1, max: 30}), async (limit) => {
      const forward: string[] = [];
      for (let more = true; more;) {
        const after = forward.at(-1);
        const page = await paymentIntents.list({limit, ...(after && {starting_after: after})});
        assert.ok(page.data.length <= limit);
        forward.push(...page.data.map(({id}) => id));
        more = page.has_more;
      }
      assert.deepEqual(forward, made);

      const backward: string[] = [made.at(-1)!];
      for (let more = true; more;) {
        const page = await paymentIntents.list({limit, ending_before: backward[0]!});
        backward.unshift(...page.data.map(({id}) => id));
        more = page.has_more;
      }
      assert.deepEqual(backward, made);
    }),
    {numRuns: 12},
  );
});

test("the SDK's own iteration sees every object", async (t) => {
  const bench = await openBench(t);
  for (let number = 0; number < 12; number += 1) {
    await bench.stripe.customers.create({name: `Customer ${number}`});
  }
  const names: (string | null | undefined)[] = [];
  for await (const customer of bench.stripe.customers.list({limit: 5})) names.push(customer.name);
  assert.equal(new Set(names).size, 12);
});

test('limits and cursors are checked', async (t) => {
  const bench = await openBench(t);
  const list = (form: string) => bench.send('GET', '/v1/payment_intents', form);
  assert.equal((await list('limit=0')).body.error.code, 'parameter_invalid_integer');
  assert.match((await list('limit=101')).body.error.message, /less than or equal to 100/);
  const gone = await list('starting_after=pi_none');
  assert.equal(gone.body.error.code, 'resource_missing');
  assert.equal(gone.body.error.param, 'starting_after');
  assert.deepEqual((await list('')).body, {
    object: 'list',
    data: [],
    has_more: false,
    url: '/v1/payment_intents',
  });
});

test('lists are narrowed by time and by owner', async (t) => {
  const bench = await openBench(t);
  const {stripe, simulator} = bench;
  const customer = await stripe.customers.create({});
  const old = await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    customer: customer.id,
  });
  await simulator.control.advance(60_000);
  const recent = await stripe.paymentIntents.create({amount: 2000, currency: 'usd'});
  const idsOf = async (filter: object) =>
    (await stripe.paymentIntents.list(filter)).data.map(({id}) => id);
  assert.deepEqual(await idsOf({created: {gte: recent.created}}), [recent.id]);
  assert.deepEqual(await idsOf({created: {lt: recent.created}}), [old.id]);
  assert.deepEqual(await idsOf({created: old.created}), [old.id]);
  assert.deepEqual(await idsOf({customer: customer.id}), [old.id]);
});

test('objects are expanded inside lists, four levels deep at most', async (t) => {
  const bench = await openBench(t);
  await bench.stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_visa',
    return_url: 'https://shop.example/return',
  });
  const {data} = await bench.stripe.paymentIntents.list({
    expand: ['data.latest_charge.payment_intent'],
  });
  const charge = data[0]!.latest_charge;
  assert.ok(charge && typeof charge === 'object');
  assert.ok(typeof charge.payment_intent === 'object');
  await assert.rejects(
    bench.stripe.paymentIntents.list({expand: ['data.a.b.c.d']}),
    /more than 4 levels/,
  );
});
