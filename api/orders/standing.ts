/**
 * How an order stands once money has arrived: worked out anew each time from everything that is
 * known of its payments, refunds and disputes, so that it does not matter in which order they came.
 * Pure.
 */
import type {LedgerEvent} from './state.ts';

export interface Ledger {
  /** The order's own price. */
  amount: number;
  /** Whether its items were there to be taken. */
  hasStock: boolean;
  payments: {paymentIntentId: string; attempt: number; amount: number}[];
  refunds: {paymentIntentId: string; amount: number; status: string}[];
  disputes: {paymentIntentId: string; status: string}[];
}

interface Standing {
  event: LedgerEvent;
  /** How much of the order's price the shop no longer has. */
  amountRefunded: number;
  /** Payments beyond the one that pays for the order, refunded or not. */
  extra: string[];
  /** Payments that the shop has and should not keep: a second one, or one for what is gone. */
  owed: string[];
}

/** Nothing, while nothing was paid. */
export function standingOf(ledger: Ledger): Standing | undefined {
  if (ledger.payments.length === 0) return undefined;
  const payments = ledger.payments
    .map((payment) => ({...payment, refunded: refundedOf(ledger, payment.paymentIntentId)}))
    // The one that pays for the order first: of its sum, and the earliest of those.
    .sort(
      (one, other) =>
        Number(other.amount === ledger.amount) - Number(one.amount === ledger.amount) ||
        one.attempt - other.attempt,
    );
  const kept = payments.filter(({amount, refunded}) => refunded < amount);
  const left = kept.reduce((sum, {amount, refunded}) => sum + amount - refunded, 0);
  const event = eventOf(ledger, kept);
  const ids = kept.map(idOf);
  return {
    event,
    amountRefunded: Math.max(0, ledger.amount - left),
    extra: payments.slice(1).map(idOf),
    owed: event === 'kept_without_stock' ? ids : event === 'paid_twice' ? ids.slice(1) : [],
  };
}

const idOf = ({paymentIntentId}: {paymentIntentId: string}): string => paymentIntentId;

function eventOf(
  {hasStock, disputes}: Ledger,
  kept: {amount: number; refunded: number}[],
): LedgerEvent {
  if (disputes.some(({status}) => isAgainstUs(status))) return 'disputed';
  const [first, second] = kept;
  if (!first) return 'refunded';
  if (second) return 'paid_twice';
  if (first.refunded > 0) return 'refunded_in_part';
  return hasStock ? 'kept' : 'kept_without_stock';
}

/**
 * A refund counts from the moment it is made, as in Stripe's own `amount_refunded`, and no longer
 * when it failed: then the money is back with the shop.
 */
const refundedOf = ({refunds}: Ledger, paymentIntentId: string): number =>
  refunds
    .filter((refund) => refund.paymentIntentId === paymentIntentId && isSent(refund.status))
    .reduce((sum, {amount}) => sum + amount, 0);

export const isSent = (status: string): boolean => status !== 'failed' && status !== 'canceled';

/** Whether the bank has nothing more to say, and has said it in our favour. */
export const isOver = (status: string): boolean =>
  status === 'won' || status === 'warning_closed' || status === 'prevented';

/** A lost one stays: the money is gone. A status that we do not know is no reason to rest. */
const isAgainstUs = (status: string): boolean => !isOver(status);
