import type {Stripe} from 'stripe';
import {StripeApiError} from '../http/errors.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {afterPayment} from './afterwards.ts';
import {type ChargeBasis, createCharge} from './charges.ts';
import {declines} from './declines.ts';
import {behaviourOfCharge, bookCharge, cardBehaviour} from './settle.ts';

/** The old way to pay, without a PaymentIntent: https://docs.stripe.com/api/charges/create. */
export function chargeDirectly(
  call: Call,
  basis: ChargeBasis,
  method: Stripe.PaymentMethod,
  captured: boolean,
): Stripe.Charge {
  const behaviour = cardBehaviour(call, method);
  const refusal =
    behaviour.decline ??
    (behaviour.authentication === 'always' ? 'authentication_required' : undefined);
  if (refusal) {
    const decline = declines[refusal];
    const charge = createCharge(call, basis, method, {
      status: 'failed',
      captured: false,
      decline,
      behaviour,
    });
    emit(call, 'charge.failed', charge);
    throw new StripeApiError(402, {
      type: 'card_error',
      code: decline.code,
      ...('declineCode' in decline && {decline_code: decline.declineCode}),
      message: decline.message,
      charge: charge.id,
    });
  }
  const made = createCharge(call, basis, method, {status: 'succeeded', captured, behaviour});
  const charge = captured ? bookCharge(call, made) : made;
  emit(call, 'charge.succeeded', charge);
  if (captured) afterPayment(call, charge, behaviour);
  return charge;
}

/** Takes what a direct charge reserved. */
export function captureDirectly(call: Call, charge: Stripe.Charge, amount: number): Stripe.Charge {
  const taken = bookCharge(
    call,
    call.world.store.charges.patch(charge.id, {
      captured: true,
      amount_captured: amount,
      amount_refunded: charge.amount - amount,
    }),
  );
  emit(call, 'charge.captured', taken, charge);
  afterPayment(call, taken, behaviourOfCharge(call, taken));
  return taken;
}
