/** Payments that fail or end at the bank, where what is left to be read does not say so by itself. */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import type Stripe from 'stripe';
import type {Db} from '../../api/db/connect.ts';
import type {Deps} from '../../api/deps.ts';
import {ask} from '../../api/orders/attempts.ts';
import {settle} from '../../api/orders/settle.ts';
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

/** An order that waits for its bank. */
async function atTheBank() {
  const order = await beginOrder(deps);
  script.change('intent', {id: order.first, status: 'processing'});
  await ask(deps, order.id);
  const {status, stock} = await rowOf(db, order.id);
  assert.deepEqual({status, stock}, {status: 'processing', stock: 'reserved'});
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
  const news = (change: object) => {
    script.change('intent', {id: first, ...change});
    return script.read('intent', first) as unknown as Stripe.PaymentIntent;
  };
  const now = Date.now();
  const tell = (intent: Stripe.PaymentIntent, milliseconds: number) =>
    settle(deps, {paymentIntentId: first, intent}, new Date(now + milliseconds));
  const waiting = news({status: 'processing'});
  const failed = news({status: 'requires_payment_method', last_payment_error: error});
  await tell(failed, 20);
  await assertEnd(id, 'payment_failed');
  // Read before, on a replica whose clock is ahead.
  await tell(waiting, 30);
  assert.equal((await rowOf(db, id)).status, 'processing');
  await tell(failed, 40);
  await assertEnd(id, 'payment_failed');
});

test('a debit that the shop cancels as a duplicate ends its order', async () => {
  const {id, first} = await atTheBank();
  script.change('intent', {id: first, status: 'canceled', cancellation_reason: 'duplicate'});
  await ask(deps, id);
  await assertEnd(id, 'canceled');
});
