import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {Hono} from 'hono';
import {createSimulator} from '../../../../demo/stripe-simulator/index.ts';
import {Table} from '../../../../demo/stripe-simulator/store.ts';
import {openBench, useStateFiles} from './support.ts';

const form = {'Content-Type': 'application/x-www-form-urlencoded'};
const newStateFile = useStateFiles();

test('a rush of events opens 32 connections to an endpoint and no more, and all arrive', async (t) => {
  const held: ServerResponse[] = [];
  let arrived = 0;
  let most = 0;
  const server = createServer((request, response) => {
    request.resume();
    arrived += 1;
    held.push(response);
    most = Math.max(most, held.length);
    // The first of them wait for each other, which only works when 32 are on their way at once.
    if (arrived >= 32) for (const each of held.splice(0)) each.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const bench = await openBench(t, {webhookEndpoints: [{url, secret: 'whsec_x'}]});
  await Promise.all(
    Array.from({length: 100}, () => bench.send('POST', '/v1/customers', 'name=Jenny')),
  );
  await bench.simulator.control.idle();
  assert.equal(arrived, 100);
  assert.equal(most, 32);
});

test('idempotency keys are forgotten after a day', async (t) => {
  const stateFile = newStateFile();
  const bench = await openBench(t, {stateFile});
  const keyed = (key: string) => bench.stripe.customers.create({}, {idempotencyKey: key});
  for (const key of ['one', 'two', 'three']) await keyed(key);
  await bench.simulator.control.advance(24 * 3600 * 1000);
  await keyed('four');
  await bench.simulator.close();
  const {store} = JSON.parse(await readFile(stateFile, 'utf8'));
  assert.deepEqual(
    store.keptAnswers.map(({id}: {id: string}) => id),
    ['secret:four'],
  );
});

test('a table with a capacity forgets its oldest rows', () => {
  const table = new Table<{id: string}>(() => {}, 3);
  for (const id of ['a', 'b', 'c', 'd', 'e']) table.put({id});
  assert.deepEqual(
    table.all().map(({id}) => id),
    ['c', 'd', 'e'],
  );
  table.put({id: 'd'});
  assert.equal(table.all().length, 3);
});

test('a payment costs little: two calls and three events, as much as thirty bare requests at most', async (t) => {
  const simulator = await createSimulator();
  const {app, secretKey} = simulator;
  t.after(() => simulator.close());
  const bare = new Hono().post('*', async (c) => c.json({id: '', status: await c.req.text()}));
  const send = async (path: string, body: string, to = app) => {
    const headers = {...form, Authorization: `Bearer ${secretKey}`};
    const answer = await to.request(path, {method: 'POST', headers, body});
    return (await answer.json()) as {id: string; status: string};
  };
  const pay = async () => {
    const {id} = await send('/v1/payment_intents', 'amount=2000&currency=usd');
    const card = 'payment_method=pm_card_visa&return_url=https://shop.example/';
    assert.equal((await send(`/v1/payment_intents/${id}/confirm`, card)).status, 'succeeded');
  };
  const ask = () => send('/', 'amount=2000&currency=usd', bare);
  for (const work of [pay, ask]) await costOf(work, 500);
  const [payment, request] = [await costOf(pay, 500), await costOf(ask, 2000)];
  assert.ok(
    payment < 30 * request,
    `${payment} µs for a payment, ${request} µs for a bare request`,
  );
});

/** In microseconds of work done, not of time gone by: other processes must not make a test fail. */
async function costOf(work: () => Promise<unknown>, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < times; done += 1) await work();
  const {user, system} = process.cpuUsage(before);
  return (user + system) / times;
}
