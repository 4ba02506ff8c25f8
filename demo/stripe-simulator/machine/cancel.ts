import type {Stripe} from 'stripe';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {closeAttempts} from './attempts.ts';
import {releaseTransfer} from './bank-transfers.ts';
import {idOf} from './charges.ts';

/** Gives an intent up; what was reserved goes back to the buyer. */
export function cancelIntent(
  call: Call,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  const {store, clock} = call.world;
  closeAttempts(call.world, intent);
  releaseTransfer(call, intent);
  const charge = store.charges.get(idOf(intent.latest_charge) ?? '');
  if (intent.status === 'requires_capture' && charge) {
    const released = store.charges.patch(charge.id, {
      refunded: true,
      amount_refunded: charge.amount,
    });
    emit(call, reason === 'expired' ? 'charge.expired' : 'charge.refunded', released, charge);
  }
  if (intent.status === 'processing' && charge) {
    const failed = store.charges.patch(charge.id, {
      status: 'failed',
      paid: false,
      failure_code: 'payment_intent_canceled',
      failure_message: 'The payment was canceled.',
    });
    emit(call, 'charge.failed', failed);
  }
  const canceled = store.paymentIntents.patch(intent.id, {
    status: 'canceled',
    amount_capturable: 0,
    canceled_at: clock.seconds(),
    cancellation_reason: reason,
    next_action: null,
  });
  emit(call, 'payment_intent.canceled', canceled);
  return canceled;
}
