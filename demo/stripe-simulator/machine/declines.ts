/** Why a payment did not go through, in the words of https://docs.stripe.com/declines/codes. */
export interface Decline {
  code: string;
  declineCode?: string;
  message: string;
  param?: string;
  type: 'card_error' | 'invalid_request_error';
  outcome: 'issuer_declined' | 'blocked';
}

const issuer = (code: string, message: string, more: Partial<Decline> = {}): Decline => ({
  code,
  message,
  type: 'card_error',
  outcome: 'issuer_declined',
  ...more,
});
const declined = (declineCode: string, message = 'Your card was declined.') =>
  issuer('card_declined', message, {declineCode});

export const declines = {
  generic_decline: declined('generic_decline'),
  insufficient_funds: declined('insufficient_funds', 'Your card has insufficient funds.'),
  lost_card: declined('lost_card'),
  stolen_card: declined('stolen_card'),
  card_velocity_exceeded: declined(
    'card_velocity_exceeded',
    'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
  ),
  expired_card: issuer('expired_card', 'Your card has expired.', {param: 'exp_month'}),
  incorrect_cvc: issuer('incorrect_cvc', "Your card's security code is incorrect.", {param: 'cvc'}),
  processing_error: issuer(
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ),
  fraudulent: {...declined('fraudulent'), outcome: 'blocked'},
  authentication_required: issuer(
    'authentication_required',
    'Your card was declined. This transaction requires authentication.',
    {declineCode: 'authentication_required'},
  ),
  authentication_failure: issuer(
    'payment_intent_authentication_failure',
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    {type: 'invalid_request_error'},
  ),
  attempt_failed: issuer(
    'payment_intent_payment_attempt_failed',
    'The payment attempt failed because the customer did not approve it, or their bank refused it.',
    {type: 'invalid_request_error'},
  ),
  attempt_expired: issuer(
    'payment_intent_payment_attempt_expired',
    'The payment attempt expired before the customer completed it.',
    {type: 'invalid_request_error'},
  ),
  account_closed: debit('account_closed', "The customer's bank account has been closed."),
  no_account: debit('no_account', "The customer's bank account could not be located."),
  bank_insufficient_funds: debit(
    'insufficient_funds',
    "The customer's account has insufficient funds to cover this payment.",
  ),
  debit_not_authorized: debit(
    'debit_not_authorized',
    'The customer has notified their bank that this payment was unauthorized.',
  ),
  bank_declined: debit('payment_method_provider_decline', "The customer's bank refused the debit."),
  charge_exceeds_source_limit: debit(
    'charge_exceeds_source_limit',
    'The payment exceeds the limit of what may be debited.',
  ),
  charge_exceeds_weekly_limit: debit(
    'charge_exceeds_weekly_limit',
    'The payment exceeds the limit of what may be debited in one week.',
  ),
} satisfies Record<string, Decline>;
export type DeclineName = keyof typeof declines;

function debit(code: string, message: string): Decline {
  return issuer(code, message, {type: 'invalid_request_error'});
}
