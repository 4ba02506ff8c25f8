import type {PaymentScenario} from '../scenarios.ts';
import type {DeclineName} from './declines.ts';

/** What a card does. Nothing said means: it pays, without 3D Secure. */
export interface CardBehaviour {
  /** Refused with this, after authentication when there is one. */
  decline?: DeclineName;
  /**
   * not_supported: never asked · optional: only when the merchant insists · frictionless: done unseen
   * unless_set_up: asked unless the card was set up for later use · on_session: set up for later use
   * already, so asked only when the buyer is there · lookup_error: the bank's directory fails.
   */
  authentication?:
    | 'not_supported'
    | 'optional'
    | 'optional_error'
    | 'frictionless'
    | 'always'
    | 'unless_set_up'
    | 'on_session'
    | 'lookup_error';
  checks?: Partial<Record<'cvc' | 'line1' | 'zip', 'fail' | 'unavailable'>>;
  risk?: 'elevated' | 'highest';
  afterwards?: Afterwards;
  refund?: 'pending' | 'fails';
  /** The bank refuses whatever the buyer answers; no card does this by itself, a scenario may. */
  failsChallenge?: boolean;
  /** Pays a few seconds later; no card does this by itself, a scenario may. */
  processing?: 'succeeds' | 'fails';
  /** The money can be paid out at once. */
  availableAtOnce?: boolean;
  /** Can be saved, but every charge of it fails. */
  onlyAttaches?: boolean;
}
export type Afterwards =
  | 'dispute_fraudulent'
  | 'dispute_not_received'
  | 'dispute_many'
  | 'dispute_compelling_evidence'
  | 'dispute_compliance'
  | 'inquiry'
  | 'early_fraud_warning';

export interface TestCard extends CardBehaviour {
  number: string;
  brand: string;
  country: string;
  funding: 'credit' | 'debit' | 'prepaid';
  /** The names a server may use in place of the number. */
  tokens: readonly string[];
}

const card = (
  number: string,
  tokens: string,
  behaviour: CardBehaviour & Partial<TestCard> = {},
) => ({
  number,
  brand: 'visa',
  country: 'US',
  funding: 'credit' as const,
  tokens: tokens === '' ? [] : tokens.split(' '),
  ...behaviour,
});

