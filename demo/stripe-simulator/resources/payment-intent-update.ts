import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {type Parameters, mergeMetadata} from '../http/parameters.ts';
import {closeAttempts} from '../machine/attempts.ts';
import {idOf} from '../machine/charges.ts';
import {checkAmount} from '../machine/money.ts';
import {checkState} from '../machine/states.ts';
import type {Call} from '../world.ts';
import {customerFor} from './find.ts';
import {methodFields} from './method-wishes.ts';
import {findMethod, optionsOf} from './payment-intent-confirmation.ts';
import type {updateRules} from './payment-intent-rules.ts';
import {refuseFee, shippingOf} from './intent-parts.ts';
import {noteShipping} from './intent-permissions.ts';

type Given = Parameters<typeof updateRules>;

/** What may still be changed when the money has moved or is moving. */
const alwaysOpen = ['description', 'metadata', 'receipt_email', 'shipping', 'transfer_group'];

/** `POST /v1/payment_intents/:id` */
export function updateIntent(call: Call, intent: Stripe.PaymentIntent, given: Given) {
  const closed = Object.keys(given).find((name) => !alwaysOpen.includes(name));
  if (closed) checkState(call, intent, 'update', closed);
  const amount = given.amount ?? intent.amount;
  const currency = given.currency ?? intent.currency;
  if (given.amount !== undefined || given.currency !== undefined) checkAmount(amount, currency);
  refuseFee(given.application_fee_amount);
  const customer = customerFor(call, given.customer);
  refuseOtherCustomer(intent, customer);
  const method = findMethod(call, given);
  const shipping = given.shipping === undefined ? undefined : shippingOf(given.shipping);
  noteShipping(call, intent.id, {shipping});
  const changed = call.world.store.paymentIntents.patch(intent.id, {
    ...methodChanges(call, intent, given, currency),
    // Whatever was changed: https://docs.stripe.com/api/payment_intents/object#payment_intent_object-last_payment_error
    last_payment_error: null,
    amount,
    currency,
    ...(given.capture_method && {capture_method: given.capture_method}),
    ...(customer && {customer: customer.id}),
    ...(given.description !== undefined && {description: given.description}),
    ...(given.metadata !== undefined && {
      metadata: mergeMetadata(intent.metadata, given.metadata),
    }),
    ...(given.payment_method_options && {
      payment_method_options: {
        ...intent.payment_method_options,
        ...optionsOf(intent.payment_method_types, given.payment_method_options),
      },
    }),
    ...(given.receipt_email !== undefined && {receipt_email: given.receipt_email}),
    ...(given.setup_future_usage !== undefined && {setup_future_usage: given.setup_future_usage}),
    ...(shipping !== undefined && {shipping}),
    ...(given.statement_descriptor && {statement_descriptor: given.statement_descriptor}),
    ...(given.statement_descriptor_suffix && {
      statement_descriptor_suffix: given.statement_descriptor_suffix,
    }),
    ...(given.transfer_group && {transfer_group: given.transfer_group}),
    ...(method && {payment_method: method.id, status: 'requires_confirmation' as const}),
  });
  return voidChallenge(call, intent, changed);
}

/** A running challenge was for the old amount: it ends, and the intent must be confirmed again. */
function voidChallenge(call: Call, before: Stripe.PaymentIntent, after: Stripe.PaymentIntent) {
  const isOther = before.amount !== after.amount || before.currency !== after.currency;
  if (before.status !== 'requires_action' || !isOther) return after;
  closeAttempts(call.world, before);
  return call.world.store.paymentIntents.patch(before.id, {
    status: 'requires_confirmation',
    next_action: null,
  });
}

function methodChanges(
  call: Call,
  intent: Stripe.PaymentIntent,
  given: Given,
  currency: string,
): Partial<Stripe.PaymentIntent> {
  const isTouched =
    given.currency !== undefined ||
    given.capture_method !== undefined ||
    given.allowed_payment_method_types !== undefined ||
    given.excluded_payment_method_types !== undefined ||
    given.payment_method_types !== undefined;
  if (!isTouched) return {};
  const captureMethod = given.capture_method ?? String(intent.capture_method);
  const automatic = intent.automatic_payment_methods;
  const allowed = given.allowed_payment_method_types ?? intent.allowed_payment_method_types;
  // What the request names wins; what it leaves open stays as the intent has it.
  if (given.payment_method_types || given.allowed_payment_method_types) {
    return methodFields(call, given, {currency, captureMethod});
  }
  if (!automatic && !allowed) {
    const {payment_method_types} = intent;
    return {payment_method_types};
  }
  const excluded =
    given.excluded_payment_method_types !== undefined
      ? given.excluded_payment_method_types
      : intent.excluded_payment_method_types;
  const kept = automatic
    ? {
        automatic_payment_methods: {
          enabled: true,
          allow_redirects:
            automatic.allow_redirects === 'never' ? ('never' as const) : ('always' as const),
        },
      }
    : {allowed_payment_method_types: [...(allowed ?? [])]};
  const wish = automatic ? {...kept, excluded_payment_method_types: excluded} : kept;
  return methodFields(call, wish, {currency, captureMethod});
}

function refuseOtherCustomer(
  intent: Stripe.PaymentIntent,
  customer: Stripe.Customer | undefined,
): void {
  const own = idOf(intent.customer);
  if (customer && own !== null && own !== customer.id) {
    throw invalid(
      'You cannot modify `customer` on a PaymentIntent once it already has been set. To fulfill a payment with a different Customer, cancel this PaymentIntent and create a new one.',
      'customer',
    );
  }
}
