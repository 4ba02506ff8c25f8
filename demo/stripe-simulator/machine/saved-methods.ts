import type {Stripe} from 'stripe';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {idOf} from './charges.ts';
import {optionsFor} from './method-types.ts';

/** After a payment the card's checks are known, and a method meant for later belongs to the customer. */
export function saveMethod(call: Call, intent: Stripe.PaymentIntent, charge: Stripe.Charge): void {
  const {store} = call.world;
  const method = store.paymentMethods.get(charge.payment_method ?? '');
  if (!method) return;
  const checks = charge.payment_method_details?.card?.checks;
  const customer = idOf(intent.customer);
  const usage = optionsFor(intent, method.type).setup_future_usage ?? intent.setup_future_usage;
  const isKept = usage !== null && usage !== 'none';
  const isSaved = isKept && customer !== null && !method.customer;
  const after = store.paymentMethods.patch(method.id, {
    ...(method.card && checks && {card: {...method.card, checks}}),
    ...(isSaved && {customer}),
  });
  if (isSaved) emit(call, 'payment_method.attached', after);
}
