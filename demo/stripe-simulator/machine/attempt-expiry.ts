import type {Stripe} from 'stripe';
import {type Call, type World, unattendedCall} from '../world.ts';
import {closeAttempts} from './attempts.ts';
import {idOf} from './charges.ts';
import {declines} from './declines.ts';
import {failPayment} from './settle.ts';

/** Ends what the intent waits for once that has been open for so many seconds. */
export function expireLater(call: Call, waiting: Stripe.PaymentIntent, seconds: number): void {
  call.world.clock.after(seconds * 1000, 'expire_attempt', {
    intent: waiting.id,
    step: JSON.stringify(waiting.next_action),
  });
}

/** A planned job: nobody has paid in time. Another step in its place has a time of its own. */
export function expireAttempt(world: World, id: string, step: string): void {
  const {store} = world;
  const intent = store.paymentIntents.get(id);
  if (intent?.status !== 'requires_action' || JSON.stringify(intent.next_action) !== step) return;
  const method = store.paymentMethods.get(idOf(intent.payment_method) ?? '');
  if (!method) return;
  closeAttempts(world, intent);
  failPayment(unattendedCall(world), intent, method, declines.attempt_expired, undefined);
}
