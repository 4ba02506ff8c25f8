/** What names a buyer is not kept for ever, and what has to do with money is. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {and, eq, inArray, sql} from 'drizzle-orm';
import {
  alerts,
  disputes,
  holds,
  orderEffects,
  orderItems,
  orders,
  orderTokens,
  paymentAttempts,
  refunds,
  webhookEvents,
} from '../../drizzle/schema.ts';
import {rowsOf} from '../../api/db/connect.ts';
import {purgeUnpaid} from '../../api/inbox/purge.ts';
import {jobHandlers} from '../../api/jobs.ts';
import {expireOrder} from '../../api/orders/expire.ts';
import {onEachDatabase} from '../support/databases.ts';
import {until} from '../support/until.ts';

const DAY = 86_400_000;

onEachDatabase((shop) => {
  const queries = () => shop().deps.db.queries;
  const purgeAfter = (days: number, most?: number) =>
    purgeUnpaid({...shop().deps, now: () => new Date(Date.now() + days * DAY)}, most);
  const kept = async (ids: string[]) =>
    (await queries().select({id: orders.id}).from(orders).where(inArray(orders.id, ids))).map(
      ({id}) => id,
    );

  /** An order whose buyer has said who they are, and went away. */
  async function abandoned() {
    const placed = await shop().placeOrder();
    assert.equal((await shop().startPayment(placed)).status, 200);
    const {id} = placed.order;
    await queries()
      .update(orders)
      .set({expiresAt: new Date(Date.now() - 1000)})
      .where(eq(orders.id, id));
    // Unheard, or its webhook would be applied while the tests look at the order.
    assert.equal(await shop().unheard(() => expireOrder(shop().deps, id)), 'expired');
    return id;
  }

  test('an order that nobody paid is forgotten with all its rows, some at a time', async () => {
    const ids = [await abandoned(), await abandoned(), await abandoned()];
    const [first = ''] = ids;
    await queries().insert(orderEffects).values({orderId: first, kind: 'merchant_canceled'});
    await queries()
      .insert(alerts)
      .values({id: `x:${first}`, kind: 'merchant_unreachable', reference: first, orderId: first});
    await purgeAfter(89);
    assert.equal((await kept(ids)).length, 3, 'not before its time');
    assert.equal(await purgeAfter(91, 2), 2);
    assert.equal(await purgeAfter(91, 2), 1);
    assert.deepEqual(await kept(ids), []);
    for (const table of [orderTokens, orderItems, paymentAttempts, orderEffects, alerts]) {
      assert.deepEqual(await queries().select().from(table).where(inArray(table.orderId, ids)), []);
    }
  });

  test('what is open, was paid, or had to do with money stays', async () => {
    const open = await shop().placeOrder();
    const paid = await shop().placeOrder();
    await shop().pay(paid);
    await shop().becomes(paid.order, 'paid');
    const at = new Date();
    const money = {amount: 100, currency: 'usd', createdAt: at, checkedAt: at};
    const changes: ((orderId: string) => PromiseLike<unknown>)[] = [
      (orderId) =>
        queries()
          .insert(refunds)
          .values({...money, id: orderId, orderId, status: 'x'}),
      (orderId) =>
        queries()
          .insert(disputes)
          .values({...money, id: orderId, orderId, status: 'x'}),
      (orderId) =>
        queries().insert(holds).values({
          id: orderId,
          orderId,
          kind: 'review',
          status: 'open',
          createdAt: at,
          checkedAt: at,
        }),
      (orderId) =>
        queries()
          .insert(alerts)
          .values({id: `y:${orderId}`, kind: 'payment_mismatch', reference: 'pi', orderId}),
      (orderId) =>
        queries()
          .update(paymentAttempts)
          .set({amountReceived: 1})
          .where(eq(paymentAttempts.orderId, orderId)),
      (orderId) =>
        queries()
          .update(paymentAttempts)
          .set({status: 'processing'})
          .where(eq(paymentAttempts.orderId, orderId)),
      (orderId) =>
        queries()
          .update(paymentAttempts)
          .set({open: true})
          .where(eq(paymentAttempts.orderId, orderId)),
      (orderId) => queries().update(orders).set({paidAt: at}).where(eq(orders.id, orderId)),
    ];
    const ids = [open.order.id, paid.order.id];
    for (const change of changes) {
      const id = await abandoned();
      await change(id);
      ids.push(id);
    }
    assert.equal(await purgeAfter(4000), 0);
    assert.deepEqual((await kept(ids)).sort(), ids.sort());
  });

  test('it is done while Stripe is away, too', async () => {
    const placed = await shop().placeOrder();
    await shop().pay(placed);
    await shop().becomes(placed.order, 'paid');
    const ofOrder = and(
      eq(webhookEvents.orderId, placed.order.id),
      eq(webhookEvents.state, 'processed'),
    );
    const applied = await until('its event is applied', async () => {
      const rows = await queries().select().from(webhookEvents).where(ofOrder);
      return rows.length > 0 && rows.map(({id}) => id);
    });
    const [unpaid, now] = [await abandoned(), () => new Date(Date.now() + 100 * DAY)];
    shop().control.play('api_down');
    try {
      await jobHandlers({...shop().deps, now})
        .reconcile({}, {isLast: true})
        .catch(() => {});
    } finally {
      shop().control.play('healthy');
    }
    // Others of this order may be applied after the purge.
    const events = await queries()
      .select()
      .from(webhookEvents)
      .where(inArray(webhookEvents.id, applied));
    assert.deepEqual(new Set(events.map(({payload}) => payload)), new Set([null]));
    assert.deepEqual(await kept([unpaid]), []);
  });

  test('there is an index for each of these searches, and for what goes along', async () => {
    const found = await rowsOf<{name: string}>(
      queries(),
      sql`select relname as name from pg_index join pg_class on oid = indexrelid
        where indisvalid and relname in ('webhook_events_purgeable', 'orders_unpaid', 'alerts_order')`,
    );
    assert.equal(found.length, 3);
  });
});
