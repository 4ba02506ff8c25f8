import type {Stripe} from 'stripe';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {openDispute} from './disputes.ts';
import type {CardBehaviour} from './test-cards.ts';

/** What the test data makes happen to a payment that went well. */
export function afterPayment(call: Call, charge: Stripe.Charge, behaviour: CardBehaviour): void {
  if (behaviour.risk === 'elevated') openReview(call, charge);
  switch (behaviour.afterwards) {
    case 'early_fraud_warning':
      warnOfFraud(call, charge);
      return;
    case 'dispute_many':
      openDispute(call, charge, 'dispute_fraudulent', Math.ceil(charge.amount / 2));
      openDispute(call, charge, 'dispute_fraudulent', Math.floor(charge.amount / 2));
      return;
    case undefined:
      return;
    default:
      openDispute(call, charge, behaviour.afterwards, charge.amount);
  }
}

function warnOfFraud(call: Call, charge: Stripe.Charge): void {
  const {store, ids, clock} = call.world;
  const warning = store.earlyFraudWarnings.put({
    id: ids.next('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: true,
    charge: charge.id,
    created: clock.seconds(),
    fraud_type: 'misc',
    livemode: false,
    ...(typeof charge.payment_intent === 'string' && {payment_intent: charge.payment_intent}),
  });
  emit(call, 'radar.early_fraud_warning.created', warning);
}

function openReview(call: Call, charge: Stripe.Charge): void {
  const {store, ids, clock} = call.world;
  const intent = typeof charge.payment_intent === 'string' ? charge.payment_intent : null;
  const review = store.reviews.put({
    id: ids.next('prv'),
    object: 'review',
    billing_zip: charge.billing_details.address?.postal_code ?? null,
    charge: charge.id,
    closed_reason: null,
    created: clock.seconds(),
    ip_address: null,
    ip_address_location: null,
    livemode: false,
    open: true,
    opened_reason: 'rule',
    ...(intent && {payment_intent: intent}),
    reason: 'rule',
    session: null,
  });
  store.charges.patch(charge.id, {review: review.id});
  if (intent) store.paymentIntents.patch(intent, {review: review.id});
  emit(call, 'review.opened', review);
}
