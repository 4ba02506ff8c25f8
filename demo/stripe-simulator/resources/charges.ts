import type {Stripe} from 'stripe';
import {email} from '../http/email.ts';
import {endpoint} from '../http/endpoint.ts';
import {invalid, missing} from '../http/errors.ts';
import {createdRule, isWithin, pageRules, paginate} from '../http/paginate.ts';
import {
  hash,
  integer,
  leftOut,
  mergeMetadata,
  metadata,
  oneOf,
  string,
} from '../http/parameters.ts';
import {captureIntent} from '../machine/capture.ts';
import {captureDirectly} from '../machine/direct-charges.ts';
import {idOf} from '../machine/charges.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {refundRules, refundCharge} from './refunds.ts';
import {shippingRule} from './shared-rules.ts';
import {refuseFee, shippingOf} from './intent-parts.ts';

const root = '/v1/charges';

/** https://docs.stripe.com/api/charges; charges are made by PaymentIntents only. */
export const charges = [
  endpoint(
    `GET ${root}`,
    {
      ...pageRules,
      created: createdRule,
      customer: string(),
      payment_intent: string(),
      transfer_group: string(),
    },
    (call, {created, customer, payment_intent, transfer_group, ...page}) =>
      paginate(
        call.world.store.charges,
        'charge',
        root,
        page,
        (charge) =>
          isWithin(charge.created, created) &&
          (customer === undefined || charge.customer === customer) &&
          (payment_intent === undefined || charge.payment_intent === payment_intent) &&
          (transfer_group === undefined || charge.transfer_group === transfer_group),
      ),
  ),
  endpoint(`GET ${root}/:id`, {}, (call, _given, path) => findCharge(call, path['id'])),
  endpoint(
    `POST ${root}/:id`,
    {
      customer: string(),
      description: string(),
      fraud_details: hash({user_report: oneOf('fraudulent', 'safe')}),
      metadata,
      receipt_email: email(),
      shipping: shippingRule,
      transfer_group: string(),
    },
    (call, given, path) => {
      const charge = findCharge(call, path['id']);
      const changed = call.world.store.charges.patch(charge.id, {
        ...(given.description !== undefined && {description: given.description}),
        ...(given.fraud_details && {fraud_details: given.fraud_details}),
        ...(given.metadata !== undefined && {
          metadata: mergeMetadata(charge.metadata, given.metadata),
        }),
        ...(given.receipt_email !== undefined && {receipt_email: given.receipt_email}),
        ...(given.shipping && {shipping: shippingOf(given.shipping)}),
        ...(given.transfer_group && {transfer_group: given.transfer_group}),
      });
      emit(call, 'charge.updated', changed, charge);
      return changed;
    },
  ),
  endpoint(
    `POST ${root}/:id/capture`,
    {
      amount: integer(1),
      application_fee_amount: integer(0),
      receipt_email: email(),
      statement_descriptor: string(22),
      statement_descriptor_suffix: string(22),
      transfer_data: leftOut,
      transfer_group: string(),
    },
    (call, {amount, application_fee_amount}, path) => {
      refuseFee(application_fee_amount);
      const charge = findCharge(call, path['id']);
      if (charge.captured) {
        throw invalid(
          `Charge ${charge.id} has already been captured.`,
          undefined,
          'charge_already_captured',
        );
      }
      const intent = call.world.store.paymentIntents.get(idOf(charge.payment_intent) ?? '');
      if (!intent) return captureDirectly(call, charge, checkPart(charge, amount));
      captureIntent(call, intent, amount === undefined ? {} : {amount_to_capture: amount});
      return findCharge(call, charge.id);
    },
  ),
  endpoint(`GET ${root}/:id/refunds`, pageRules, (call, page, path) => {
    const charge = findCharge(call, path['id']);
    const url = `${root}/${charge.id}/refunds`;
    return paginate(
      call.world.store.refunds,
      'refund',
      url,
      page,
      (refund) => refund.charge === charge.id,
    );
  }),
  endpoint(`POST ${root}/:id/refunds`, refundRules, (call, given, path) =>
    refundCharge(call, findCharge(call, path['id']), given),
  ),
];

export function findCharge(call: Call, id = '', param = 'id'): Stripe.Charge {
  const charge = call.world.store.charges.get(id);
  if (!charge) throw missing('charge', id, param);
  return charge;
}

function checkPart(charge: Stripe.Charge, amount = charge.amount): number {
  if (amount <= charge.amount) return amount;
  throw invalid(
    `The requested capture amount is greater than the authorized amount (${charge.amount}).`,
    'amount',
    'amount_too_large',
  );
}
