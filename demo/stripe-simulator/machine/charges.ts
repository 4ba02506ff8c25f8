import type {Stripe} from 'stripe';
import type {Call} from '../world.ts';
import {bankDetails} from './bank-details.ts';
import type {Decline} from './declines.ts';
import type {CardBehaviour} from './test-cards.ts';

/** What a charge takes from its payment; a charge without a PaymentIntent has no id here. */
export type ChargeBasis = Pick<
  Stripe.PaymentIntent,
  | 'amount'
  | 'application_fee_amount'
  | 'currency'
  | 'customer'
  | 'description'
  | 'metadata'
  | 'receipt_email'
  | 'shipping'
  | 'statement_descriptor'
  | 'statement_descriptor_suffix'
  | 'transfer_group'
> & {id: string | null};

/** Facts about a charge that neither the intent nor the payment method knows. */
export interface ChargeFacts {
  status: 'succeeded' | 'pending' | 'failed';
  captured: boolean;
  decline?: Decline;
  behaviour?: CardBehaviour;
  /** How the buyer proved who they are. */
  authentication?: 'challenge' | 'frictionless' | 'attempted';
}

/** Records one try to move money. */
export function createCharge(
  call: Call,
  intent: ChargeBasis,
  method: Stripe.PaymentMethod,
  facts: ChargeFacts,
): Stripe.Charge {
  const {store, ids, clock, account} = call.world;
  const isPaid = facts.status === 'succeeded';
  const id = ids.next(method.type === 'card' ? 'ch' : 'py');
  return store.charges.put({
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: isPaid && facts.captured ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: intent.application_fee_amount,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: method.type === 'card' ? account.statementDescriptor : null,
    captured: isPaid && facts.captured,
    created: clock.seconds(),
    currency: intent.currency,
    customer: idOf(intent.customer),
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: facts.decline?.code ?? null,
    failure_message: facts.decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: facts.status === 'pending' ? pendingOutcome : outcomeOf(facts),
    paid: facts.status !== 'failed',
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: detailsOf(call, intent, method, facts),
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: facts.status === 'failed' ? null : `${call.origin}/_simulator/receipts/${id}`,
    refunded: false,
    review: null,
    shipping: intent.shipping,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: facts.status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  });
}

/** The id in a field that may hold the whole object. */
export function idOf(value: string | {id: string} | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : value.id;
}

const noAdvice = {advice_code: null, network_advice_code: null};

const pendingOutcome: Stripe.Charge.Outcome = {
  ...noAdvice,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'not_assessed',
  seller_message: 'Payment complete.',
  type: 'authorized',
};

export function outcomeOf({decline, behaviour}: ChargeFacts): Stripe.Charge.Outcome {
  const risk = behaviour?.risk ?? 'normal';
  const risk_score = {normal: 12, elevated: 68, highest: 92}[risk];
  if (!decline) {
    return {
      ...noAdvice,
      network_decline_code: null,
      network_status: 'approved_by_network',
      reason: risk === 'normal' ? null : 'elevated_risk_level',
      risk_level: risk,
      risk_score,
      seller_message:
        risk === 'normal'
          ? 'Payment complete.'
          : 'Stripe evaluated this payment as having elevated risk, and placed it in your manual review queue.',
      type: risk === 'normal' ? 'authorized' : 'manual_review',
    };
  }
  const isBlocked = decline.outcome === 'blocked';
  return {
    ...noAdvice,
    network_decline_code: isBlocked ? null : '01',
    network_status: isBlocked ? 'not_sent_to_network' : 'declined_by_network',
    reason: isBlocked ? 'highest_risk_level' : (decline.declineCode ?? decline.code),
    risk_level: risk,
    risk_score,
    seller_message: isBlocked
      ? 'Stripe blocked this payment as too risky.'
      : 'The bank did not return any further details with this decline.',
    type: isBlocked ? 'blocked' : 'issuer_declined',
  };
}

function detailsOf(
  call: Call,
  intent: ChargeBasis,
  method: Stripe.PaymentMethod,
  facts: ChargeFacts,
): Stripe.Charge.PaymentMethodDetails {
  const {type} = method;
  if (type === 'card' && method.card) {
    return {type, card: cardDetails(call, intent, method, method.card, facts)};
  }
  if (type === 'us_bank_account' && method.us_bank_account) {
    const {account_holder_type, account_type, bank_name, fingerprint, last4, routing_number} =
      method.us_bank_account;
    return {
      type,
      us_bank_account: {
        account_holder_type,
        account_type,
        bank_name,
        fingerprint,
        last4,
        payment_reference: null,
        routing_number,
      },
    };
  }
  if (type === 'sepa_debit' && method.sepa_debit) {
    const {bank_code, branch_code, country, fingerprint, last4} = method.sepa_debit;
    return {
      type,
      sepa_debit: {bank_code, branch_code, country, fingerprint, last4, mandate: null},
    };
  }
  return {type, ...bankDetails(method)};
}

function cardDetails(
  call: Call,
  intent: ChargeBasis,
  method: Stripe.PaymentMethod,
  card: Stripe.PaymentMethod.Card,
  {status, captured, behaviour, authentication}: ChargeFacts,
): Stripe.Charge.PaymentMethodDetails.Card {
  const {address} = method.billing_details;
  const isHeld = status === 'succeeded' && !captured;
  const challenged = authentication === 'challenge' || authentication === 'frictionless';
  return {
    amount_authorized: status === 'succeeded' ? intent.amount : null,
    authorization_code: status === 'succeeded' ? '123456' : null,
    brand: card.brand,
    ...(isHeld && {capture_before: call.world.clock.seconds() + 7 * 24 * 3600}),
    checks: {
      address_line1_check: address?.line1 ? (behaviour?.checks?.line1 ?? 'pass') : null,
      address_postal_code_check: address?.postal_code ? (behaviour?.checks?.zip ?? 'pass') : null,
      cvc_check: card.checks?.cvc_check ? (behaviour?.checks?.cvc ?? 'pass') : null,
    },
    country: card.country,
    electronic_commerce_indicator: challenged ? '05' : null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: {status: 'disabled'},
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    incremental_authorization: {status: 'unavailable'},
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: {status: 'unavailable'},
    network: card.brand,
    network_token: {used: false},
    network_transaction_id: status === 'failed' ? null : '104115108441',
    overcapture: {maximum_amount_capturable: intent.amount, status: 'unavailable'},
    regulated_status: 'unregulated',
    three_d_secure: authentication
      ? {
          authentication_flow: authentication === 'attempted' ? null : authentication,
          electronic_commerce_indicator: challenged ? '05' : null,
          exemption_indicator: null,
          result: challenged ? 'authenticated' : 'processing_error',
          result_reason: null,
          transaction_id: challenged ? '2a1d1f6c-0000-4000-8000-000000000000' : null,
          version: '2.2.0',
        }
      : null,
    transaction_link_id: null,
    wallet: null,
  };
}
