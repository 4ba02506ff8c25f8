/** The rules that need no database: states, prices, currencies, names. */
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import Stripe from 'stripe';
import {orderStatuses, type OrderStatus} from '../../api/contract.ts';
import {money} from '../../api/effects/money.ts';
import {decimalsOf, minimumAmount, priceFault} from '../../api/orders/currencies.ts';
import {newOrderId, newOrderNumber, tokenFor} from '../../api/orders/identity.ts';
import {
  isPaid,
  isPayable,
  nextStatus,
  transitions,
  type OrderEvent,
} from '../../api/orders/state.ts';

const events: OrderEvent[] = [
  'started',
  'processing',
  'authorized',
  'paid',
  'paid_without_stock',
  'failed',
  'canceled',
  'expired',
  'kept',
  'kept_without_stock',
  'paid_twice',
  'refunded_in_part',
  'refunded',
  'disputed',
];

test('every step that the table does not name changes nothing', () => {
  for (const status of orderStatuses) {
    for (const event of events) {
      assert.equal(nextStatus(status, event), transitions[status][event]);
    }
    const unknown = Object.keys(transitions[status]).filter(
      (event) => !events.includes(event as OrderEvent),
    );
    assert.deepEqual(unknown, []);
  }
});

test('no news of an unfinished payment ever touches an order whose money has arrived', () => {
  const unfinished: OrderEvent[] = [
    'started',
    'processing',
    'authorized',
    'failed',
    'canceled',
    'expired',
  ];
  for (const status of orderStatuses.filter(isPaid)) {
    for (const event of unfinished) assert.equal(nextStatus(status, event), undefined);
    assert.equal(nextStatus(status, 'paid'), undefined, 'the same payment is not a second one');
  }
});

test('money that arrives is never nothing, wherever the order was', () => {
  for (const status of orderStatuses.filter((one) => !isPaid(one))) {
    assert.equal(nextStatus(status, 'paid'), 'paid');
    assert.equal(nextStatus(status, 'paid_without_stock'), 'paid_unfulfillable');
  }
});

test('every status can be reached, and each but the last ones can be left', () => {
  const reached = new Set<OrderStatus>(['pending']);
  for (let before = 0; before !== reached.size;) {
    before = reached.size;
    for (const status of reached)
      Object.values(transitions[status]).forEach((next) => reached.add(next));
  }
  assert.deepEqual([...reached].sort(), [...orderStatuses].sort());
});

test('only what is unpaid and in time can be paid', () => {
  const now = new Date();
  const later = new Date(now.getTime() + 1000);
  const payable = orderStatuses.filter((status) => isPayable({status, expiresAt: later}, now));
  assert.deepEqual(payable, ['pending', 'payment_failed', 'canceled']);
  assert.equal(isPayable({status: 'pending', expiresAt: now}, now), false);
});

test('amounts follow Stripe’s digits, not those of daily life', () => {
  assert.deepEqual(['usd', 'jpy', 'kwd', 'isk', 'huf'].map(decimalsOf), [2, 0, 3, 2, 2]);
  assert.equal(money(4200, 'eur', 'en'), '€42.00');
  assert.equal(money(4800, 'jpy', 'en'), '¥4,800');
  assert.equal(money(9750, 'kwd', 'en'), 'KWD\u00a09.750');
  assert.equal(money(150_000, 'isk', 'en'), 'ISK\u00a01,500');
  assert.equal(money(105_000, 'huf', 'en'), 'HUF\u00a01,050');
  assert.equal(money(105_050, 'huf', 'en'), 'HUF\u00a01,050.50', 'never rounded');
  assert.equal(minimumAmount('gbp'), 30);
  assert.match(priceFault('kwd', 9755) ?? '', /ends in 0/);
  assert.match(priceFault('isk', 150) ?? '', /ends in 00/);
  assert.match(priceFault('ugx', 100) ?? '', /not supported/);
  assert.equal(priceFault('eur', 2900), undefined);
});

test('names do not repeat, and a token belongs to its key and its order', () => {
  const ids = new Set(Array.from({length: 2000}, newOrderId));
  const numbers = new Set(Array.from({length: 2000}, newOrderNumber));
  assert.equal(ids.size, 2000);
  assert.equal(numbers.size, 2000);
  assert.equal(tokenFor('a', 'ord_1'), tokenFor('a', 'ord_1'));
  assert.notEqual(tokenFor('a', 'ord_1'), tokenFor('b', 'ord_1'));
  assert.notEqual(tokenFor('a', 'ord_1'), tokenFor('a', 'ord_2'));
});

test('Stripe.js in the page and the Stripe library on the server are of one train', () => {
  const loader = readFileSync(
    new URL('../../node_modules/@stripe/stripe-js/dist/pure.mjs', import.meta.url),
    'utf8',
  );
  const train = /RELEASE_TRAIN = '(\w+)'/.exec(loader)?.[1];
  assert.equal(train, Stripe.MAJOR_API_VERSION);
});
