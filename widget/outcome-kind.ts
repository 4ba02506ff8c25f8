import type {Order} from '../api/contract.ts';
import type {OutcomeKind} from './flow.ts';

/**
 * What to tell the buyer. The order decides; what Stripe said in the browser (`intentStatus`) only
 * fills the moment until the webhook has reached the shop, and never makes an order look paid.
 */
export function outcomeOf(order: Order | null, intentStatus?: string): OutcomeKind {
  switch (order?.status) {
    case 'paid':
    case 'duplicate_payment':
    case 'partially_refunded':
    case 'disputed':
      return 'paid';
    case 'authorized':
      return 'authorized';
    case 'paid_unfulfillable':
      return 'unfulfillable';
    case 'refunded':
      return 'refunded';
    case 'expired':
      return 'expired';
    case 'processing':
      return 'processing';
    case 'canceled':
      return 'canceled';
    default:
      return outcomeOfIntent(order, intentStatus);
  }
}

/** https://docs.stripe.com/payments/paymentintents/lifecycle; the list is open-ended. */
function outcomeOfIntent(order: Order | null, intentStatus?: string): OutcomeKind {
  switch (intentStatus) {
    case 'succeeded':
    case 'requires_capture':
      return 'confirming';
    case 'processing':
      return 'processing';
    case 'requires_action':
      return 'action';
    case 'canceled':
      return 'canceled';
    case 'requires_payment_method':
    case 'requires_confirmation':
    case undefined:
      if (order?.status === 'payment_failed' || order?.lastPaymentError) return 'failed';
      return order ? 'unpaid' : 'unknown';
    default:
      return 'unknown';
  }
}

/** Whether asking the API again may bring news. */
export const isOpen = (kind: OutcomeKind): boolean =>
  kind === 'confirming' || kind === 'processing' || kind === 'unknown';

/** Whether it is how most payments end; what else there is to say comes in a file of its own. */
export const isUsual = (kind: OutcomeKind): boolean =>
  isOpen(kind) || kind === 'paid' || kind === 'authorized';
