import type {Stripe} from 'stripe';
import {endpoint} from '../http/endpoint.ts';
import {StripeApiError, invalid} from '../http/errors.ts';
import {
  boolean,
  hash,
  leftOut,
  mergeMetadata,
  metadata,
  oneOf,
  string,
  unsettable,
} from '../http/parameters.ts';
import {close, decideDispute, noEvidence} from '../machine/disputes.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {find, isWanted, reads} from './reads.ts';

const root = '/v1/disputes';
const maximumEvidence = 150_000;

const {enhanced_evidence: _, ...plainEvidence} = noEvidence;
const evidenceRule = hash({
  ...Object.fromEntries(
    Object.keys(plainEvidence).map((name) => [name, unsettable(string(20_000))]),
  ),
  appeal: leftOut,
  enhanced_evidence: leftOut,
});

/** https://docs.stripe.com/api/disputes */
export const disputes = [
  ...reads(
    root,
    'dispute',
    (store) => store.disputes,
    {charge: string(), payment_intent: string()},
    (dispute, {charge, payment_intent}) =>
      isWanted(charge, dispute.charge) && isWanted(payment_intent, dispute.payment_intent),
  ),
  endpoint(
    `POST ${root}/:id`,
    {
      evidence: evidenceRule,
      intended_submission_method: oneOf(
        'manual',
        'prefer_manual',
        'prefer_smart_disputes',
        'smart_disputes',
      ),
      metadata,
      submit: boolean,
    },
    (call, given, path) => {
      const dispute = findDispute(call, path['id']);
      if (given.evidence) refuseClosed(dispute);
      const evidence = {...dispute.evidence, ...textsOf(given.evidence ?? {})};
      const submits = given.evidence !== undefined && given.submit !== false;
      const changed = call.world.store.disputes.patch(dispute.id, {
        evidence,
        ...(given.metadata !== undefined && {
          metadata: mergeMetadata(dispute.metadata, given.metadata),
        }),
        ...(submits && {
          status:
            dispute.status === 'warning_needs_response' ? 'warning_under_review' : 'under_review',
        }),
        evidence_details: {
          ...dispute.evidence_details,
          has_evidence: dispute.evidence_details.has_evidence || given.evidence !== undefined,
          submission_count: dispute.evidence_details.submission_count + (submits ? 1 : 0),
          ...(submits && {submission_method: 'manual' as const}),
        },
      });
      emit(call, 'charge.dispute.updated', changed, dispute);
      return submits ? decideDispute(call, changed, evidence.uncategorized_text ?? '') : changed;
    },
  ),
  endpoint(`POST ${root}/:id/close`, {}, (call, _given, path) => {
    const dispute = findDispute(call, path['id']);
    refuseClosed(dispute);
    return close(call, dispute, dispute.status.startsWith('warning_') ? 'warning_closed' : 'lost');
  }),
];

function textsOf(given: Record<string, unknown>): Partial<Stripe.Dispute.Evidence> {
  const texts = Object.entries(given).filter(([name]) => name in plainEvidence);
  const total = texts.reduce(
    (sum, [, value]) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  );
  if (total > maximumEvidence) {
    throw invalid(
      `The combined character count of evidence may be at most ${maximumEvidence}.`,
      'evidence',
    );
  }
  return Object.fromEntries(texts);
}

function refuseClosed(dispute: Stripe.Dispute): void {
  if (['won', 'lost', 'warning_closed', 'prevented'].includes(dispute.status)) {
    throw new StripeApiError(400, {
      type: 'invalid_request_error',
      message: `This dispute is already closed (its status is ${dispute.status}), so its evidence cannot be changed.`,
    });
  }
}

const findDispute = (call: Call, id?: string) => find(call.world.store.disputes, 'dispute', id);
