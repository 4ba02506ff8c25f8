import type Stripe from 'stripe';
import type {PaymentStarted, Shipping, StartPayment} from '../contract.ts';
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

/** What Stripe's fraud rules and the shop's own people look at in the Dashboard. */
function intentChange(
  {config}: OrderDeps,
  {shipping, billingDetails}: StartPayment,
): Stripe.PaymentIntentUpdateParams {
  return {
    ...(shipping ? {shipping: toStripe(shipping)} : {}),
    ...(config.stripeReceipts ? {receipt_email: billingDetails.email} : {}),
  };
}

function toStripe({name, phone, address}: Shipping): Stripe.PaymentIntentUpdateParams.Shipping {
  const {country, line1, line2, city, state, postalCode} = address;
  return {
    name,
    ...(phone ? {phone} : {}),
    address: {
      country,
      line1: line1 ?? '',
      ...(line2 ? {line2} : {}),
      ...(city ? {city} : {}),
      ...(state ? {state} : {}),
      ...(postalCode ? {postal_code: postalCode} : {}),
    },
  };
}
