import type {Stripe} from 'stripe';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {bookTransaction} from './balance.ts';
import {idOf} from './charges.ts';
import type {Afterwards} from './test-cards.ts';

const disputeFee = 1500;
const answerWithin = 9 * 24 * 3600;

const reasons: Partial<Record<Afterwards, {reason: string; network: string}>> = {
  dispute_fraudulent: {reason: 'fraudulent', network: '10.4'},
  dispute_not_received: {reason: 'product_not_received', network: '13.1'},
  dispute_compelling_evidence: {reason: 'fraudulent', network: '10.4'},
  dispute_compliance: {reason: 'noncompliant', network: 'compliance'},
  inquiry: {reason: 'fraudulent', network: '10.4'},
};

/** The buyer's bank takes a payment back, or asks about it first. */
export function openDispute(
  call: Call,
  charge: Stripe.Charge,
  kind: Afterwards,
  amount: number,
): Stripe.Dispute {
  const {store, ids, clock} = call.world;
  const {reason, network} = reasons[kind] ?? {reason: 'general', network: '10.4'};
  const isInquiry = kind === 'inquiry';
  const card = charge.payment_method_details?.card;
  const id = ids.next('du');
  const dispute = store.disputes.put({
    id,
    object: 'dispute',
    amount,
    balance_transactions: isInquiry ? [] : [withdraw(call, id, charge, amount)],
    charge: charge.id,
    created: clock.seconds(),
    currency: charge.currency,
    enhanced_eligibility_types:
      kind === 'dispute_compelling_evidence'
        ? ['visa_compelling_evidence_3']
        : kind === 'dispute_compliance'
          ? ['visa_compliance']
          : [],
    evidence: noEvidence,
    evidence_details: {
      due_by: clock.seconds() + answerWithin,
      enhanced_eligibility: eligibility(kind),
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: isInquiry,
    livemode: false,
    metadata: {},
    payment_intent: typeof charge.payment_intent === 'string' ? charge.payment_intent : null,
    ...(card && {
      payment_method_details: {
        card: {
          brand: card.brand ?? 'visa',
          case_type: isInquiry
            ? 'inquiry'
            : kind === 'dispute_compliance'
              ? 'compliance'
              : 'chargeback',
          network: card.network ?? 'visa',
          network_reason_code: network,
        },
        type: 'card' as const,
      },
    }),
    reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  });
  store.charges.patch(charge.id, {disputed: true});
  emit(call, 'charge.dispute.created', dispute);
  if (!isInquiry) emit(call, 'charge.dispute.funds_withdrawn', dispute);
  return dispute;
}

/**
 * Decides a dispute by the words of its evidence, as Stripe's sandbox does:
 * https://docs.stripe.com/testing#disputes
 */
export function decideDispute(call: Call, dispute: Stripe.Dispute, text: string): Stripe.Dispute {
  const isInquiry = dispute.status.startsWith('warning_');
  if (isInquiry && text === 'escalate_inquiry_evidence') return escalate(call, dispute);
  if (text === 'winning_evidence')
    return close(call, dispute, isInquiry ? 'warning_closed' : 'won');
  if (text === 'losing_evidence')
    return close(call, dispute, isInquiry ? 'warning_closed' : 'lost');
  return dispute;
}

export function close(
  call: Call,
  dispute: Stripe.Dispute,
  status: 'won' | 'lost' | 'warning_closed',
): Stripe.Dispute {
  const {store} = call.world;
  const charge = store.charges.get(idOf(dispute.charge) ?? '');
  const closed = store.disputes.patch(dispute.id, {
    status,
    ...(status === 'won' &&
      charge && {
        balance_transactions: [...dispute.balance_transactions, reinstate(call, dispute, charge)],
      }),
  });
  if (status === 'won') emit(call, 'charge.dispute.funds_reinstated', closed);
  emit(call, 'charge.dispute.closed', closed, dispute);
  return closed;
}

/** An inquiry becomes a chargeback. */
export function escalate(call: Call, dispute: Stripe.Dispute): Stripe.Dispute {
  const {store} = call.world;
  const charge = store.charges.get(idOf(dispute.charge) ?? '');
  const escalated = store.disputes.patch(dispute.id, {
    status: 'needs_response',
    is_charge_refundable: false,
    ...(charge && {
      balance_transactions: [withdraw(call, dispute.id, charge, dispute.amount)],
    }),
  });
  emit(call, 'charge.dispute.updated', escalated, dispute);
  emit(call, 'charge.dispute.funds_withdrawn', escalated);
  return escalated;
}

const withdraw = (call: Call, dispute: string, charge: Stripe.Charge, amount: number) =>
  bookTransaction(call, {
    amount: -amount,
    currency: charge.currency,
    source: dispute,
    type: 'adjustment',
    reportingCategory: 'dispute',
    fee: disputeFee,
    description: `Chargeback withdrawal for ${charge.id}`,
  });

const reinstate = (call: Call, dispute: Stripe.Dispute, charge: Stripe.Charge) =>
  bookTransaction(call, {
    amount: dispute.amount,
    currency: dispute.currency,
    source: dispute.id,
    type: 'adjustment',
    reportingCategory: 'dispute_reversal',
    description: `Chargeback reversal for ${charge.id}`,
  });

function eligibility(kind: Afterwards): Stripe.Dispute.EvidenceDetails.EnhancedEligibility {
  if (kind === 'dispute_compelling_evidence') {
    return {visa_compelling_evidence_3: {required_actions: [], status: 'qualified'}};
  }
  if (kind === 'dispute_compliance') {
    return {visa_compliance: {status: 'requires_fee_acknowledgement'}};
  }
  return {};
}

export const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};
