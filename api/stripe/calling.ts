/** Stripe's errors in our words, and what they say. */
import Stripe from 'stripe';
import {ApiError} from '../errors.ts';

export async function calling<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw inOurWords(error);
  }
}

/** The answer, or `undefined` where Stripe has nothing of that id. */
export async function orMissing<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await calling(call);
  } catch (error) {
    if (stripeCode(error) === 'resource_missing') return undefined;
    throw error;
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
  if (error.code === 'email_invalid') {
    const pointer = error.param === 'customer_email' ? '/email' : '/billingDetails/email';
    return new ApiError('invalid_request', {
      errors: [{pointer, detail: 'Stripe does not take this address.'}],
      cause: error,
    });
  }
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

export const causeOf = (error: unknown): unknown =>
  error instanceof ApiError ? error.cause : error;

/** The creating call came with other parameters before: its key is spent. */
export const isSpentKey = (error: unknown): boolean =>
  causeOf(error) instanceof Stripe.errors.StripeIdempotencyError;

/**
 * Stripe has failed at this call before, and says so again under its key for as long as it keeps its
 * answers. What it may have made all the same was told to nobody.
 * https://docs.stripe.com/api/idempotent_requests
 */
export function isKeptFailure(error: unknown): boolean {
  const cause = causeOf(error);
  return (
    cause instanceof Stripe.errors.StripeAPIError &&
    cause.headers?.['idempotent-replayed'] === 'true'
  );
}

/** Stripe has understood the call and will never do it. */
export const isInvalidCall = (error: unknown): boolean =>
  causeOf(error) instanceof Stripe.errors.StripeInvalidRequestError;

export function stripeCode(error: unknown): string | undefined {
  const cause = causeOf(error);
  return cause instanceof Stripe.errors.StripeError ? cause.code : undefined;
}

export function intentOf(error: unknown): Stripe.PaymentIntent | undefined {
  const cause = causeOf(error);
  return cause instanceof Stripe.errors.StripeError ? cause.payment_intent : undefined;
}
