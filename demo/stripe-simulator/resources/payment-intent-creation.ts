import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {type Parameters, mergeMetadata} from '../http/parameters.ts';
import {checkAmount} from '../machine/money.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {customerFor} from './find.ts';
import {refuseFee, shippingOf} from './intent-parts.ts';
import {noteShipping} from './intent-permissions.ts';
import {methodFields} from './method-wishes.ts';
import {confirmWith, findMethod, optionsOf} from './payment-intent-confirmation.ts';
import type {confirmRules, createRules} from './payment-intent-rules.ts';

/** `POST /v1/payment_intents`. */
export function createIntent(
  call: Call,
  given: Parameters<typeof createRules>,
): Stripe.PaymentIntent {
  const {store, ids, clock} = call.world;
  const {amount, currency} = given;
  checkAmount(amount, currency);
  refuseFee(given.application_fee_amount);
  if (!given.confirm) refuseWithoutConfirm(given);
  const captureMethod = given.capture_method ?? 'automatic_async';
  const fields = methodFields(call, given, {currency, captureMethod});
  const customer = customerFor(call, given.customer);
  const method = findMethod(call, given);
  const id = ids.next('pi');
  const intent = store.paymentIntents.put({
    id,
    object: 'payment_intent',
    ...fields,
    amount,
    amount_capturable: 0,
    amount_details: {tip: {}},
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: captureMethod,
    client_secret: ids.secret(id),
    confirmation_method: given.confirmation_method ?? 'automatic',
    created: clock.seconds(),
    currency,
    customer: customer?.id ?? null,
    customer_account: null,
    description: given.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: mergeMetadata({}, given.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: method?.id ?? null,
    payment_method_configuration_details: fields.automatic_payment_methods
      ? {id: 'pmc_1SimulatedAccountDefault', parent: null}
      : null,
    payment_method_options: optionsOf(fields.payment_method_types, given.payment_method_options),
    payment_record: null,
    processing: null,
    receipt_email: given.receipt_email ?? null,
    review: null,
    setup_future_usage: given.setup_future_usage ?? null,
    shipping: shippingOf(given.shipping),
    source: null,
    statement_descriptor: given.statement_descriptor ?? null,
    statement_descriptor_suffix: given.statement_descriptor_suffix ?? null,
    status: method ? 'requires_confirmation' : 'requires_payment_method',
    transfer_data: null,
    transfer_group: given.transfer_group ?? null,
  });
  noteShipping(call, id, {shipping: intent.shipping});
  emit(call, 'payment_intent.created', intent);
  if (!given.confirm) return intent;
  const {payment_method: _, payment_method_data: __, ...rest} = confirmationPart(given);
  return confirmWith(call, intent, method ? {...rest, payment_method: method.id} : rest);
}

/** The parameters of a creation that a confirmation reads too. */
function confirmationPart(given: Parameters<typeof createRules>): Parameters<typeof confirmRules> {
  const names = [
    'confirmation_token',
    'error_on_requires_action',
    'off_session',
    'return_url',
    'use_stripe_sdk',
    'mandate_data',
    'payment_method',
    'payment_method_data',
  ];
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));
}

function refuseWithoutConfirm(given: Parameters<typeof createRules>): void {
  const names = [
    'confirmation_token',
    'error_on_requires_action',
    'mandate',
    'mandate_data',
    'off_session',
    'return_url',
    'use_stripe_sdk',
  ] as const;
  const early = names.find((name) => given[name] !== undefined && name !== 'use_stripe_sdk');
  if (!early) return;
  throw invalid(
    `The parameter \`${early}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`,
    early,
  );
}
