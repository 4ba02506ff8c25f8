import type Stripe from 'stripe';
import type {PaymentStarted, StartPayment} from '../contract.ts';
import type {OrderDeps} from '../deps.ts';
import {reserveStock} from '../effects/stock.ts';
import {ApiError} from '../errors.ts';
import {usableIntent} from './attempts.ts';
import {withLease} from './lease.ts';
import {assertPayable} from './payable.ts';
import {nextStatus} from './state.ts';
import {loadOrder, lockOrder, saveOrder, toOrder} from './store.ts';

/**
 * The buyer has pressed the button: what they saw is what is charged, or nothing is. Stores who
 * pays, holds the stock back, and answers the secret with which the page confirms.
 */
export function startPayment(
  deps: OrderDeps,
  orderId: string,
  payment: StartPayment,
): Promise<PaymentStarted> {
  const {db, now} = deps;
  return withLease(db, orderId, async () => {
    await db.transaction(async (tx) => {
      const stored = await lockOrder(tx, orderId);
      if (!stored) throw new ApiError('order_not_found');
      assertPayable(stored, now());
      if (stored.row.amount !== payment.expectedAmount) {
        throw new ApiError('amount_changed', {order: toOrder(stored, now())});
      }
      const shortage = await reserveStock(tx, stored);
      if (shortage) throw new ApiError('out_of_stock', shortage);
      await saveOrder(tx, orderId, {
        status: nextStatus(stored.row.status, 'started') ?? stored.row.status,
        lastPaymentError: null,
        email: payment.billingDetails.email,
        name: payment.billingDetails.name,
        billingDetails: payment.billingDetails,
        shipping: payment.shipping ?? null,
        ...(payment.locale ? {locale: payment.locale} : {}),
      });
    });
    const intent = await usableIntent(deps, orderId, intentChange(deps, payment));
    const stored = await loadOrder(db.queries, orderId);
    if (!stored || !intent.client_secret) throw new ApiError('payment_provider_unavailable');
    return {order: toOrder(stored, now()), clientSecret: intent.client_secret};
  });
}

/**
 * What the intent is told by us. Not where the goods go: once a secret key has said it, Stripe
 * refuses what the buyer's page or wallet says with the publishable key.
 */
function intentChange(
  {config}: OrderDeps,
  {billingDetails}: StartPayment,
): Stripe.PaymentIntentUpdateParams {
  return config.stripeReceipts ? {receipt_email: billingDetails.email} : {};
}
