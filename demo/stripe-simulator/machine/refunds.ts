import type {Stripe} from 'stripe';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {bookTransaction} from './balance.ts';
import {idOf} from './charges.ts';
import {behaviourOfCharge} from './settle.ts';

/** Sends money back. The amount was checked. */
export function makeRefund(
  call: Call,
  charge: Stripe.Charge,
  wish: {amount: number; reason: Stripe.Refund.Reason | null; metadata: Record<string, string>},
): Stripe.Refund {
  const {store, ids, clock, settings} = call.world;
  const isCard = charge.payment_method_details?.type === 'card';
  const id = ids.next(isCard ? 're' : 'pyr');
  const behaviour = behaviourOfCharge(call, charge).refund;
  const transaction = bookTransaction(call, {
    amount: -wish.amount,
    currency: charge.currency,
    source: id,
    type: isCard ? 'refund' : 'payment_refund',
    reportingCategory: 'refund',
    description: 'REFUND FOR PAYMENT',
  });
  const refund = store.refunds.put({
    id,
    object: 'refund',
    amount: wish.amount,
    balance_transaction: transaction.id,
    charge: charge.id,
    created: clock.seconds(),
    currency: charge.currency,
    customer: idOf(charge.customer),
    customer_account: null,
    destination_details: destinationOf(charge),
    metadata: wish.metadata,
    payment_intent: idOf(charge.payment_intent),
    payment_method: charge.payment_method,
    ...(behaviour === 'pending' && {pending_reason: 'processing'}),
    reason: wish.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: behaviour === 'pending' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  });
  const refunded = charge.amount_refunded + wish.amount;
  const after = store.charges.patch(charge.id, {
    amount_refunded: refunded,
    refunded: refunded >= charge.amount_captured,
  });
  emit(call, 'refund.created', refund);
  emit(call, 'charge.refunded', after, charge);
  if (behaviour) {
    clock.after(settings.settleAfter, 'finish_refund', {refund: id, fails: behaviour === 'fails'});
  }
  return refund;
}

/** A slow refund arrives, or a refund that seemed done comes back. */
export function finishRefund(call: Call, id: string, fails: boolean): void {
  const refund = call.world.store.refunds.get(id);
  if (!refund || refund.status === 'canceled' || refund.status === 'failed') return;
  if (fails) {
    failRefund(call, refund, 'failed', 'expired_or_canceled_card');
    return;
  }
  const {pending_reason: _, ...rest} = refund;
  const done = call.world.store.refunds.put({...rest, status: 'succeeded'});
  emit(call, 'refund.updated', done, refund);
  emit(call, 'charge.refund.updated', done, refund);
}

/** The money returns to the account's balance, and the charge can be refunded again. */
export function failRefund(
  call: Call,
  refund: Stripe.Refund,
  status: 'failed' | 'canceled',
  reason?: string,
): Stripe.Refund {
  const {store} = call.world;
  const transaction = bookTransaction(call, {
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
    type: 'refund_failure',
    reportingCategory: 'refund_failure',
    description: 'REFUND FAILURE',
  });
  const {pending_reason: _, ...rest} = refund;
  const failed = store.refunds.put({
    ...rest,
    status,
    failure_balance_transaction: transaction.id,
    ...(reason && {failure_reason: reason}),
  });
  const charge = store.charges.get(idOf(refund.charge) ?? '');
  if (charge) {
    store.charges.patch(charge.id, {
      amount_refunded: charge.amount_refunded - refund.amount,
      refunded: false,
    });
  }
  if (status === 'failed') emit(call, 'refund.failed', failed);
  emit(call, 'refund.updated', failed, refund);
  emit(call, 'charge.refund.updated', failed, refund);
  return failed;
}

function destinationOf(charge: Stripe.Charge): Stripe.Refund.DestinationDetails {
  const type = charge.payment_method_details?.type ?? 'card';
  if (type !== 'card') return {type};
  return {
    card: {
      reference_status: 'pending',
      reference_type: 'acquirer_reference_number',
      type: 'refund',
    },
    type,
  };
}