/** https://docs.stripe.com/testing */
export const testCards: readonly TestCard[] = [
  card('4242424242424242', 'pm_card_visa pm_card_us', {authentication: 'optional'}),
  card('5555555555554444', 'pm_card_mastercard', {brand: 'mastercard', authentication: 'optional'}),
  card('4000056655665556', 'pm_card_visa_debit', {funding: 'debit', authentication: 'optional'}),
  card('378282246310005', 'pm_card_amex pm_card_amex_threeDSecureNotSupported', {
    brand: 'amex',
    authentication: 'not_supported',
  }),

  card('4000000000000002', 'pm_card_visa_chargeDeclined pm_card_chargeDeclined', {
    decline: 'generic_decline',
  }),
  card(
    '4000000000009995',
    'pm_card_visa_chargeDeclinedInsufficientFunds pm_card_chargeDeclinedInsufficientFunds',
    {decline: 'insufficient_funds'},
  ),
  card('4000000000009987', 'pm_card_visa_chargeDeclinedLostCard', {decline: 'lost_card'}),
  card('4000000000009979', 'pm_card_visa_chargeDeclinedStolenCard', {decline: 'stolen_card'}),
  card('4000000000000069', 'pm_card_chargeDeclinedExpiredCard', {decline: 'expired_card'}),
  card('4000000000000127', 'pm_card_chargeDeclinedIncorrectCvc', {decline: 'incorrect_cvc'}),
  card('4000000000000119', 'pm_card_chargeDeclinedProcessingError', {decline: 'processing_error'}),
  card('4000000000006975', 'pm_card_visa_chargeDeclinedVelocityLimitExceeded', {
    decline: 'card_velocity_exceeded',
  }),
  card('4000000000000341', 'pm_card_chargeCustomerFail', {
    decline: 'generic_decline',
    onlyAttaches: true,
  }),

  card('4000002500003155', 'pm_card_authenticationRequiredOnSetup', {
    authentication: 'unless_set_up',
  }),
  card('4000002760003184', 'pm_card_authenticationRequired', {authentication: 'always'}),
  card('4000003800000446', 'pm_card_authenticationRequiredSetupForOffSession', {
    authentication: 'on_session',
  }),
  card('4000008260003178', 'pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', {
    authentication: 'always',
    decline: 'insufficient_funds',
  }),
  card('4000000000003220', 'pm_card_threeDSecure2Required', {
    authentication: 'always',
    country: 'IE',
  }),
  card('4000008400000027', 'pm_card_threeDSecureRequired', {authentication: 'always'}),
  card('4000008400001629', 'pm_card_threeDSecureRequiredChargeDeclined', {
    authentication: 'always',
    decline: 'generic_decline',
  }),
  card('4000008400001280', 'pm_card_threeDSecureRequiredProcessingError', {
    authentication: 'lookup_error',
    decline: 'generic_decline',
  }),
  card('4000000000003055', 'pm_card_threeDSecureOptional', {authentication: 'optional'}),
  card('4000000000003097', 'pm_card_threeDSecureOptionalProcessingError', {
    authentication: 'optional_error',
  }),
  card('4000000032200000', '', {authentication: 'frictionless'}),

  card('4100000000000019', 'pm_card_radarBlock', {decline: 'fraudulent', risk: 'highest'}),
  card('4000000000004954', 'pm_card_riskLevelHighest', {decline: 'fraudulent', risk: 'highest'}),
  card('4000000000009235', 'pm_card_riskLevelElevated', {risk: 'elevated'}),
  card('4000000000000101', 'pm_card_cvcCheckFail', {checks: {cvc: 'fail'}}),
  card('4000000000000036', 'pm_card_avsZipFail', {checks: {zip: 'fail'}}),
  card('4000000000000010', 'pm_card_avsFail', {checks: {line1: 'fail', zip: 'fail'}}),
  card('4000000000000028', 'pm_card_avsLine1Fail', {checks: {line1: 'fail'}}),
  card('4000000000000044', 'pm_card_avsUnchecked', {
    checks: {line1: 'unavailable', zip: 'unavailable'},
  }),
  // These two make Stripe.js ask for a captcha first; the REST interface sees an ordinary card.
  card('4000000000001208', ''),
  card('4000000000003725', ''),

  card('4000000000000259', 'pm_card_createDispute', {afterwards: 'dispute_fraudulent'}),
  card('4000000000002685', 'pm_card_createDisputeProductNotReceived', {
    afterwards: 'dispute_not_received',
  }),
  card('4000000000001976', 'pm_card_createDisputeInquiry', {afterwards: 'inquiry'}),
  card('4000000000005423', 'pm_card_createIssuerFraudRecord', {afterwards: 'early_fraud_warning'}),
  card('4000000404000079', 'pm_card_createMultipleDisputes', {afterwards: 'dispute_many'}),
  card('4000000404000038', 'pm_card_createCe3EligibleDispute', {
    afterwards: 'dispute_compelling_evidence',
  }),
  card('4000008400000779', 'pm_card_createComplianceDispute', {afterwards: 'dispute_compliance'}),

  card('4000000000007726', 'pm_card_pendingRefund', {refund: 'pending'}),
  card('4000000000005126', 'pm_card_refundFail', {refund: 'fails'}),
  card('4000000000000077', 'pm_card_bypassPending', {availableAtOnce: true}),
];

const byNumber = new Map(testCards.map((each) => [each.number, each]));
const byToken = new Map(testCards.flatMap((each) => each.tokens.map((token) => [token, each])));

export const cardByNumber = (number: string) => byNumber.get(number);
export const cardByToken = (token: string) => byToken.get(token);

/** What a card does under the chosen scenario. */
export function behaviourOf(number: string, scenario: PaymentScenario): CardBehaviour {
  switch (scenario) {
    case 'by_card':
      return cardByNumber(number) ?? {};
    case 'success':
      return {};
    case 'three_d_secure':
      return {authentication: 'always'};
    case 'three_d_secure_failed':
      return {authentication: 'always', failsChallenge: true};
    case 'processing_then_success':
      return {processing: 'succeeds'};
    case 'processing_then_failure':
      return {processing: 'fails'};
    case 'dispute':
      return {afterwards: 'dispute_fraudulent'};
    case 'early_fraud_warning':
      return {afterwards: 'early_fraud_warning'};
    case 'refund_pending':
      return {refund: 'pending'};
    case 'refund_failed':
      return {refund: 'fails'};
    default:
      return {decline: scenario};
  }
}
