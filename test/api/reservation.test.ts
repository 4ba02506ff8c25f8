/** What is held back for a buyer who began to pay: not for ever, and not of what is off sale. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eq} from 'drizzle-orm';
import {orders, products} from '../../drizzle/schema.ts';
import type {OrderPlaced, Problem} from '../../api/contract.ts';
import {reconcile} from '../../api/orders/reconcile.ts';
import {onEachDatabase} from '../support/databases.ts';
import {intentId, type Shop} from '../support/shop.ts';

const MINUTE = 60_000;
const allThree = {items: [{sku: 'print', quantity: 3}]};

const row = async ({deps}: Shop, {order}: OrderPlaced) =>
  (await deps.db.queries.select().from(orders).where(eq(orders.id, order.id)))[0]!;

/** Reconcile's look at this order, with its reservation over since a minute or as it is. */
async function lookAt(shop: Shop, {order}: OrderPlaced, isOver = true): Promise<void> {
  const {queries} = shop.deps.db;
  await queries
    .update(orders)
    .set({
      nextCheckAt: new Date(Date.now() - 60 * MINUTE),
      ...(isOver ? {reservedUntil: new Date(Date.now() - MINUTE)} : {}),
    })
    .where(eq(orders.id, order.id));
  await reconcile(shop.deps);
}

/** Begins to pay, as far as the bank's challenge. */
async function goToBank(shop: Shop, placed: OrderPlaced): Promise<void> {
  await shop.startPayment(placed);
  await shop.confirm(placed.clientSecret!, 'pm_card_threeDSecure2Required');
}

onEachDatabase((shop) => {
  test('a buyer who does not come back from the bank gives the last piece back', async () => {
    const left = await shop().placeOrder(allThree);
    await goToBank(shop(), left);
    const {reservedUntil} = await row(shop(), left);
    assert.ok(Math.abs(reservedUntil!.getTime() - Date.now() - 30 * MINUTE) < MINUTE);
    await lookAt(shop(), left, false);
    assert.deepEqual(await shop().stock('print'), {stock: 3, reserved: 3}, 'not before its time');
    const {nextCheckAt} = await row(shop(), left);
    assert.ok(nextCheckAt <= reservedUntil!, 'looked at again in time');

    await lookAt(shop(), left);
    assert.deepEqual(await shop().stock('print'), {stock: 3, reserved: 0});
    const {status} = await shop().stripe.paymentIntents.retrieve(intentId(left.clientSecret!));
    assert.equal(status, 'canceled', 'nobody can pay there any more');
    assert.equal((await row(shop(), left)).status, 'pending');

    // Back all the same: the order is paid anew, with the stock held back again.
    const {body} = await shop().startPayment(left);
    assert.deepEqual(await shop().stock('print'), {stock: 3, reserved: 3});
    assert.notEqual(body.clientSecret, left.clientSecret);
    await shop()
      .confirm(body.clientSecret, 'pm_card_chargeDeclined')
      .catch(() => {});
    await lookAt(shop(), left);
    assert.deepEqual(await shop().stock('print'), {stock: 3, reserved: 0});
  });

  test('whoever has paid meanwhile, unheard, is heard first', async () => {
    const placed = await shop().placeOrder({items: [{sku: 'tee', quantity: 1}]});
    await shop().startPayment(placed);
    await shop().unheard(() => shop().confirm(placed.clientSecret!, 'pm_card_visa'));
    await lookAt(shop(), placed);
    assert.equal((await row(shop(), placed)).status, 'paid');
  });

  test('what is taken off sale cannot be paid any more, however old the order is', async () => {
    const placed = await shop().placeOrder({items: [{sku: 'mug', quantity: 1}]});
    const setActive = (active: boolean) =>
      shop().deps.db.queries.update(products).set({active}).where(eq(products.sku, 'mug'));
    await setActive(false);
    const refused = await shop().startPayment(placed);
    const {code, sku, available} = refused.body as unknown as Problem;
    assert.deepEqual({code, sku, available}, {code: 'out_of_stock', sku: 'mug', available: 0});
    await setActive(true);
    assert.equal((await shop().startPayment(placed)).status, 200);
  });

  test('a cart that nobody began to pay is looked at once, and then at its end', async () => {
    const placed = await shop().placeOrder();
    await lookAt(shop(), placed, false);
    const {nextCheckAt, expiresAt} = await row(shop(), placed);
    assert.deepEqual(nextCheckAt, expiresAt);
  });
});
