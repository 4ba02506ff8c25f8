import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import {eventTypes, openBench, openReceiver} from './support.ts';
import {findCli, openCli} from './cli.ts';

const binary = findCli();
const skip = binary
  ? false
  : `The Stripe CLI is not installed for ${process.platform}-${process.arch}: npm has no such optional package here.`;

async function openShell(t: TestContext) {
  const bench = await openBench(t);
  const {secretKey} = bench.simulator;
  const run = await openCli(t, binary ?? '', {origin: bench.origin, secretKey});
  // oxlint-disable-next-line typescript/no-explicit-any
  const json = async (...command: string[]): Promise<any> => JSON.parse(await run(...command));
  return {...bench, run, json};
}

test('stripe trigger causes every event of payments that it knows', {skip}, async (t) => {
  const bench = await openShell(t);
  // So that what the bank says later is said at once.
  bench.simulator.control.set({settleAfter: 0});
  const help = await bench.run('trigger', '--help');
  const known = [...help.matchAll(/^ {2}(\S+)$/gm)]
    .map(([, type = '']) => type)
    .filter((type) =>
      /^(payment_intent|charge|refund|checkout\.session|cash_balance|customer_cash)/.test(type),
    );
  assert.ok(known.length >= 20, known.join(', '));
  for (const type of known) {
    await t.test(type, async () => {
      bench.simulator.control.reset();
      assert.match(await bench.run('trigger', type), /Trigger succeeded!/);
      await bench.simulator.control.idle();
      const types = await eventTypes(bench);
      assert.ok(types.includes(type), types.join(', '));
    });
  }
});

test('the resource commands of the Stripe CLI work', {skip}, async (t) => {
  const {json, stripe} = await openShell(t);
  const customer = await json(
    'customers',
    'create',
    '--name',
    'Jenny Rosen',
    '-d',
    'metadata[a]=1',
  );
  assert.equal(customer.name, 'Jenny Rosen');
  assert.deepEqual(customer.metadata, {a: '1'});
  const renamed = await json('customers', 'update', customer.id, '--name', 'J. Rosen');
  assert.equal(renamed.name, 'J. Rosen');

  const sale = ['--amount', '2000', '--currency', 'usd'];
  const made = await json('payment_intents', 'create', ...sale, '--customer', customer.id);
  assert.equal(made.status, 'requires_payment_method');
  const seen = await json('payment_intents', 'retrieve', made.id, '--expand', 'customer');
  assert.equal(seen.customer.name, 'J. Rosen');
  const changed = await json('payment_intents', 'update', made.id, '--amount', '2500');
  assert.equal(changed.amount, 2500);
  const back = ['--return-url', 'https://shop.example/return'];
  const card = ['--payment-method', 'pm_card_visa', ...back];
  const paid = await json('payment_intents', 'confirm', made.id, ...card);
  assert.equal(paid.status, 'succeeded');

  const held = await json('payment_intents', 'create', ...sale, '--capture-method', 'manual');
  await json('payment_intents', 'confirm', held.id, ...card);
  const taken = await json('payment_intents', 'capture', held.id, '--amount-to-capture', '1500');
  assert.equal(taken.amount_received, 1500);
  const dropped = await json('payment_intents', 'create', ...sale);
  const gone = await json(
    'payment_intents',
    'cancel',
    dropped.id,
    '--cancellation-reason',
    'abandoned',
  );
  assert.equal(gone.cancellation_reason, 'abandoned');
  const page = await json('payment_intents', 'list', '--limit', '2');
  assert.deepEqual([page.data.length, page.has_more], [2, true]);

  const refund = await json('refunds', 'create', '--payment-intent', made.id, '--amount', '500');
  assert.equal(refund.status, 'succeeded');
  const charge = await json('charges', 'retrieve', paid.latest_charge);
  assert.equal(charge.amount_refunded, 500);
  const events = await json('events', 'list', '--type', 'refund.created');
  assert.equal(events.data[0].data.object.id, refund.id);
  const raw = await json('get', `/v1/refunds/${refund.id}`);
  assert.equal(raw.id, refund.id);

  const lost = await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_createDispute',
    return_url: 'https://shop.example/return',
  });
  const disputes = await json('disputes', 'list', '--payment-intent', lost.id);
  const won = await json(
    'disputes',
    'update',
    disputes.data[0].id,
    '-d',
    'evidence[uncategorized_text]=winning_evidence',
  );
  assert.equal(won.status, 'won');
  const reinstated = await json('events', 'list', '--type', 'charge.dispute.funds_reinstated');
  assert.equal(reinstated.data.length, 1);
});

test('the Stripe CLI shows what the simulator refuses', {skip}, async (t) => {
  const {run} = await openShell(t);
  const said = await run('payment_intents', 'create', '--amount', '1', '--currency', 'usd').catch(
    (error: {stdout: string; stderr: string}) => error.stdout + error.stderr,
  );
  assert.match(said, /amount_too_small/);
  const unknown = await run('payment_intents', 'retrieve', 'pi_none').catch(
    (error: {stdout: string; stderr: string}) => error.stdout + error.stderr,
  );
  assert.match(unknown, /resource_missing/);
});

test('events that the Stripe CLI triggers arrive signed', {skip}, async (t) => {
  const {run, json, simulator} = await openShell(t);
  const made = await json(
    'webhook_endpoints',
    'create',
    '--url',
    'http://127.0.0.1:9/later',
    '-d',
    'enabled_events[]=payment_intent.succeeded',
  );
  const receiver = await openReceiver(t, made.secret);
  await json('webhook_endpoints', 'update', made.id, '--url', receiver.url);
  await run('trigger', 'payment_intent.succeeded');
  await simulator.control.idle();
  assert.deepEqual(
    receiver.received.map(({event}) => event.type),
    ['payment_intent.succeeded'],
  );
});
