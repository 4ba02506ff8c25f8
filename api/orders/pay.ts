import type Stripe from 'stripe';
import type {PaymentStarted, StartPayment} from '../contract.ts';
import type {OrderDeps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import {usableIntent} from './attempts.ts';
import {beginPayment} from './begin-payment.ts';
import {leaveHostedPage} from './hosted-session.ts';
import {withLease} from './lease.ts';
import {loadOrder, toOrder} from './store.ts';

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
    await leaveHostedPage(deps, orderId);
    await beginPayment(deps, orderId, payment.expectedAmount, {
      email: payment.billingDetails.email,
      name: payment.billingDetails.name,
      billingDetails: payment.billingDetails,
      shipping: payment.shipping ?? null,
      ...(payment.locale ? {locale: payment.locale} : {}),
    });
    const intent = await usableIntent(deps, orderId, intentChange(deps, payment));
    let stored = await loadOrder(db.queries, orderId);
    if (stored?.row.status === 'payment_failed') {
      // The last try's failure was heard of only now, and gave back what was held for this one.
      await beginPayment(deps, orderId, payment.expectedAmount, {});
      stored = await loadOrder(db.queries, orderId);
    }
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
