/** Who may change an order together with its intent at Stripe, and for how long. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eq, sql} from 'drizzle-orm';
import {withLease} from '../../api/orders/lease.ts';
import {orders} from '../../drizzle/schema.ts';
import {onEachDatabase} from '../support/databases.ts';
import {until} from '../support/until.ts';

onEachDatabase((shop) => {
  const leaseOf = async (id: string) => {
    const [row] = await shop()
      .deps.db.queries.select({owner: orders.leaseOwner, until: orders.leaseUntil})
      .from(orders)
      .where(eq(orders.id, id));
    return row!;
  };

  test('an order is free once it is placed, and again once it is being paid', async () => {
    const placed = await shop().placeOrder();
    assert.deepEqual(await leaseOf(placed.order.id), {owner: null, until: null});
    await shop().startPayment(placed);
    assert.deepEqual(await leaseOf(placed.order.id), {owner: null, until: null});
  });

  test('what a killed process held is free when its lease ends, and the buyer need not notice', async () => {
    const placed = await shop().placeOrder();
    await shop()
      .deps.db.queries.update(orders)
      .set({leaseOwner: 'killed', leaseUntil: sql`now() + interval '1 second'`})
      .where(eq(orders.id, placed.order.id));
    assert.equal((await shop().startPayment(placed)).status, 200);
  });

  test('work that takes its time keeps its lease', async () => {
    const {order} = await shop().placeOrder();
    await withLease(shop().deps.db, order.id, async () => {
      const first = await leaseOf(order.id);
      const later = await until('the lease is renewed', async () => {
        const now = await leaseOf(order.id);
        return now.until! > first.until! && now;
      });
      assert.equal(later.owner, first.owner);
    });
    assert.deepEqual(await leaseOf(order.id), {owner: null, until: null});
  });
});
