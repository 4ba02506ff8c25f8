/** Payments that fail or end at the bank, where what is left to be read does not say so by itself. */
import assert from 'node:assert/strict';
import {after, before, describe, test} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import type Stripe from 'stripe';
import type {Db} from '../../api/db/connect.ts';
import type {Deps} from '../../api/deps.ts';
import {ask, leaveForm} from '../../api/orders/attempts.ts';
import {settle} from '../../api/orders/settle.ts';
import {openAttempt} from '../../api/orders/store.ts';
import {beginOrder, depsOf, openEmbedded, rowOf} from './properties/embedded.ts';
import {scriptStripe} from './properties/scripted-stripe.ts';

let db: Db;
const script = scriptStripe();
let deps: Deps;
before(async () => {
  db = await openEmbedded();
  deps = depsOf(db, script);
});
after(() => db.close());

const error = {code: 'debit_not_authorized', type: 'card_error', charge: 'py_1'};

/** The payment as Stripe has it after the change. */
function news(id: string, change: object): Stripe.PaymentIntent {
  script.change('intent', {id, ...change});
  return script.read('intent', id) as unknown as Stripe.PaymentIntent;
}

const tell = (intent: Stripe.PaymentIntent, readAt = Date.now()) =>
  settle(deps, {paymentIntentId: intent.id, intent}, new Date(readAt));

async function assertWaits(id: string) {
  const {status, stock} = await rowOf(db, id);
  assert.deepEqual({status, stock}, {status: 'processing', stock: 'reserved'});
}

/** An order that waits for its bank. */
async function atTheBank() {
  const order = await beginOrder(deps);
  script.change('intent', {id: order.first, status: 'processing'});
  await ask(deps, order.id);
  await assertWaits(order.id);
  return order;
}

async function assertEnd(id: string, expected: 'payment_failed' | 'canceled') {
  const {status, stock} = await rowOf(db, id);
  assert.deepEqual({status, stock}, {status: expected, stock: 'none'});
}

test('a debit has failed, although somebody has cleared its error by changing the intent', async () => {
  const {id, first} = await atTheBank();
  script.change('intent', {
    id: first,
    status: 'requires_payment_method',
    last_payment_error: null,
    description: 'seen by the bookkeeper',
  });
  await ask(deps, id);
  await assertEnd(id, 'payment_failed');
});

test('a failure that was heard of before an older look came back is not forgotten', async () => {
  const {id, first} = await atTheBank();
  const now = Date.now();
  const waiting = news(first, {status: 'processing'});
  const failed = news(first, {status: 'requires_payment_method', last_payment_error: error});
  await tell(failed, now + 20);
  await assertEnd(id, 'payment_failed');
  // Read before, on a replica whose clock is ahead.
  await tell(waiting, now + 30);
  assert.equal((await rowOf(db, id)).status, 'processing');
  await tell(failed, now + 40);
  await assertEnd(id, 'payment_failed');
});

test('a look from before the payment that came back late does not cost the order its stock', async () => {
  const {id, first} = await atTheBank();
  const before = news(first, {status: 'requires_payment_method', last_payment_error: null});
  news(first, {status: 'processing'});
  // Of a replica whose clock is ahead.
  await tell(before, Date.now() + 100);
  await assertEnd(id, 'payment_failed');
  await pause(110);
  await ask(deps, id);
  await assertWaits(id);
});

describe('an order that waits for the bank of another payment', () => {
  /** The shop has made it by hand, and the buyer has paid it. */
  async function paidOtherwise() {
    const order = await beginOrder(deps);
    const other = `pi_of_the_shop_for_${order.id}`;
    const {amount, currency, livemode} = script.read('intent', order.first);
    const metadata = {order_id: order.id};
    await tell(news(other, {amount, currency, livemode, metadata, status: 'processing'}));
    assert.equal((await rowOf(db, order.id)).status, 'processing');
    return {...order, other};
  }

  test('goes on waiting, whatever becomes of the first one', async () => {
    const {id, first} = await paidOtherwise();
    for (const change of [
      {status: 'requires_payment_method', last_payment_error: null},
      {status: 'canceled', cancellation_reason: 'duplicate'},
    ]) {
      await tell(news(first, change));
      await assertWaits(id);
    }
  });

  test('waits no longer once that one has failed', async () => {
    const {id, other} = await paidOtherwise();
    await tell(news(other, {status: 'requires_payment_method', last_payment_error: error}));
    await assertEnd(id, 'payment_failed');
  });
});

test('an attempt that is given up, and was at the bank in that very moment, leaves no order waiting', async (t) => {
  const {id, first} = await beginOrder(deps);
  script.change('intent', {id: first, status: 'requires_action'});
  const {paymentIntents} = deps.stripe;
  const cancel = paymentIntents.cancel.bind(paymentIntents);
  t.mock.method(paymentIntents, 'cancel', async (...call: Parameters<typeof cancel>) => {
    await tell(news(first, {status: 'processing'}));
    // Which Stripe takes back in rare cases.
    script.change('intent', {id: first, status: 'requires_action'});
    return cancel(...call);
  });
  const attempt = await openAttempt(db.queries, id);
  assert.ok(attempt);
  await leaveForm(deps, attempt);
  await assertEnd(id, 'canceled');
});

test('a debit that the shop cancels as a duplicate ends its order', async () => {
  const {id, first} = await atTheBank();
  script.change('intent', {id: first, status: 'canceled', cancellation_reason: 'duplicate'});
  await ask(deps, id);
  await assertEnd(id, 'canceled');
});
