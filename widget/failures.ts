import type {StripeError} from '@stripe/stripe-js';
import {ApiCallError} from './api-client.ts';
import {CheckoutError, declineText, errorText, type CheckoutErrorCode} from './errors.ts';
import {text} from './i18n/text.ts';
import {TimeLimitError} from './time.ts';

interface About {
  orderId?: string | undefined;
  cause?: unknown;
  values?: Record<string, string>;
}

/** A `CheckoutError` in the buyer's language. */
export function failure(code: CheckoutErrorCode, {orderId, cause, values}: About = {}) {
  return new CheckoutError(code, text(errorText(code), values), {
    cause,
    ...(orderId && {orderId}),
  });
}

/** Whatever was thrown, as a `CheckoutError`; what is none of the known causes gets `otherwise`. */
export function asFailure(
  cause: unknown,
  orderId?: string,
  otherwise: CheckoutErrorCode = 'unknown',
): CheckoutError {
  if (cause instanceof CheckoutError) return cause;
  if (cause instanceof ApiCallError) return failure(cause.code, {orderId, cause});
  if (cause instanceof TimeLimitError) return failure('timeout', {orderId, cause});
  return failure(otherwise, {orderId, cause});
}

/**
 * Stripe's refusal in our words. Its own words are shown only where Stripe says they are meant for
 * buyers, and only for a reason that has no text here: https://docs.stripe.com/api/errors
 */
export function stripeFailure(error: StripeError, orderId?: string): CheckoutError {
  if (error.type === 'validation_error') return failure('payment_details_invalid', {orderId});
  const key = declineText(error.code, error.decline_code);
  const isForBuyers = error.type === 'card_error' && key === 'declinedMethod' && error.message;
  const isTrouble =
    error.type !== 'card_error' && key === 'declinedMethod' && !error.payment_intent;
  const message = isForBuyers ? error.message : text(isTrouble ? 'errorGeneric' : key);
  return new CheckoutError('payment_failed', message ?? text(key), {
    ...(orderId && {orderId}),
    ...((error.decline_code ?? error.code) && {
      declineCode: error.decline_code ?? error.code ?? '',
    }),
  });
}

/** For the console, where developers look: never with a client secret in it. */
export function logFailure(cause: unknown): void {
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  // oxlint-disable-next-line eslint/no-console -- The one place where a site's developer will look.
  console.error(`one-page-checkout: ${message.replace(/_secret_\w+/g, '_secret_…')}`);
}
