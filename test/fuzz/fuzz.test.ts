/**
 * More than ten thousand requests made from the server's own `/openapi.json` and spoiled, and a
 * thousand events. The server answers each as its contract says, tells nothing, and keeps nothing
 * that it refused. `FUZZ_SEED` and `FUZZ_RUNS` repeat or prolong it.
 */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {sql} from 'drizzle-orm';
import fc from 'fast-check';
import {createApp} from '../../api/app.ts';
import {rowsOf} from '../../api/db/connect.ts';
import {inParallel} from '../support/in-parallel.ts';
import {startPostgres, type TestPostgres} from '../support/postgres.ts';
import {catalog, eventOf, openShop, WEBHOOK_SECRET, type Shop} from '../support/shop.ts';
import {faultOf} from './answers.ts';
import {mutate, mutations} from './mutate.ts';
import {fuzzRequests, type FuzzRequest, type KnownOrder} from './requests.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);
const runs = Number(process.env['FUZZ_RUNS'] ?? 10_000);

let postgres: TestPostgres;
let shop: Shop;
let app: ReturnType<typeof createApp>;
let secrets: string[];

before(async () => {
  postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  shop = await openShop({databaseUrl});
  app = createApp(shop.deps);
  secrets = [WEBHOOK_SECRET, databaseUrl, 'sk_test_simulatorSecretKeyForTestsOnly'];
});
after(async () => {
  await shop.close();
  await postgres.stop();
});

test(`every request is answered as the contract says (seed ${seed})`, async (context) => {
  const orders = await placeSome(30);
  const document = await (await app.request('/openapi.json')).json();
  const skus = catalog.map(({sku}) => sku);
  const requests = fc.sample(fuzzRequests(document, {skus, orders}), {seed, numRuns: runs});
  const statuses = new Map<string, number>();
  const placed = new Set(orders.map(({id}) => id));
  // What one request does to another is part of the game.
  await inParallel(requests, async (request) => {
    const answer = await send(request);
    const fault = faultOf(answer, secrets);
    assert.equal(fault, undefined, `${fault}\n${shown(request)}\n${answer.text.slice(0, 500)}`);
    const line = `${request.operation} ${answer.status}`;
    statuses.set(line, (statuses.get(line) ?? 0) + 1);
    if (answer.status === 201) placed.add(orderIdIn(answer.text));
  });
  for (const [line, count] of [...statuses].sort(([one], [other]) => one.localeCompare(other)))
    context.diagnostic(`${line}: ${count}`);
  for (const operation of ['POST /orders 201', 'PATCH /orders/{id} 200', 'GET /orders/{id} 200']) {
    assert.ok((statuses.get(operation) ?? 0) > 20, `too few got through: ${operation}`);
  }

  const {queries} = shop.deps.db;
  const kept = await rowsOf<{id: string}>(queries, sql`select id from orders`);
  assert.deepEqual(new Set(kept.map(({id}) => id)), placed, 'only what was answered 201 is kept');
  const impossible = await rowsOf<{id: string}>(
    queries,
    sql`select orders.id from orders left join order_items on order_id = orders.id
      left join prices on prices.sku = order_items.sku and prices.currency = orders.currency
      group by orders.id
      having orders.amount is distinct from sum(quantity * prices.amount)
        or bool_or(unit_amount is distinct from prices.amount)
        or max(quantity) > 999 or count(*) > 100
        or max(length(orders.email)) > 254 or max(length(orders.name)) > 200
        or max(length(client_reference_id)) > 200`,
  );
  assert.deepEqual(impossible, [], 'an order that the contract does not allow');
});

test(`an event is kept when it is signed and can be, and never otherwise (seed ${seed})`, async () => {
  const accepted = new Set<string>();
  const intents = fc.record({
    type: fc.constantFrom(
      'payment_intent.succeeded',
      'payment_intent.processing',
      'charge.updated',
    ),
    isSigned: fc.boolean(),
    changes: fc.oneof({weight: 1, arbitrary: fc.constant([])}, {weight: 3, arbitrary: mutations}),
  });
  await inParallel(fc.sample(intents, {seed, numRuns: 1000}), async (wish) => {
    const event = eventOf(wish.type, {...intent, id: 'pi_3fuzz'});
    const payload = JSON.stringify(mutate(event, wish.changes)) ?? '';
    const signature = shop.stripe.webhooks.generateTestHeaderString({
      payload,
      secret: wish.isSigned ? WEBHOOK_SECRET : 'whsec_of_somebody_else',
    });
    const request = {
      operation: 'POST /webhooks/stripe',
      method: 'POST',
      path: '/webhooks/stripe',
      headers: {'stripe-signature': signature},
      body: payload,
    };
    const answer = await send(request);
    const fault = faultOf(answer, secrets);
    assert.equal(fault, undefined, `${fault}\n${shown(request)}`);
    if (!wish.isSigned) assert.equal(answer.status, 400);
    if (answer.status === 200) accepted.add((JSON.parse(payload) as {id: string}).id);
  });
  const kept = await rowsOf<{id: string}>(
    shop.deps.db.queries,
    sql`select id from webhook_events where payload::text like '%"id":"pi_3fuzz"%'
      or not (type = 'payment_intent.created')`,
  );
  const stored = new Set(kept.map(({id}) => id));
  assert.deepEqual(
    [...accepted].filter((id) => !stored.has(id)),
    [],
  );
  assert.ok(accepted.size > 100);
});

test('after all of this the shop sells as before, and its log holds no secret', async () => {
  const placed = await shop.placeOrder({items: [{sku: 'mug', quantity: 1}]});
  await shop.pay(placed);
  await shop.becomes(placed.order, 'paid');
  const log = shop.logged();
  for (const secret of secrets) assert.ok(!log.includes(secret), 'the log holds a secret');
  const mistakes = log.split('\n').filter((line) => line.includes('unexpected error'));
  assert.deepEqual(mistakes, []);
});

async function placeSome(count: number): Promise<KnownOrder[]> {
  const placed = await Promise.all(
    Array.from({length: count}, (_, index) =>
      shop.placeOrder({intent: index % 3 === 0 ? 'first' : 'deferred'}),
    ),
  );
  return placed.map(({order, token}) => ({id: order.id, token, amount: order.amount}));
}

async function send({operation, method, path, headers, body}: FuzzRequest) {
  const answer = await app.request(`http://127.0.0.1${path}`, {
    method,
    headers,
    ...(body !== undefined && {body}),
  });
  return {
    operation,
    sent: `${path} ${Object.values(headers).join(' ')} ${body ?? ''}`,
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    text: await answer.text(),
  };
}

const intent = {object: 'payment_intent', metadata: {}};

const orderIdIn = (text: string): string => (JSON.parse(text) as {order: {id: string}}).order.id;

const shown = (request: FuzzRequest): string =>
  JSON.stringify({...request, body: request.body?.slice(0, 1500)}, null, 2);
