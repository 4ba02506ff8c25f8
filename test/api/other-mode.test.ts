/** Orders from before the keys of a shop were changed from test to live, in the same database. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eq} from 'drizzle-orm';
import {alerts, orders} from '../../drizzle/schema.ts';
import type {Problem} from '../../api/contract.ts';
import {onEachDatabase} from '../support/databases.ts';
import {eventOf, newKey} from '../support/shop.ts';

onEachDatabase((shop) => {
  const queries = () => shop().deps.db.queries;
  const items = [{sku: 'tee', quantity: 1}];

  /** As if it had been placed with keys of the other mode. */
  async function placedBefore(key = newKey()) {
    const placed = await shop().placeOrder({items}, key);
    await queries().update(orders).set({livemode: true}).where(eq(orders.id, placed.order.id));
    return placed;
  }

  test('cannot be seen or paid any more, so that nobody pays for what would not be sent', async () => {
    const key = newKey();
    const placed = await placedBefore(key);
    assert.equal((await shop().show(placed)).body.code, 'order_not_found');
    assert.equal((await shop().startPayment(placed)).body.code, 'order_not_found');
    const again = await shop().call<Problem>('POST', '/orders', {
      body: {items},
      headers: {'idempotency-key': key},
    });
    assert.equal(again.body.code, 'idempotency_mismatch');
  });

  test('are paid all the same: the event is parked, and the owner told', async () => {
    const placed = await shop().placeOrder();
    const intent = await shop().unheard(() => shop().pay(placed));
    await queries().update(orders).set({livemode: true}).where(eq(orders.id, placed.order.id));
    const event = eventOf('payment_intent.succeeded', intent);
    await shop().deliver(event);
    const {state, reason} = await shop().settledEvent(event.id);
    assert.deepEqual({state, reason}, {state: 'parked', reason: 'order'});
    const told = await queries().select().from(alerts).where(eq(alerts.orderId, placed.order.id));
    assert.deepEqual(told.map(({kind}) => kind).sort(), ['event_parked', 'payment_mismatch']);
  });
});
