import assert from 'node:assert/strict';
import {test} from 'node:test';
import {orderStatuses, type Order, type OrderStatus} from '../../../api/contract.ts';
import {initialState, next} from '../../../widget/flow.ts';
import {isOpen, outcomeOf} from '../../../widget/outcome-kind.ts';

const orderThatIs = (status: OrderStatus, more: Partial<Order> = {}) =>
  ({status, lastPaymentError: null, ...more}) as Order;

test('an order looks paid only when the order says so, whatever Stripe.js reports', () => {
  assert.equal(outcomeOf(orderThatIs('pending'), 'succeeded'), 'confirming');
  assert.equal(outcomeOf(null, 'succeeded'), 'confirming');
  assert.equal(outcomeOf(orderThatIs('paid'), 'requires_payment_method'), 'paid');
});

test('every status of an order has something to say', () => {
  for (const status of orderStatuses) {
    assert.notEqual(outcomeOf(orderThatIs(status)), 'unknown', status);
  }
});

test('every status of an intent has something to say while the order is pending', () => {
  const said = {
    requires_payment_method: 'unpaid',
    requires_confirmation: 'unpaid',
    requires_action: 'action',
    processing: 'processing',
    requires_capture: 'confirming',
    canceled: 'canceled',
    succeeded: 'confirming',
    invented_tomorrow: 'unknown',
  };
  for (const [status, kind] of Object.entries(said)) {
    assert.equal(outcomeOf(orderThatIs('pending'), status), kind, status);
  }
});

test('a failed attempt is told as one', () => {
  const lastPaymentError = {code: 'card_declined', declineCode: null};
  assert.equal(outcomeOf(orderThatIs('pending', {lastPaymentError})), 'failed');
  assert.equal(outcomeOf(orderThatIs('payment_failed'), 'requires_payment_method'), 'failed');
});

test('waiting has an end', () => {
  const waiting = next(initialState, {
    type: 'outcome',
    kind: 'confirming',
    order: null,
    watching: true,
  });
  assert.equal(isOpen('confirming'), true);
  const ended = next(waiting, {type: 'watch-ended'});
  assert.equal(ended.watching, false);
});

test('a failed attempt gives the form back, with the order as it is now', () => {
  const submitting = next(initialState, {type: 'submit'});
  const order = orderThatIs('pending');
  const failed = next(submitting, {type: 'submit-failed', error: null, order});
  assert.equal(failed.step, 'form');
  assert.equal(failed.order, order);
});
