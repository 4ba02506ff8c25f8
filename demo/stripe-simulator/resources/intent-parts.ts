import type {Stripe} from 'stripe';
import {invalid, missing} from '../http/errors.ts';
import type {Call} from '../world.ts';
import {noAddress} from './payment-method-data.ts';
import type {shippingRule} from './shared-rules.ts';

/** A fee is for platforms: without a connected account Stripe refuses it, and here there is none. */
export function refuseFee(fee: number | null | undefined): void {
  if (typeof fee !== 'number') return;
  throw invalid(
    'Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment (using an OAuth key or Stripe-Account header) or destination payment (using `transfer_data[destination]`).',
    'application_fee_amount',
  );
}

/** Shipping as Stripe gives it back: every field there, null when it was not given. */
export function shippingOf(
  given: ReturnType<typeof shippingRule.read> | null | undefined,
): Stripe.PaymentIntent.Shipping | null {
  if (!given) return null;
  return {
    address: {...noAddress, ...given.address},
    carrier: given.carrier ?? null,
    ...(given.name !== undefined && {name: given.name}),
    phone: given.phone ?? null,
    tracking_number: given.tracking_number ?? null,
  };
}

/** Finds an intent; a browser must show its client secret. */
export function findIntent(call: Call, id = '', secret?: string): Stripe.PaymentIntent {
  const intent = call.world.store.paymentIntents.get(id);
  if (!intent) throw missing('payment_intent', id, 'intent');
  if (secret === undefined && call.key === 'secret') return intent;
  if (secret === undefined) {
    throw invalid('Missing required param: client_secret.', 'client_secret', 'parameter_missing');
  }
  if (secret !== intent.client_secret) {
    throw invalid(
      'The client_secret provided does not match the client_secret associated with the PaymentIntent.',
      'client_secret',
      'payment_intent_invalid_parameter',
    );
  }
  return intent;
}
