import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openBench, openReceiver, useStateFiles} from './support.ts';

const sale = {amount: 2000, currency: 'usd'} as const;
const newStateFile = useStateFiles();

test('after a restart with another secret and address, only these are used', async (t) => {
  const stateFile = newStateFile();
  const [before, after] = [await openReceiver(t, 'whsec_old'), await openReceiver(t, 'whsec_new')];
  const first = await openBench(t, {
    stateFile,
    webhookEndpoints: [{url: before.url, secret: 'whsec_old'}],
  });
  before.answers.push(500);
  await first.stripe.paymentIntents.create(sale);
  await first.simulator.control.idle();
  await first.simulator.close();
  assert.equal(before.received.length, 1);

  const second = await openBench(t, {
    stateFile,
    webhookEndpoints: [{url: after.url, secret: 'whsec_new'}],
  });
  // What was not delivered before the restart goes to the new address, with the new signature.
  await second.simulator.control.advance(10_000);
  const [undelivered] = before.received;
  assert.deepEqual(
    after.received.map(({event}) => event.id),
    [undelivered?.event.id],
  );
  await second.stripe.customers.create({});
  await second.simulator.control.idle();
  assert.equal(after.received.at(-1)?.event.type, 'customer.created');
  assert.equal(before.received.length, 1);
  const {data} = await second.stripe.webhookEndpoints.list();
  assert.deepEqual(
    data.map(({url}) => url),
    [after.url],
  );
});

test('endpoints made over the API outlive a restart that configures others', async (t) => {
  const stateFile = newStateFile();
  const named = (url: string) => ({url, secret: 'whsec_x'});
  const first = await openBench(t, {
    stateFile,
    webhookEndpoints: [named('http://127.0.0.1:1/a'), named('http://127.0.0.1:1/b')],
  });
  const made = await first.stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:1/made',
    enabled_events: ['*'],
  });
  const idOf = async (bench: typeof first, url: string) =>
    (await bench.stripe.webhookEndpoints.list()).data.find((each) => each.url === url)?.id;
  const kept = await idOf(first, 'http://127.0.0.1:1/b');
  await first.simulator.close();

  const second = await openBench(t, {stateFile, webhookEndpoints: [named('http://127.0.0.1:1/b')]});
  const urls = (await second.stripe.webhookEndpoints.list()).data.map(({url}) => url);
  assert.deepEqual(urls.toSorted(), ['http://127.0.0.1:1/b', 'http://127.0.0.1:1/made']);
  assert.equal(await idOf(second, 'http://127.0.0.1:1/b'), kept);
  assert.equal(await idOf(second, 'http://127.0.0.1:1/made'), made.id);
});

test('a reset empties the state file too', async (t) => {
  const stateFile = newStateFile();
  const first = await openBench(t, {stateFile});
  const {id} = await first.stripe.customers.create({});
  await first.simulator.close();
  const second = await openBench(t, {stateFile});
  await second.stripe.customers.retrieve(id);
  second.simulator.control.reset();
  await second.simulator.close();
  const third = await openBench(t, {stateFile});
  await assert.rejects(third.stripe.customers.retrieve(id), {statusCode: 404});
});
