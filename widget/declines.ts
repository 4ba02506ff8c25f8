import type {StripeError} from '@stripe/stripe-js';
import {CheckoutError} from './errors.ts';
import {failure} from './failures.ts';
import {text, type TextKey} from './i18n/text.ts';

/**
 * Stripe's many reasons in the few that a buyer can act on. A suspected theft reads like any
 * other refusal: https://docs.stripe.com/declines/codes says never to tell a buyer of it.
 */
const declines: Record<string, TextKey> = {
  insufficient_funds: 'declinedFunds',
  expired_card: 'declinedExpired',
  incorrect_number: 'declinedNumber',
  invalid_number: 'declinedNumber',
  invalid_account: 'declinedNumber',
  invalid_expiry_month: 'declinedExpiry',
  invalid_expiry_year: 'declinedExpiry',
  incorrect_cvc: 'declinedCvc',
  invalid_cvc: 'declinedCvc',
  incorrect_zip: 'declinedPostalCode',
  card_velocity_exceeded: 'declinedLimit',
  withdrawal_count_limit_exceeded: 'declinedLimit',
  card_not_supported: 'declinedUnsupported',
  currency_not_supported: 'declinedUnsupported',
  transaction_not_allowed: 'declinedUnsupported',
  authentication_required: 'declinedAuthentication',
  payment_intent_authentication_failure: 'declinedAuthentication',
  authentication_not_handled: 'declinedAuthentication',
  processing_error: 'declinedTemporary',
  issuer_not_available: 'declinedTemporary',
  reenter_transaction: 'declinedTemporary',
  try_again_later: 'declinedTemporary',
  lock_timeout: 'declinedTemporary',
  rate_limit: 'errorRateLimited',
  payment_intent_payment_attempt_failed: 'declinedMethod',
  payment_intent_payment_attempt_expired: 'declinedMethod',
  payment_method_provider_decline: 'declinedMethod',
  card_declined: 'declined',
};

/** The text for a refusal: the bank's own reason first, then Stripe's. */
export function declineText(code?: string | null, declineCode?: string | null): TextKey {
  return declines[declineCode ?? ''] ?? declines[code ?? ''] ?? 'declinedMethod';
}

/**
 * Stripe's refusal in our words. Its own words are shown only where Stripe says they are meant for
 * buyers, and only for a reason that has no text here: https://docs.stripe.com/api/errors
 */
export function stripeFailure(error: StripeError, orderId?: string): CheckoutError {
  if (error.type === 'validation_error') return failure('payment_details_invalid', {orderId});
  const key = declineText(error.code, error.decline_code);
  const itsOwn = error.type === 'card_error' && key === 'declinedMethod' && error.message;
  const isTrouble =
    error.type !== 'card_error' && key === 'declinedMethod' && !error.payment_intent;
  const words = () => itsOwn || text(isTrouble ? 'errorGeneric' : key);
  return new CheckoutError('payment_failed', words, {
    orderId,
    ...((error.decline_code ?? error.code) && {
      declineCode: error.decline_code ?? error.code ?? '',
    }),
  });
}
