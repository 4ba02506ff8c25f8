/** The calls about PaymentIntents, and Stripe's errors in our words. */
import Stripe from 'stripe';
import {ApiError} from '../errors.ts';

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
export async function readIntent(
  stripe: Stripe,
  id: string,
): Promise<Stripe.PaymentIntent | undefined> {
  try {
    return await calling(() => stripe.paymentIntents.retrieve(id));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function updateIntent(
  stripe: Stripe,
  id: string,
  change: Stripe.PaymentIntentUpdateParams,
): Promise<Stripe.PaymentIntent> {
  return calling(() => stripe.paymentIntents.update(id, change));
}

/** Cancels what can be cancelled; the intent as it ended up, whoever was faster. */
export async function cancelIntent(stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> {
  try {
    return await calling(() =>
      stripe.paymentIntents.cancel(id, {cancellation_reason: 'abandoned'}),
    );
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

/** The creating call came with other parameters before: this attempt's key is spent. */
export const isSpentKey = (error: unknown): boolean =>
  causeOf(error) instanceof Stripe.errors.StripeIdempotencyError;

/** The intent moved on between our looking and our changing it. */
export const isUnexpectedState = (error: unknown): boolean =>
  stripeCode(error) === 'payment_intent_unexpected_state';

const isMissing = (error: unknown): boolean => stripeCode(error) === 'resource_missing';

async function calling<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw inOurWords(error);
  }
}

/**
 * What the caller can mend keeps its own code; a Stripe that is away, busy or refuses our key is
 * `payment_provider_unavailable`. The rest is our mistake, and stays what it is.
 */
function inOurWords(error: unknown): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  if (error.code === 'amount_too_small') return new ApiError('amount_too_small', {cause: error});
  if (error.code === 'amount_too_large') return new ApiError('amount_too_large', {cause: error});
  const isAway =
    error instanceof Stripe.errors.StripeConnectionError ||
    error instanceof Stripe.errors.StripeAPIError ||
    error instanceof Stripe.errors.StripeRateLimitError ||
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError ||
    error.code === 'idempotency_key_in_use' ||
    error.code === 'lock_timeout';
  return isAway
    ? new ApiError('payment_provider_unavailable', {cause: error, retryAfter: 2})
    : error;
}

const causeOf = (error: unknown): unknown => (error instanceof ApiError ? error.cause : error);

function stripeCode(error: unknown): string | undefined {
  const cause = causeOf(error);
  return cause instanceof Stripe.errors.StripeError ? cause.code : undefined;
}

function intentOf(error: unknown): Stripe.PaymentIntent | undefined {
  const cause = causeOf(error);
  return cause instanceof Stripe.errors.StripeError ? cause.payment_intent : undefined;
}
