/** Placing orders: priced, stored, and with an intent at Stripe; and what a full table costs. */
import Stripe from 'stripe';
import type {Generator} from './generator.ts';
import {FEWEST_ANSWERS, type LoadResult} from './load.ts';
import {request, secretKey} from './requests.ts';
import {onDatabase, type Measured} from './servers.ts';

const CONNECTIONS = 16;

export interface OrdersResult {
  ours: LoadResult;
  peer: LoadResult;
  /** `paymentIntents.create` of stripe-node and nothing else. */
  bareCall: {perSecond: number; p50: number};
  /** The simulator under the generator, without any client in between. */
  simulator: LoadResult;
}

export async function measureOrders(
  generator: Generator,
  measureMs: number,
  servers: {ours: Measured; peer: Measured; simulator: Pick<Measured, 'name' | 'port'>},
): Promise<OrdersResult> {
  const peer = await placeOrders(generator, servers.peer, measureMs);
  const ours = await placeOrders(generator, servers.ours, measureMs);
  const bareCall = await callStripe(servers.simulator.port, measureMs);
  const simulator = await run(generator, servers.simulator, measureMs, {kind: 'intent'});
  return {ours, peer, bareCall, simulator};
}

export const placeOrders = (generator: Generator, server: Measured, measureMs: number) =>
  run(generator, server, measureMs, {kind: 'order'});

/** Reads one order of many, again and again. */
export async function readOrders(
  generator: Generator,
  server: Measured,
  measureMs: number,
): Promise<LoadResult> {
  const placed = await fetch(`http://127.0.0.1:${server.port}/orders`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'X-Forwarded-For': '100.64.0.1'},
    // Without an intent, so that it is our own reading that is measured and not Stripe's.
    body: JSON.stringify({items: [{sku: 'tee', quantity: 1}], currency: 'usd', intent: 'deferred'}),
  });
  const {order, token} = (await placed.json()) as {order: {id: string}; token: string};
  const text = request('GET', `/orders/${order.id}`, '', {Authorization: `Bearer ${token}`});
  return run(generator, server, measureMs, {kind: 'same', text: text.toString()});
}

async function run(
  generator: Generator,
  {name, port}: Pick<Measured, 'name' | 'port'>,
  measureMs: number,
  requests: Parameters<Generator['run']>[0]['requests'],
): Promise<LoadResult> {
  const warmUpMs = measureMs / 4;
  const count = Math.ceil(((warmUpMs + measureMs) / 1000) * 12_000);
  const job = {port, connections: CONNECTIONS, warmUpMs, measureMs, requests, count};
  const result = await generator.run(job);
  if (result.refused > 0) throw new Error(`${name} refused ${result.refused} requests.`);
  return result;
}

/** As many calls at once as there are connections elsewhere, each loop waiting for its answer. */
async function callStripe(port: number, measureMs: number) {
  const stripe = new Stripe(secretKey, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    telemetry: false,
  });
  const from = performance.now() + measureMs / 4;
  const until = from + measureMs;
  const times: number[] = [];
  const loop = async () => {
    let started = performance.now();
    for (; started < until || times.length < FEWEST_ANSWERS; started = performance.now()) {
      await stripe.paymentIntents.create({
        amount: 5600,
        currency: 'usd',
        automatic_payment_methods: {enabled: true},
      });
      if (started >= from) times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({length: CONNECTIONS}, loop));
  const seconds = (performance.now() - from) / 1000;
  times.sort((one, other) => one - other);
  const p50 = times[Math.floor(times.length / 2)] ?? Number.NaN;
  return {perSecond: times.length / seconds, p50};
}

/** Finished orders of the past, put in at once, until there are `total` of them. */
export function fillOrders({databaseUrl}: Measured, total: number): Promise<void> {
  return onDatabase(databaseUrl, async (client) => {
    // The checks of references cost minutes and prove nothing here.
    await client.query('set session_replication_role = replica; set synchronous_commit = off');
    await client.query(
      `with made as (
         insert into orders (id, number, status, currency, amount, livemode, locale, stock,
           idempotency_hash, request_hash, created_at, updated_at, expires_at, paid_at)
         select 'ord_' || md5('o' || n), 'B' || n, 'paid', 'usd', 5600, false, 'en', 'taken',
           md5('i' || n), '', at, at, at + interval '1 day', at
         from generate_series((select count(*) from orders) + 1, $1::int) as n,
           lateral (select now() - n * interval '20 seconds' as at) as times
         returning id, created_at
       ), items as (
         insert into order_items (order_id, position, sku, name, quantity, unit_amount)
         select id, 0, 'tee', 'Heavyweight tee', 1, 5600 from made
       ), tokens as (
         insert into order_tokens (hash, order_id) select md5('t' || id), id from made
       )
       insert into payment_attempts (order_id, attempt, payment_intent_id, amount, currency, status, open)
       select id, 1, 'pi_' || id, 5600, 'usd', 'succeeded', false from made`,
      [total],
    );
    await client.query('analyze orders, order_items, order_tokens, payment_attempts');
  });
}
