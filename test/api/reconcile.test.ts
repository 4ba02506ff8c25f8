/** Reconcile when there is more to do than time, or something that never goes well. */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {eq, inArray} from 'drizzle-orm';
import Stripe from 'stripe';
import {alerts, marks, orders} from '../../drizzle/schema.ts';
import type {OrderPlaced} from '../../api/contract.ts';
import {fetchEvents, typeLists} from '../../api/orders/fetch-events.ts';
import {reconcile} from '../../api/orders/reconcile.ts';
import {eventOf, intentId, openShop, type Shop} from '../support/shop.ts';

let shop: Shop;
before(async () => {
  shop = await openShop();
});
after(() => shop.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Events were last looked for then; never, if at no time. */
async function lookedForEvents(at?: Date) {
  const {queries} = shop.deps.db;
  await queries.delete(marks);
  if (!at) return;
  await queries.insert(marks).values(typeLists.map((_, index) => ({name: `events:${index}`, at})));
}

/** Placed, and due to be looked at before every order that was placed after it. */
async function dueOrder() {
  const placed = await shop.placeOrder();
  await shop.deps.db.queries
    .update(orders)
    .set({nextCheckAt: new Date(Date.parse(placed.order.createdAt) - HOUR)})
    .where(eq(orders.id, placed.order.id));
  return placed;
}

/** Their time is over, and they are due to be looked at. */
async function runOut(placed: Pick<OrderPlaced, 'order'>[]): Promise<void> {
  const over = new Date(Date.now() - MINUTE);
  const ids = placed.map(({order}) => order.id);
  await shop.deps.db.queries
    .update(orders)
    .set({nextCheckAt: over, expiresAt: over})
    .where(inArray(orders.id, ids));
}

/** A refund that no webhook told of, and events that nobody has looked for. */
async function missRefund(): Promise<void> {
  const placed = await shop.placeOrder();
  const {id} = await shop.pay(placed);
  await shop.becomes(placed.order, 'paid');
  await shop.unheard(() => shop.stripe.refunds.create({payment_intent: id}));
  await lookedForEvents();
}

const statusOf = async (id: string) =>
  (await shop.deps.db.queries.select().from(orders).where(eq(orders.id, id)))[0]?.status;

test('events that were not delivered are read forward from one that was', async (t) => {
  const placed = await shop.placeOrder();
  const {id} = await shop.pay(placed);
  await shop.becomes(placed.order, 'paid');
  await shop.control.advance(2 * MINUTE);
  const since = new Date(shop.control.now());
  await shop.control.advance(MINUTE);
  await shop.unheard(() => shop.stripe.refunds.create({payment_intent: id}));
  const list = t.mock.method(shop.deps.stripe.events, 'list');
  let added = 0;
  for (const types of typeLists) {
    const span = {types, since, onlyUndelivered: true, stopAt: Infinity};
    added += (await fetchEvents(shop.deps, span)).added;
  }
  assert.ok(added >= 2);
  assert.ok(list.mock.calls.some(({arguments: [params]}) => params?.ending_before));
});

test('one order for which Stripe always fails stands before no other', async (t) => {
  const stuck = await dueOrder();
  const paid = await dueOrder();
  await shop.unheard(() => shop.pay(paid));
  const later = new Date(Date.now() - HOUR + MINUTE);
  await shop.deps.db.queries
    .update(orders)
    .set({nextCheckAt: later})
    .where(eq(orders.id, paid.order.id));
  const {paymentIntents} = shop.deps.stripe;
  const retrieve = paymentIntents.retrieve.bind(paymentIntents);
  const broken = new Stripe.errors.StripeAPIError({message: 'Oops.', type: 'api_error'});
  t.mock.method(paymentIntents, 'retrieve', (id: string) =>
    id === intentId(stuck.clientSecret!) ? Promise.reject(broken) : retrieve(id),
  );
  await lookedForEvents(new Date());
  await reconcile(shop.deps);
  await reconcile(shop.deps);
  assert.equal(await statusOf(paid.order.id), 'paid');
});

test('as many orders expire in one turn as there is time for', async () => {
  const placed = await Promise.all(
    Array.from({length: 100}, () => shop.placeOrder({intent: 'deferred'})),
  );
  await runOut(placed);
  await lookedForEvents(new Date());
  assert.equal((await reconcile(shop.deps)).expired, placed.length);
});

test('each order is read once, at a pace that leaves Stripe to those who pay', async (t) => {
  const placed: OrderPlaced[] = [];
  for (let order = 0; order < 12; order += 1) placed.push(await dueOrder());
  const expired = placed.slice(0, 6);
  await runOut(expired);
  await lookedForEvents(new Date());
  const read = t.mock.method(shop.deps.stripe.paymentIntents, 'retrieve');
  const began = Date.now();
  assert.equal((await reconcile(shop.deps)).expired, expired.length);
  const seconds = (Date.now() - began) / 1000;
  const ids = read.mock.calls.map(({arguments: [id]}) => id);
  const ours = placed.map(({clientSecret}) => intentId(clientSecret!));
  for (const id of ours) assert.equal(ids.filter((one) => one === id).length, 1);
  // A clock may have gone on by less than its timers.
  assert.ok(ids.length / seconds <= 12, `${ids.length} in ${seconds} s`);
});

test('a wrong sum that nobody told of is heard at the end of an order too', async () => {
  const {order, clientSecret} = await shop.placeOrder();
  const id = intentId(clientSecret!);
  await shop.unheard(async () => {
    await shop.stripe.paymentIntents.update(id, {amount: 100});
    await shop.confirm(clientSecret!);
  });
  await runOut([{order}]);
  await lookedForEvents(new Date());
  await reconcile(shop.deps);
  const told = await shop.deps.db.queries.select().from(alerts).where(eq(alerts.orderId, order.id));
  assert.deepEqual(
    told.map(({kind, reference}) => ({kind, reference})),
    [{kind: 'payment_mismatch', reference: id}],
  );
});

test('orders that cannot be read do not keep the events from being heard', async (t) => {
  await missRefund();
  const {queries} = shop.deps.db;
  const select = queries.select.bind(queries);
  const slow = new Error('canceling statement due to statement timeout');
  const broken = (fields?: object) => {
    if (fields && 'reservedUntil' in fields) throw slow;
    return (select as (fields?: object) => unknown)(fields);
  };
  t.mock.method(queries, 'select', broken as typeof queries.select);
  assert.ok((await reconcile(shop.deps)).events > 0);
});

test('orders that take long leave time for the events', async (t) => {
  await missRefund();
  for (let order = 0; order < 16; order += 1) await dueOrder();
  t.mock.timers.enable({apis: ['Date'], now: Date.now()});
  const {paymentIntents} = shop.deps.stripe;
  const retrieve = paymentIntents.retrieve.bind(paymentIntents);
  t.mock.method(paymentIntents, 'retrieve', (intent: string) => {
    // Four at a time take nine seconds.
    t.mock.timers.tick(9000 / 4);
    return retrieve(intent);
  });
  assert.ok((await reconcile(shop.deps)).events > 0);
});

test('more events than fit into one look are all fetched, however close they lie', async (t) => {
  t.mock.timers.enable({apis: ['Date'], now: Date.now()});
  const beganAt = Date.now() - 4 * HOUR;
  // Three hours away, with an event every four seconds.
  const refund = {id: 're_missed', object: 'refund'};
  const missed = Array.from({length: 2700}, (_, index) => ({
    ...eventOf('refund.updated', refund),
    created: Math.floor(beganAt / 1000) + 4 * index,
  }));
  const seen = new Set<string>();
  const list = ({types = [], created, ending_before}: Stripe.EventListParams) => {
    const mine = types.includes('refund.updated') ? missed : [];
    const {lt = 0} = (created ?? {}) as {lt?: number};
    const older = mine.filter((event) => event.created < lt).at(-1);
    const from = mine.findIndex(({id}) => id === ending_before) + 1;
    return {
      data: older ? [older] : lt > 0 ? [{id: 'evt_before'}] : [],
      async *[Symbol.asyncIterator]() {
        yield* mine.slice(from);
      },
    };
  };
  const deps = {
    ...shop.deps,
    stripe: {events: {list}} as unknown as Stripe,
    inbox: {
      receive: async ({id}: {id: string}) => {
        t.mock.timers.tick(40);
        const known = seen.has(id);
        seen.add(id);
        return known ? ('known' as const) : ('new' as const);
      },
    },
  };
  await shop.deps.db.queries.update(orders).set({nextCheckAt: new Date(Date.now() + 9 * HOUR)});
  await lookedForEvents(new Date(beganAt));
  for (let look = 0; look < 12; look += 1) {
    await reconcile(deps);
    t.mock.timers.tick(MINUTE);
  }
  assert.equal(seen.size, missed.length);
});
