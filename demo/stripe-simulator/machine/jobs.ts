import type {Stripe} from 'stripe';
import type {Job} from '../clock.ts';
import {deliver} from '../webhooks/deliver.ts';
import {emit} from '../webhooks/emit.ts';
import {type World, unattendedCall} from '../world.ts';
import {expireAttempt} from './attempt-expiry.ts';
import {cancelIntent} from './cancel.ts';
import {idOf} from './charges.ts';
import {expireInTime} from './checkout-expiry.ts';
import {declines} from './declines.ts';
import {finishRefund} from './refunds.ts';
import {
  behaviourOfCharge,
  bookCharge,
  chargeApproved,
  completePayment,
  failPayment,
} from './settle.ts';
import {openDispute} from './disputes.ts';
import {debitOutcome} from './test-accounts.ts';

/** Does what a planned job says. Every job looks again whether it still makes sense. */
export async function runJob(world: World, job: Job): Promise<void> {
  const {data} = job;
  switch (job.kind) {
    case 'deliver':
      return deliver(world, {
        event: String(data['event']),
        endpoint: String(data['endpoint']),
        attempt: Number(data['attempt']),
        fault: data['fault'] === true,
        retries: data['retries'] === true,
      });
    case 'settle_debit':
      return settleDebit(world, String(data['intent']), String(data['charge']));
    case 'book_charge':
      return bookLate(world, String(data['charge']));
    case 'pay_voucher':
      return payVoucher(world, String(data['intent']), String(data['method']));
    case 'finish_refund':
      return finishRefund(unattendedCall(world), String(data['refund']), data['fails'] === true);
    case 'expire_checkout':
      return expireInTime(world, String(data['session']));
    case 'expire_attempt':
      return expireAttempt(world, String(data['intent']), String(data['step']));
    case 'expire_authorization':
      return expireAuthorization(world, String(data['intent']));
    default:
      throw new Error(`There is no job of the kind ${job.kind}.`);
  }
}

function settleDebit(world: World, intentId: string, chargeId: string): void {
  const {store} = world;
  const call = unattendedCall(world);
  const intent = store.paymentIntents.get(intentId);
  const charge = store.charges.get(chargeId);
  if (intent?.status !== 'processing' || charge?.status !== 'pending') return;
  const method = store.paymentMethods.get(charge.payment_method ?? '');
  if (!method) return;
  const outcome = outcomeOf(world, charge);
  if (outcome.decline) {
    failPayment(call, intent, method, declines[outcome.decline], {charge});
    return;
  }
  const paid = store.charges.patch(charge.id, {
    status: 'succeeded',
    paid: true,
    captured: true,
    amount_captured: charge.amount,
  });
  completePayment(call, intent, bookCharge(call, paid));
  if (outcome.disputed) {
    const latest = store.charges.get(charge.id) ?? paid;
    openDispute(call, latest, 'dispute_fraudulent', charge.amount);
  }
}

function outcomeOf(world: World, charge: Stripe.Charge) {
  const number = world.store.instruments.get(charge.payment_method ?? '')?.number ?? '';
  if (charge.payment_method_details?.type !== 'card') return debitOutcome(number);
  const fails = behaviourOfCharge(unattendedCall(world), charge).processing === 'fails';
  return fails ? {decline: 'generic_decline' as const} : {};
}

function bookLate(world: World, id: string): void {
  const call = unattendedCall(world);
  const charge = world.store.charges.get(id);
  if (!charge || charge.balance_transaction) return;
  emit(call, 'charge.updated', bookCharge(call, charge), charge);
}

function payVoucher(world: World, intentId: string, methodId: string): void {
  if (world.settings.vouchers === 'unpaid') return;
  const intent = world.store.paymentIntents.get(intentId);
  const method = world.store.paymentMethods.get(methodId);
  if (!method || intent?.status !== 'requires_action') return;
  if (idOf(intent.payment_method) !== methodId) return;
  chargeApproved(unattendedCall(world), intent, method);
}

function expireAuthorization(world: World, id: string): void {
  const intent = world.store.paymentIntents.get(id);
  if (intent?.status === 'requires_capture') {
    cancelIntent(unattendedCall(world), intent, 'expired');
  }
}
