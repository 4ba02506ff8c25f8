import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {integer, list, string} from '../http/parameters.ts';
import {idOf} from '../machine/charges.ts';
import {startDebit} from '../machine/settle.ts';
import {unexpectedState} from '../machine/states.ts';
import type {Call} from '../world.ts';

export const verifyRules = {
  amounts: list(integer(1, 99)),
  descriptor_code: string(6),
  client_secret: string(),
};

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
