import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {emit} from '../webhooks/emit.ts';
import {type Call, type World, unattendedCall} from '../world.ts';
import {cancelIntent} from './cancel.ts';
import {idOf} from './charges.ts';

/** Ends an open session; a payment that was begun on it is given up. */
export function expireSession(
  call: Call,
  session: Stripe.Checkout.Session,
): Stripe.Checkout.Session {
  const {store} = call.world;
  if (session.status !== 'open') {
    throw invalid(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`,
    );
  }
  const expired = store.checkoutSessions.patch(session.id, {status: 'expired', url: null});
  const intent = store.paymentIntents.get(idOf(session.payment_intent) ?? '');
  if (intent && intent.status !== 'canceled') cancelIntent(call, intent, 'automatic');
  emit(call, 'checkout.session.expired', expired);
  return expired;
}

/** A planned job: the time is up. */
export function expireInTime(world: World, id: string): void {
  const session = world.store.checkoutSessions.get(id);
  if (session?.status === 'open') expireSession(unattendedCall(world), session);
}

/** The payment of a session belongs to its page; only a reserved amount can be given back without it. */
export function refuseCancelOfCheckout(call: Call, intent: Stripe.PaymentIntent): void {
  const link = call.world.store.checkoutPayments.get(intent.id);
  if (link && intent.status !== 'requires_capture') {
    throw invalid(
      'You cannot cancel this PaymentIntent because it was created by a Checkout Session. Expire the Checkout Session instead.',
    );
  }
}
