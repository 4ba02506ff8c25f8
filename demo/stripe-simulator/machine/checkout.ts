import type {Stripe} from 'stripe';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';

/**
 * Keeps a Checkout Session in step with its payment.
 * https://docs.stripe.com/payments/checkout/fulfill-orders: a debit or a voucher completes the
 * session unpaid, and a second event tells how it ended.
 */
export function followPayment(call: Call, intent: Stripe.PaymentIntent): void {
  const {store} = call.world;
  const link = store.checkoutPayments.get(intent.id);
  const session = link && store.checkoutSessions.get(link.session);
  if (!session) return;
  if (session.status === 'open') {
    if (isUnderWay(intent)) complete(call, session, intent);
    return;
  }
  if (session.status !== 'complete' || session.payment_status !== 'unpaid') return;
  if (intent.status === 'succeeded') {
    const paid = store.checkoutSessions.patch(session.id, {payment_status: 'paid'});
    // Capturing a reserved amount is the merchant's own doing and makes no event of the session.
    if (intent.capture_method !== 'manual') {
      emit(call, 'checkout.session.async_payment_succeeded', paid);
    }
  }
  if (intent.status === 'requires_payment_method') {
    emit(call, 'checkout.session.async_payment_failed', session);
  }
}

/** Whether nothing more is wanted from the buyer on the page. */
function isUnderWay({status, next_action}: Stripe.PaymentIntent): boolean {
  if (status === 'requires_action') {
    return !/^(redirect_to_url|use_stripe_sdk|.*_qr_code)$/.test(next_action?.type ?? '');
  }
  return ['succeeded', 'processing', 'requires_capture'].includes(status);
}

function complete(call: Call, session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent) {
  const done = call.world.store.checkoutSessions.patch(session.id, {
    status: 'complete',
    payment_status: intent.status === 'succeeded' ? 'paid' : 'unpaid',
    url: null,
  });
  emit(call, 'checkout.session.completed', done);
}
