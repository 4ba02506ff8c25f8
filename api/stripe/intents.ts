/** The calls about PaymentIntents. */
import type Stripe from 'stripe';
import {calling, intentOf, orMissing, stripeCode} from './calling.ts';

/** All that an intent is made from: nothing in here changes while an attempt lives. */
interface FrozenAttempt {
  orderId: string;
  orderNumber: string;
  attempt: number;
  amount: number;
  currency: string;
}

/**
 * Makes the intent of an attempt, or gives back the one that was made: after a lost answer the same
 * key brings the same intent. https://docs.stripe.com/api/idempotent_requests
 */
export function createIntent(
  stripe: Stripe,
  {orderId, orderNumber, attempt, amount, currency}: FrozenAttempt,
): Promise<Stripe.PaymentIntent> {
  return calling(() =>
    stripe.paymentIntents.create(
      {
        amount,
        currency,
        // Which methods are offered is decided in the Stripe Dashboard.
        automatic_payment_methods: {enabled: true},
        description: `Order ${orderNumber}`,
        metadata: {order_id: orderId, attempt: String(attempt)},
      },
      {idempotencyKey: `order:${orderId}:pi:${attempt}`},
    ),
  );
}

/** The intent as it is now; `undefined` where Stripe has none of that id. */
export function readIntent(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent | undefined> {
  return orMissing(() => stripe.paymentIntents.retrieve(id));
}

export function updateIntent(
  stripe: Stripe,
  id: string,
  change: Stripe.PaymentIntentUpdateParams,
): Promise<Stripe.PaymentIntent> {
  return calling(() => stripe.paymentIntents.update(id, change));
}

/**
 * Cancels what can be cancelled; the intent as it ended up, whoever was faster. `duplicate`: another
 * one takes its place; its cancellation says nothing about the order.
 */
export async function cancelIntent(
  stripe: Stripe,
  id: string,
  reason: 'abandoned' | 'duplicate' = 'abandoned',
): Promise<Stripe.PaymentIntent> {
  try {
    return await calling(() => stripe.paymentIntents.cancel(id, {cancellation_reason: reason}));
  } catch (error) {
    const intent = intentOf(error) ?? (isUnexpectedState(error) && (await readIntent(stripe, id)));
    if (intent) return intent;
    throw error;
  }
}

/** Statuses in which an intent takes another amount and another try. */
export const isChangeable = ({status}: Stripe.PaymentIntent): boolean =>
  status === 'requires_payment_method' || status === 'requires_confirmation';

/** Statuses in which a buyer can go on with this very intent. */
export const isUsable = (intent: Stripe.PaymentIntent): boolean =>
  isChangeable(intent) || intent.status === 'requires_action';

/**
 * The buyer goes on elsewhere, for days if they like: with a voucher, a transfer, or a small deposit
 * that is to be looked up. Stripe ends it by itself, and says so.
 * https://docs.stripe.com/payments/vouchers
 */
export const isForLater = (intent: Stripe.PaymentIntent): boolean =>
  stepForLater(intent) !== undefined;

/** What the buyer goes on with elsewhere. */
export const stepForLater = ({status, next_action: step}: Stripe.PaymentIntent) =>
  status === 'requires_action' && step && forLater.test(step.type) ? step : undefined;

const forLater =
  /_display_details$|^display_bank_transfer_instructions$|^verify_with_microdeposits$/;

/** The intent moved on between our looking and our changing it. */
export const isUnexpectedState = (error: unknown): boolean =>
  stripeCode(error) === 'payment_intent_unexpected_state';
