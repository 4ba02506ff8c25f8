import type {Stripe} from 'stripe';
import {StripeApiError, invalid} from '../http/errors.ts';
import {mergeMetadata} from '../http/parameters.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {afterPayment} from './afterwards.ts';
import {idOf} from './charges.ts';
import {followPayment} from './checkout.ts';
import {behaviourOfCharge, bookCharge} from './settle.ts';
import {checkState} from './states.ts';

/** Takes what was reserved, or a part of it; the rest goes back to the buyer. */
export function captureIntent(
  call: Call,
  intent: Stripe.PaymentIntent,
  wish: {
    amount_to_capture?: number;
    final_capture?: boolean;
    metadata?: Record<string, string> | null;
    statement_descriptor?: string;
    statement_descriptor_suffix?: string;
  },
): Stripe.PaymentIntent {
  checkState(call, intent, 'capture');
  const {store} = call.world;
  const amount = wish.amount_to_capture ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    throw invalid(
      `The requested capture amount is greater than the authorized amount. Provide an amount_to_capture that is less than or equal to ${intent.amount_capturable}.`,
      'amount_to_capture',
      'amount_too_large',
    );
  }
  if (wish.final_capture === false) {
    throw invalid(
      'This PaymentIntent does not support multicapture, so `final_capture` cannot be false.',
      'final_capture',
      'payment_intent_invalid_parameter',
    );
  }
  const charge = store.charges.get(idOf(intent.latest_charge) ?? '');
  if (!charge) throw invalid('This PaymentIntent has no charge to capture.');
  const taken = bookCharge(
    call,
    store.charges.patch(charge.id, {
      captured: true,
      amount_captured: amount,
      amount_refunded: charge.amount - amount,
    }),
  );
  const paid = store.paymentIntents.patch(intent.id, {
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
    ...(wish.metadata !== undefined && {metadata: mergeMetadata(intent.metadata, wish.metadata)}),
    ...(wish.statement_descriptor && {statement_descriptor: wish.statement_descriptor}),
    ...(wish.statement_descriptor_suffix && {
      statement_descriptor_suffix: wish.statement_descriptor_suffix,
    }),
  });
  emit(call, 'charge.captured', taken, charge);
  emit(call, 'payment_intent.succeeded', paid);
  followPayment(call, paid);
  afterPayment(call, taken, behaviourOfCharge(call, taken));
  return paid;
}

/**
 * Only cards present at a terminal, and accounts that asked for it, may raise an authorization.
 * https://docs.stripe.com/payments/incremental-authorization
 */
export function incrementIntent(
  call: Call,
  intent: Stripe.PaymentIntent,
  wish: {amount: number},
): Stripe.PaymentIntent {
  checkState(call, intent, 'increment');
  if (wish.amount <= intent.amount) {
    throw invalid(
      'The new amount must be greater than the currently authorized amount.',
      'amount',
      'amount_too_small',
    );
  }
  throw new StripeApiError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_invalid_parameter',
    message:
      'This PaymentIntent is not eligible for incremental authorization: `payment_method_details.card.incremental_authorization.status` of its charge is unavailable.',
  });
}
