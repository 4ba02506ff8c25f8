import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {lastDahlia} from '../http/version.ts';
import {idOf} from '../machine/charges.ts';
import type {Call} from '../world.ts';
import {customerDetails} from './checkout-buyer.ts';
import {createCustomer} from './customers.ts';
import {createIntent} from './payment-intent-creation.ts';
import {confirmWith} from './payment-intent-confirmation.ts';

type Shipping = Stripe.Checkout.Session.CollectedInformation.ShippingDetails;

/**
 * Pays a session with a method of the buyer's. The PaymentIntent is made now, and used again after
 * a decline; a decline is an error, as it is for every confirmation.
 */
export function paySession(
  call: Call,
  session: Stripe.Checkout.Session,
  given: {method: Stripe.PaymentMethod; shipping?: Shipping | null},
): Stripe.PaymentIntent {
  const {store} = call.world;
  if (session.status !== 'open') {
    throw invalid(
      `This Checkout Session is ${session.status} and cannot be paid any more.`,
      undefined,
      'checkout_session_unexpected_state',
    );
  }
  const {billing_details} = given.method;
  const known = store.checkoutSessions.patch(session.id, {
    customer_details: customerDetails(session, billing_details),
    ...(given.shipping && {
      collected_information: {
        business_name: null,
        individual_name: null,
        shipping_details: given.shipping,
      },
    }),
    ...(session.customer === null &&
      session.customer_creation === 'always' && {
        customer: createCustomer(call, {
          ...(billing_details.email && {email: billing_details.email}),
          ...(billing_details.name && {name: billing_details.name}),
        }).id,
      }),
  });
  const intent = ownIntent(call, known, given.shipping ?? undefined);
  return confirmWith(call, intent, {
    payment_method: given.method.id,
    return_url: `${call.origin}/_simulator/checkout/${session.id}/return`,
  });
}

function ownIntent(
  call: Call,
  session: Stripe.Checkout.Session,
  shipping: Shipping | undefined,
): Stripe.PaymentIntent {
  const {store} = call.world;
  const earlier = store.paymentIntents.get(idOf(session.payment_intent) ?? '');
  if (earlier) return earlier;
  const {wishes} = store.checkoutWishes.get(session.id) ?? {wishes: {}};
  const customer = idOf(session.customer);
  const intent = createIntent(
    {...call, apiVersion: lastDahlia},
    {
      ...wishes,
      amount: session.amount_total ?? 0,
      currency: session.currency ?? '',
      payment_method_types: session.payment_method_types,
      ...(customer && {customer}),
      ...(shipping && {shipping}),
    },
  );
  store.checkoutPayments.put({id: intent.id, session: session.id});
  store.checkoutSessions.patch(session.id, {payment_intent: intent.id});
  return intent;
}
