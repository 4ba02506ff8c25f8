/** Whatever order Stripe's news come in, how often, and who asks in between: one end. */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {and, eq, inArray} from 'drizzle-orm';
import fc from 'fast-check';
import {
  alerts,
  marks,
  orderEffects,
  orders,
  paymentAttempts,
  products,
  refunds,
  webhookEvents,
} from '../../drizzle/schema.ts';
import type {Db} from '../../api/db/connect.ts';
import type {Deps} from '../../api/deps.ts';
import {expireOrder} from '../../api/orders/expire.ts';
import {showOrder} from '../../api/orders/find.ts';
import {reconcile} from '../../api/orders/reconcile.ts';
import {settleEvent} from '../../api/orders/settle-event.ts';
import {
  beginHosted,
  beginOrder,
  depsOf,
  openEmbedded,
  placeOnly,
  rowOf,
} from './properties/embedded.ts';
import {scriptStripe, type ScriptedEvent} from './properties/scripted-stripe.ts';
import {shopStories} from './properties/shop-stories.ts';
import type {ShopSide, Story} from './properties/steps.ts';
import {stories} from './properties/stories.ts';

/** Enough for every day; more with RUNS=100 after a change of the rules. */
const RUNS = Number(process.env['RUNS'] ?? 18);
const STOCK = 100_000;
let db: Db;

before(async () => {
  db = await openEmbedded();
});
after(() => db.close());

/** What happens at one moment: Stripe's world moves on, or somebody says or asks something. */
type Action =
  | {does: 'step'}
  | {does: 'deliver'; which: number}
  | {does: 'deliver two'; which: number; beside: number}
  | {does: 'page'}
  | {does: 'reconcile'}
  | {does: 'stripe is away'; reads: number};

const anyIndex = fc.nat({max: 30});
const action: fc.Arbitrary<Action> = fc.oneof(
  {weight: 3, arbitrary: fc.constant<Action>({does: 'step'})},
  {weight: 6, arbitrary: fc.record({does: fc.constant('deliver' as const), which: anyIndex})},
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('deliver two' as const),
      which: anyIndex,
      beside: anyIndex,
    }),
  },
  {weight: 2, arbitrary: fc.constant<Action>({does: 'page'})},
  {weight: 1, arbitrary: fc.constant<Action>({does: 'reconcile'})},
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('stripe is away' as const),
      reads: fc.integer({min: 1, max: 3}),
    }),
  },
);

for (const story of [...stories, ...shopStories]) {
  test(`${story.name}: every order of events, repeated and overtaken, ends ${story.ends}`, async () => {
    const length = story.steps.length;
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, {maxLength: 12}),
        // How much has happened at Stripe before the first of it is heard.
        fc.oneof(fc.constant(length), fc.nat({max: length})),
        fc.array(fc.double({noNaN: true, min: 0, max: 1}), {minLength: 12, maxLength: 12}),
        fc.record({hearsOfSales: fc.boolean(), refunds: fc.boolean()}),
        async (actions, head, places, owner) => {
          const script = scriptStripe();
          const deps = depsOf(db, script, {
            ...(owner.hearsOfSales ? {OWNER_EMAIL: 'owner@shop.example'} : {}),
            ...(owner.refunds ? {UNFULFILLABLE: 'refund'} : {}),
          });
          await db.queries.update(products).set({stock: STOCK}).where(eq(products.sku, 'tee'));
          const stockBefore = await stockOf('tee');
          const {id, first} = await begin(deps, story);
          let inStock = STOCK;
          const shop: ShopSide = {
            sellOut: async () => {
              inStock = (await stockOf('tee')).reserved;
              await db.queries
                .update(products)
                .set({stock: inStock})
                .where(eq(products.sku, 'tee'));
            },
            expire: () => expireNow(deps, id),
          };
          const steps = [...story.steps];
          const step = () => steps.shift()?.(script, first, id, shop);
          for (let moved = 0; moved < head; moved += 1) await step();

          const deliver = async (event: ScriptedEvent | undefined) => {
            if (!event) return;
            await deps.inbox.receive(event as never, JSON.stringify(event));
            // Stripe may be away: the queue would come back to it.
            await settleEvent(deps, event.id, {isLast: false}).catch(() => undefined);
          };
          const heard = (which: number) => script.events[which % (script.events.length || 1)];
          for (const one of actions) {
            if (one.does === 'step') await step();
            else if (one.does === 'deliver') await deliver(heard(one.which));
            else if (one.does === 'deliver two') {
              await Promise.all([
                deliver(heard(one.which)),
                deliver(heard(one.beside)),
                deliver(heard(one.which)),
              ]);
            } else if (one.does === 'page') await showOrder(deps, id);
            else if (one.does === 'reconcile') {
              await db.queries
                .update(orders)
                .set({nextCheckAt: new Date(0)})
                .where(eq(orders.id, id));
              await reconcile(deps);
            } else script.failNext(one.reads);
          }
          script.failNext(0);
          while (steps.length > 0) await step();
          // Then the rest, in any order; some never come by themselves, and reconcile fetches them.
          const coming = script.events
            .map((event, index) => ({event, place: places[index % places.length] ?? 0}))
            .filter(({place}) => place > 0.2)
            .sort((one, other) => one.place - other.place);
          for (const {event} of coming) await deliver(event);
          await db.queries.delete(marks);
          await reconcile(deps);
          await retry(deps);

          const row = await rowOf(db, id);
          assert.deepEqual(
            {status: row.status, amountRefunded: row.amountRefunded},
            {status: story.ends, amountRefunded: story.amountRefunded ?? 0},
          );
          const isBought = story.effects.includes('merchant_paid');
          const holds = row.stock === 'reserved' ? 1 : 0;
          const stock = await stockOf('tee');
          assert.equal(stock.stock, inStock - (isBought ? 1 : 0));
          assert.equal(stock.reserved, stockBefore.reserved + holds);
          if (story.stock) assert.equal(row.stock, story.stock);
          if (story.email) assert.equal(row.email, story.email);
          const effects = await effectsOf(id);
          const told = effects.filter((kind) => kind !== 'refund');
          const isTold = owner.hearsOfSales && story.effects.includes('confirmation');
          assert.deepEqual(told, [...story.effects, ...(isTold ? ['owner_paid'] : [])].sort());
          // What is owed in the end goes back, once; what was, may have been paid back meanwhile.
          const isOwed = ['paid_unfulfillable', 'duplicate_payment'].includes(row.status);
          const back = effects.length - told.length;
          if (!owner.refunds) assert.equal(back, 0);
          else if (isOwed) assert.equal(back, 1);
          assert.deepEqual(await alertsOf(id), [...(story.alerts ?? [])].sort());
          const isBooked = script.events.some(({type}) => type === 'charge.updated');
          assert.deepEqual(await bookedOf(first), isBooked ? [`ch_${first}`, 123] : [null, null]);
        },
      ),
      {numRuns: RUNS},
    );
  });
}

