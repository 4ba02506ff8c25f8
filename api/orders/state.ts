/**
 * The life of an order, as data. `settle` is the only code that walks it after an order is placed.
 *
 * What is not in the table does not happen: an event that has no entry leaves the order as it is.
 * So events may come twice, late and in any order, and no payment is ever taken back by an older
 * piece of news. `pending` and `payment_failed` are what a buyer can pay; `canceled` too, with a
 * new attempt, for as long as the order has not expired.
 */
import type {OrderStatus} from '../contract.ts';

/** What can become known about an order, in our words: Stripe's are translated in `settle.ts`. */
export type OrderEvent =
  | 'started'
  | 'processing'
  | 'authorized'
  | 'paid'
  | 'paid_without_stock'
  | 'paid_again'
  | 'failed'
  | 'canceled'
  | 'expired'
  | 'refunded_in_part'
  | 'refunded'
  | 'refund_undone'
  | 'disputed'
  | 'dispute_closed';

type Row = Partial<Record<OrderEvent, OrderStatus>>;

/** Whatever the order went through before, money that arrives is money that arrived. */
const money: Row = {paid: 'paid', paid_without_stock: 'paid_unfulfillable'};

const afterPayment: Row = {
  paid_again: 'duplicate_payment',
  refunded_in_part: 'partially_refunded',
  refunded: 'refunded',
  disputed: 'disputed',
};

export const transitions: Record<OrderStatus, Row> = {
  pending: {
    ...money,
    processing: 'processing',
    authorized: 'authorized',
    failed: 'payment_failed',
    canceled: 'canceled',
    expired: 'expired',
  },
  processing: {
    ...money,
    authorized: 'authorized',
    failed: 'payment_failed',
    canceled: 'canceled',
  },
  authorized: {...money, failed: 'payment_failed', canceled: 'canceled'},
  payment_failed: {
    ...money,
    started: 'pending',
    processing: 'processing',
    authorized: 'authorized',
    failed: 'payment_failed',
    canceled: 'canceled',
    expired: 'expired',
  },
  canceled: {
    ...money,
    started: 'pending',
    processing: 'processing',
    authorized: 'authorized',
    expired: 'expired',
  },
  // The buyer's bank may answer after we gave up.
  expired: {...money, processing: 'processing', authorized: 'authorized'},
  paid: afterPayment,
  paid_unfulfillable: afterPayment,
  duplicate_payment: {
    refunded_in_part: 'partially_refunded',
    refunded: 'refunded',
    disputed: 'disputed',
  },
  partially_refunded: {
    paid_again: 'duplicate_payment',
    refunded_in_part: 'partially_refunded',
    refunded: 'refunded',
    refund_undone: 'paid',
    disputed: 'disputed',
  },
  refunded: {
    paid_again: 'duplicate_payment',
    refunded_in_part: 'partially_refunded',
    refund_undone: 'paid',
    disputed: 'disputed',
  },
  disputed: {
    paid_again: 'duplicate_payment',
    refunded: 'refunded',
    dispute_closed: 'paid',
  },
};

/** The status that follows, or `undefined` where the event changes nothing. */
export function nextStatus(status: OrderStatus, event: OrderEvent): OrderStatus | undefined {
  return transitions[status][event];
}

/** Whether a buyer may still pay: the one rule, for the page, the change and the payment. */
export function isPayable(order: {status: OrderStatus; expiresAt: Date}, now: Date): boolean {
  return payable.has(order.status) && order.expiresAt > now;
}

/** Whether the money has arrived, whatever happened to it since. */
export function isPaid(status: OrderStatus): boolean {
  return afterMoney.has(status);
}

const payable: ReadonlySet<OrderStatus> = new Set(['pending', 'payment_failed', 'canceled']);

const afterMoney: ReadonlySet<OrderStatus> = new Set([
  'paid',
  'paid_unfulfillable',
  'duplicate_payment',
  'partially_refunded',
  'refunded',
  'disputed',
]);
