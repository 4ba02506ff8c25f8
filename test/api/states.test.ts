/** Every step of an order's life that the table does not name, tried for real. */
import assert from 'node:assert/strict';
import {readFile, writeFile} from 'node:fs/promises';
import {after, before, test} from 'node:test';
import {eq} from 'drizzle-orm';
import {format, resolveConfig} from 'prettier';
import type Stripe from 'stripe';
import {orders, paymentAttempts} from '../../drizzle/schema.ts';
import {orderStatuses, type OrderStatus} from '../../api/contract.ts';
import type {Db} from '../../api/db/connect.ts';
import {ApiError} from '../../api/errors.ts';
import {expireOrder} from '../../api/orders/expire.ts';
import {startPayment} from '../../api/orders/pay.ts';
import {settle} from '../../api/orders/settle.ts';
import {isPaid, isPayable, transitions, type OrderEvent} from '../../api/orders/state.ts';
import {buyer} from '../support/shop.ts';
import {drawStates} from '../support/states-drawing.ts';
import {beginOrder, depsOf, openEmbedded, rowOf} from './properties/embedded.ts';
import {scriptStripe} from './properties/scripted-stripe.ts';
import {PRICE} from './properties/steps.ts';

let db: Db;
before(async () => {
  db = await openEmbedded();
});
after(() => db.close());

/** An order that stands like this, with an intent that is still open. */
async function orderThatIs(status: OrderStatus, change: Partial<typeof orders.$inferInsert> = {}) {
  const script = scriptStripe();
  const deps = depsOf(db, script);
  const {id, first} = await beginOrder(deps);
  await db.queries
    .update(orders)
    .set({status, ...change})
    .where(eq(orders.id, id));
  return {script, deps, id, first};
}

/** What Stripe says when this happens. */
const news: Partial<Record<OrderEvent, Record<string, unknown>>> = {
  processing: {status: 'processing'},
  authorized: {status: 'requires_capture'},
  failed: {
    status: 'requires_payment_method',
    last_payment_error: {code: 'card_declined', type: 'card_error'},
  },
  canceled: {status: 'canceled'},
  paid: {status: 'succeeded', amount_received: PRICE},
};

for (const status of orderStatuses) {
  test(`an order that is ${status} moves as the table says, and in no other way`, async () => {
    for (const [event, change] of Object.entries(news)) {
      // For a paid order, more money is the ledger's business.
      if (event === 'paid' && isPaid(status)) continue;
      const {script, deps, id, first} = await orderThatIs(status);
      script.tell(event, 'intent', {id: first, ...change});
      const intent = script.read('intent', first) as unknown as Stripe.PaymentIntent;
      await settle(deps, {paymentIntentId: first, intent}, new Date());
      const expected = transitions[status][event as OrderEvent] ?? status;
      assert.equal((await rowOf(db, id)).status, expected, event);
    }
  });

  test(`an order that is ${status} expires only where the table says so`, async () => {
    const {script, deps, id, first} = await orderThatIs(status, {expiresAt: new Date(0)});
    // Its intent is at an end, so that nothing but time is left to speak.
    script.tell('processing', 'intent', {id: first, status: 'processing'});
    await db.queries
      .update(paymentAttempts)
      .set({open: false})
      .where(eq(paymentAttempts.orderId, id));
    const expected = transitions[status].expired ?? status;
    const isOver = expected === 'expired' && status !== 'expired';
    assert.equal(await expireOrder(deps, id), isOver ? 'expired' : 'unchanged');
    const row = await rowOf(db, id);
    assert.equal(row.status, expected);
    if (isOver) assert.equal(row.stock, 'none');
  });

  test(`an order that is ${status} can be paid only where the table says so`, async () => {
    const {deps, id} = await orderThatIs(status);
    const paying = startPayment(deps, id, {expectedAmount: PRICE, billingDetails: buyer});
    if (isPayable({status, expiresAt: new Date(Date.now() + 1000)}, new Date())) {
      assert.equal((await paying).order.status, transitions[status].started ?? status);
    } else {
      await assert.rejects(paying, ApiError);
      assert.equal((await rowOf(db, id)).status, status);
    }
  });
}

test('an order is never taken for expired before its time', async () => {
  const {deps, id} = await orderThatIs('pending');
  await db.queries
    .update(paymentAttempts)
    .set({open: false})
    .where(eq(paymentAttempts.orderId, id));
  assert.equal(await expireOrder(deps, id), 'unchanged');
  assert.equal((await rowOf(db, id)).status, 'pending');
});

test('STATES.md is the drawing of the table', async () => {
  const path = new URL('../../api/orders/STATES.md', import.meta.url);
  const options = await resolveConfig(path);
  const drawing = await format(drawStates(), {...options, parser: 'markdown'});
  if (process.env['UPDATE']) await writeFile(path, drawing);
  assert.equal(await readFile(path, 'utf8'), drawing);
});