/** An order whose buyer is about to pay, and the intent that it is paid with first. */
async function begin(deps: Deps, story: Story): Promise<{id: string; first: string}> {
  if (story.begins === 'past our own door') return placeOnly(deps);
  if (story.begins !== 'on a hosted page') return beginOrder(deps);
  const {id, session} = await beginHosted(deps);
  return {id, first: `pi_${session}`};
}

/** As reconcile does, which looks again where Stripe was away. */
async function expireNow(deps: Deps, id: string): Promise<void> {
  await db.queries
    .update(orders)
    .set({expiresAt: new Date(Date.now() - 1000)})
    .where(eq(orders.id, id));
  for (let look = 0; look < 4; look += 1) {
    const isThrough = await expireOrder(deps, id).then(
      () => true,
      () => false,
    );
    if (isThrough) return;
  }
  throw new Error('Stripe was away for longer than the story says.');
}

/** What the queue would try again. */
async function retry(deps: Deps): Promise<void> {
  const left = await db.queries
    .select({id: webhookEvents.id})
    .from(webhookEvents)
    .where(eq(webhookEvents.state, 'received'));
  for (const {id} of left) await settleEvent(deps, id, {isLast: true});
}

async function stockOf(sku: string): Promise<{stock: number; reserved: number}> {
  const [row] = await db.queries.select().from(products).where(eq(products.sku, sku));
  return {stock: row?.stock ?? 0, reserved: row?.reserved ?? 0};
}

/**
 * A refund that was there for a while before it failed may have been told: that depends on when we
 * looked, and nothing that depends on it is lost.
 */
async function effectsOf(orderId: string): Promise<string[]> {
  const rows = await db.queries
    .select()
    .from(orderEffects)
    .where(eq(orderEffects.orderId, orderId));
  const failed = await db.queries
    .select({id: refunds.id})
    .from(refunds)
    .where(and(eq(refunds.orderId, orderId), inArray(refunds.status, ['failed', 'canceled'])));
  const came = new Set(failed.map(({id}) => id));
  return rows
    .filter(({kind, subject}) => !(kind === 'merchant_refunded' && came.has(subject)))
    .map(({kind}) => kind)
    .sort();
}

/** The charge of the first payment and what Stripe kept of it. */
async function bookedOf(paymentIntent: string): Promise<[string | null, number | null]> {
  const [row] = await db.queries
    .select()
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentIntentId, paymentIntent));
  return [row?.chargeId ?? null, row?.fee ?? null];
}

async function alertsOf(orderId: string): Promise<string[]> {
  const rows = await db.queries.select().from(alerts).where(eq(alerts.orderId, orderId));
  return rows.map(({kind}) => kind).sort();
}
