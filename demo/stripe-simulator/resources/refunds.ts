import type {Stripe} from 'stripe';
import {email} from '../http/email.ts';
import {endpoint} from '../http/endpoint.ts';
import {invalid, missing} from '../http/errors.ts';
import {createdRule, isWithin, pageRules, paginate} from '../http/paginate.ts';
import {
  type Parameters,
  boolean,
  integer,
  mergeMetadata,
  metadata,
  oneOf,
  string,
} from '../http/parameters.ts';
import {idOf} from '../machine/charges.ts';
import {formatMoney} from '../machine/money.ts';
import {failRefund, makeRefund} from '../machine/refunds.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';

const root = '/v1/refunds';

export const refundRules = {
  amount: integer(1),
  charge: string(),
  currency: string(),
  customer: string(),
  instructions_email: email(),
  metadata,
  origin: oneOf('customer_balance'),
  payment_intent: string(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  refund_application_fee: boolean,
  reverse_transfer: boolean,
};

/** https://docs.stripe.com/api/refunds */
export const refunds = [
  endpoint(`POST ${root}`, refundRules, (call, given) =>
    refundCharge(call, chargeOf(call, given), given),
  ),
  endpoint(
    `GET ${root}`,
    {...pageRules, charge: string(), created: createdRule, payment_intent: string()},
    (call, {charge, created, payment_intent, ...page}) =>
      paginate(
        call.world.store.refunds,
        'refund',
        root,
        page,
        (refund) =>
          isWithin(refund.created, created) &&
          (charge === undefined || refund.charge === charge) &&
          (payment_intent === undefined || refund.payment_intent === payment_intent),
      ),
  ),
  endpoint(`GET ${root}/:id`, {}, (call, _given, path) => findRefund(call, path['id'])),
  endpoint(`POST ${root}/:id`, {metadata}, (call, given, path) => {
    const refund = findRefund(call, path['id']);
    const changed = call.world.store.refunds.patch(refund.id, {
      metadata: mergeMetadata(refund.metadata ?? {}, given.metadata),
    });
    emit(call, 'refund.updated', changed, refund);
    emit(call, 'charge.refund.updated', changed, refund);
    return changed;
  }),
  endpoint(`POST ${root}/:id/cancel`, {}, (call, _given, path) => {
    const refund = findRefund(call, path['id']);
    if (refund.status !== 'requires_action') {
      throw invalid(
        `You cannot cancel this refund because it has a status of ${refund.status}. Only a refund with the following status may be canceled: requires_action.`,
      );
    }
    return failRefund(call, refund, 'canceled');
  }),
];

/** Refuses what the charge does not permit, then refunds. */
export function refundCharge(
  call: Call,
  charge: Stripe.Charge,
  given: Parameters<typeof refundRules>,
): Stripe.Refund {
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = given.amount ?? left;
  if (charge.status !== 'succeeded' || !charge.captured) {
    throw invalid(
      `This payment cannot be refunded because the charge ${charge.id} has not been captured. Cancel the PaymentIntent instead.`,
      'charge',
      'charge_not_refundable',
    );
  }
  if (charge.refunded || left <= 0) {
    const message = `Charge ${charge.id} has already been refunded.`;
    throw invalid(message, undefined, 'charge_already_refunded');
  }
  if (isDisputed(call, charge)) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw invalid(message, undefined, 'charge_disputed');
  }
  if (amount > left) {
    const [asked, rest] = [amount, left].map((each) => formatMoney(each, charge.currency));
    const message =
      charge.amount_refunded > 0
        ? `Refund amount (${asked}) is greater than unrefunded amount on charge (${rest})`
        : `Refund amount (${asked}) is greater than charge amount (${rest})`;
    throw invalid(message, 'amount');
  }
  return makeRefund(call, charge, {
    amount,
    reason: given.reason ?? null,
    metadata: mergeMetadata({}, given.metadata),
  });
}

/** An inquiry still permits a refund, a chargeback does not. */
const isDisputed = (call: Call, charge: Stripe.Charge) =>
  call.world.store.disputes
    .all()
    .some(
      (each) => each.charge === charge.id && !each.is_charge_refundable && each.status !== 'won',
    );

function chargeOf(call: Call, given: Parameters<typeof refundRules>): Stripe.Charge {
  const {store} = call.world;
  if (given.charge !== undefined) {
    const charge = store.charges.get(given.charge);
    if (!charge) throw missing('charge', given.charge, 'charge');
    return charge;
  }
  if (given.payment_intent === undefined) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
  }
  const intent = store.paymentIntents.get(given.payment_intent);
  if (!intent) throw missing('payment_intent', given.payment_intent, 'payment_intent');
  const charge = store.charges.get(idOf(intent.latest_charge) ?? '');
  if (!charge || charge.status === 'failed') {
    throw invalid(
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      'payment_intent',
      'payment_intent_unexpected_state',
    );
  }
  return charge;
}

function findRefund(call: Call, id = ''): Stripe.Refund {
  const refund = call.world.store.refunds.get(id);
  if (!refund) throw missing('refund', id);
  return refund;
}
