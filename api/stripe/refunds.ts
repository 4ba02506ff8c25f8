/** The calls about refunds and disputes. */
import type Stripe from 'stripe';
import {calling, orMissing} from './calling.ts';

/** Every refund of a payment; Stripe makes at most a handful of them. */
export const readRefunds = (stripe: Stripe, paymentIntentId: string): Promise<Stripe.Refund[]> =>
  calling(async () => {
    const {data} = await stripe.refunds.list({payment_intent: paymentIntentId, limit: 100});
    return data;
  });

export const readRefund = (stripe: Stripe, id: string): Promise<Stripe.Refund | undefined> =>
  orMissing(() => stripe.refunds.retrieve(id));

export const readDispute = (stripe: Stripe, id: string): Promise<Stripe.Dispute | undefined> =>
  orMissing(() => stripe.disputes.retrieve(id));

/** Sends the rest of a payment back; the key makes a repetition the same refund. */
export const refundPayment = (
  stripe: Stripe,
  orderId: string,
  paymentIntentId: string,
): Promise<Stripe.Refund | undefined> =>
  orMissing(() =>
    stripe.refunds.create(
      {payment_intent: paymentIntentId, metadata: {order_id: orderId}},
      {idempotencyKey: `order:${orderId}:refund:${paymentIntentId}`},
    ),
  );
