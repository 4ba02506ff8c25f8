import {isDeepStrictEqual} from 'node:util';
import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import type {Call} from '../world.ts';

interface Wishes {
  shipping?: Stripe.PaymentIntent.Shipping | null | undefined;
  setupFutureUsage?: string | null | undefined;
}

/**
 * What the server has said of an intent, a page must not unsay: its publishable key is anybody's.
 * https://docs.stripe.com/api/payment_intents/confirm
 */
export function refuseForPage(call: Call, intent: Stripe.PaymentIntent, wishes: Wishes): void {
  if (call.key === 'secret') return;
  const {shipping, setupFutureUsage: usage} = wishes;
  if (
    shipping !== undefined &&
    call.world.store.shippedBySecret.get(intent.id) &&
    !isDeepStrictEqual(destination(shipping), destination(intent.shipping))
  ) {
    throw invalid(
      'The shipping information on this PaymentIntent was last set with a secret key and therefore cannot be changed with a publishable key.',
      'shipping',
    );
  }
  const before = intent.setup_future_usage;
  const isOther = usage !== undefined && before !== null && usage !== before;
  if (isOther && !(before === 'on_session' && usage === 'off_session')) {
    throw invalid(
      'With a publishable key `setup_future_usage` can only be changed from on_session to off_session.',
      'setup_future_usage',
    );
  }
}

/** Remembers whose word on the shipping was the last. */
export function noteShipping(call: Call, intent: string, {shipping}: Wishes): void {
  if (call.key !== 'secret' || shipping === undefined) return;
  const {shippedBySecret} = call.world.store;
  if (shipping) shippedBySecret.put({id: intent});
  else shippedBySecret.delete(intent);
}

/** Without who carries it, which no page can know. */
const destination = (shipping: Stripe.PaymentIntent.Shipping | null) =>
  shipping && [shipping.name ?? null, shipping.phone ?? null, {...shipping.address}];
