import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {idOf} from './charges.ts';
import {startDebit} from './settle.ts';
import {unexpectedState} from './states.ts';

const oneDay = 24 * 3600;

/** A bank account counts as verified unless the intent asks for deposits. */
export function wantsMicrodeposits(
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): boolean {
  const options = intent.payment_method_options?.us_bank_account;
  return method.type === 'us_bank_account' && options?.verification_method === 'microdeposits';
}

/** The buyer is to read two small deposits, or a code, from their account. */
export function awaitMicrodeposits(call: Call, intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  const {store, clock} = call.world;
  const waiting = store.paymentIntents.patch(intent.id, {
    status: 'requires_action',
    next_action: {
      type: 'verify_with_microdeposits',
      verify_with_microdeposits: {
        arrival_date: clock.seconds() + oneDay,
        hosted_verification_url: `${call.origin}/_simulator/microdeposits/${intent.id}`,
        microdeposit_type: 'descriptor_code',
      },
    },
  });
  emit(call, 'payment_intent.requires_action', waiting);
  return waiting;
}

/** https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment#test */
export function verifyMicrodeposits(
  call: Call,
  intent: Stripe.PaymentIntent,
  given: {amounts?: number[]; descriptor_code?: string},
): Stripe.PaymentIntent {
  const method = call.world.store.paymentMethods.get(idOf(intent.payment_method) ?? '');
  if (intent.next_action?.type !== 'verify_with_microdeposits' || !method) {
    throw unexpectedState(
      call,
      intent,
      'You cannot verify microdeposits on this PaymentIntent because it is not awaiting them.',
    );
  }
  const isRight =
    given.descriptor_code === 'SM11AA' ||
    [...(given.amounts ?? [])].sort((a, b) => a - b).join() === '32,45';
  if (!isRight) {
    throw invalid(
      'The amounts or the code provided do not match the deposits sent to the bank account.',
      given.descriptor_code ? 'descriptor_code' : 'amounts',
      given.descriptor_code
        ? 'payment_method_microdeposit_verification_descriptor_code_mismatch'
        : 'payment_method_microdeposit_verification_amounts_mismatch',
    );
  }
  return startDebit(call, intent, method);
}
