/**
 * The life of an order, as data. `settle` alone walks it by what Stripe says; to begin a payment
 * (`begin-payment.ts`) and to give an order up (`expire.ts`) are steps of our own, by the same table.
 *
 * What is not in the table does not happen: an event that has no entry leaves the order as it is.
 * So events may come twice, late and in any order, and no payment is ever taken back by an older
 * piece of news. `pending` and `payment_failed` are what a buyer can pay; `canceled` too, with a
 * new attempt, for as long as the order has not expired.
 *
 * Once money has arrived, the order stands as its ledger says (`standing.ts`), so that no event has
 * to know what was there before it. The same table as a drawing: `STATES.md`.
 */
import type {OrderStatus} from '../contract.ts';

/** What the refunds, disputes and payments of an order, taken together, amount to. */
export type LedgerEvent =
  'kept' | 'kept_without_stock' | 'paid_twice' | 'refunded_in_part' | 'refunded' | 'disputed';

/** What can become known about an order, in our words: Stripe's are translated in `settle.ts`. */
export type OrderEvent =
  | 'started'
  | 'processing'
  | 'authorized'
  | 'paid'
  | 'paid_without_stock'
  | 'failed'
  | 'canceled'
  | 'expired'
  | LedgerEvent;

type Row = Partial<Record<OrderEvent, OrderStatus>>;

/** Whatever the order went through before, money that arrives is money that arrived. */
const money: Row = {paid: 'paid', paid_without_stock: 'paid_unfulfillable'};

/** From each of these to each: a refund can fail, a dispute be won, a second payment go back. */
const ledger: Record<LedgerEvent, OrderStatus> = {
  kept: 'paid',
  kept_without_stock: 'paid_unfulfillable',
  paid_twice: 'duplicate_payment',
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
  paid: ledger,
  paid_unfulfillable: ledger,
  duplicate_payment: ledger,
  partially_refunded: ledger,
  refunded: ledger,
  disputed: ledger,
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

const afterMoney: ReadonlySet<OrderStatus> = new Set(Object.values(ledger));
