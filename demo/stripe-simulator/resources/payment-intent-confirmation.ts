import type {Stripe} from 'stripe';
import {invalid, missing} from '../http/errors.ts';
import type {Parameters} from '../http/parameters.ts';
import {idOf} from '../machine/charges.ts';
import {confirmIntent, missingMethod} from '../machine/confirm.ts';
import {checkState} from '../machine/states.ts';
import type {Call} from '../world.ts';
import {methodFields, refuseContradictions} from './method-wishes.ts';
import type {confirmRules} from './payment-intent-rules.ts';
import {type MethodData, createMethod, createMethodFromToken} from './payment-method-data.ts';
import {shippingOf} from './intent-parts.ts';
import {noteShipping, refuseForPage} from './intent-permissions.ts';
import {useToken} from './confirmation-tokens.ts';

type Given = Parameters<typeof confirmRules>;

/** `POST /v1/payment_intents/:id/confirm`, and the second half of a creation with `confirm`. */
export function confirmWith(call: Call, intent: Stripe.PaymentIntent, given: Given) {
  checkState(call, intent, 'confirm');
  refuseContradictions(call, given);
  if (given.amount_to_confirm !== undefined && given.amount_to_confirm !== intent.amount) {
    throw invalid(
      `The amount_to_confirm (${given.amount_to_confirm}) does not match the PaymentIntent's amount (${intent.amount}).`,
      'amount_to_confirm',
    );
  }
  if (intent.confirmation_method === 'manual' && call.key === 'publishable') {
    throw invalid(
      `You cannot confirm this PaymentIntent with a publishable key because its \`confirmation_method\` is manual. Use a secret key instead.`,
      'confirmation_method',
    );
  }
  const token = given.confirmation_token
    ? useToken(call, given.confirmation_token, intent)
    : undefined;
  const method = token?.method ?? findMethod(call, given) ?? ownMethod(call, intent);
  if (!method) throw missingMethod(call, intent);
  const changes = {
    ...changesOf(call, intent, given),
    ...(token?.setupFutureUsage && {setup_future_usage: token.setupFutureUsage}),
    ...(token?.shipping && {shipping: token.shipping}),
  };
  const {shipping, setup_future_usage: setupFutureUsage} = changes;
  refuseForPage(call, intent, {shipping, setupFutureUsage});
  noteShipping(call, intent.id, {shipping});
  const changed = call.world.store.paymentIntents.patch(intent.id, changes);
  return confirmIntent(call, changed, {
    method,
    returnUrl: checkUrl(given.return_url) ?? token?.returnUrl ?? null,
    usesSdk: given.use_stripe_sdk ?? false,
    offSession: given.off_session !== undefined && given.off_session !== false,
    errorOnRequiresAction: given.error_on_requires_action ?? false,
  });
}

function changesOf(
  call: Call,
  intent: Stripe.PaymentIntent,
  given: Given,
): Partial<Stripe.PaymentIntent> {
  const captureMethod = given.capture_method ?? String(intent.capture_method);
  const choosesMethods =
    given.allowed_payment_method_types !== undefined ||
    given.excluded_payment_method_types !== undefined ||
    given.payment_method_types !== undefined;
  return {
    ...(choosesMethods && methodFields(call, given, {currency: intent.currency, captureMethod})),
    ...(given.capture_method && {capture_method: given.capture_method}),
    ...(given.receipt_email !== undefined && {receipt_email: given.receipt_email}),
    ...(given.setup_future_usage !== undefined && {setup_future_usage: given.setup_future_usage}),
    ...(given.shipping !== undefined && {shipping: shippingOf(given.shipping)}),
    ...(given.payment_method_options && {
      payment_method_options: {
        ...intent.payment_method_options,
        ...optionsOf(intent.payment_method_types, given.payment_method_options),
      },
    }),
  };
}

/** The method that a request names or describes. */
export function findMethod(
  call: Call,
  given: {payment_method?: string; payment_method_data?: MethodData},
): Stripe.PaymentMethod | undefined {
  if (given.payment_method !== undefined && given.payment_method_data) {
    throw invalid(
      'You may only specify one of these parameters: payment_method, payment_method_data.',
      'payment_method',
      'parameters_exclusive',
    );
  }
  if (given.payment_method_data) {
    return createMethod(call, given.payment_method_data, 'payment_method_data');
  }
  if (given.payment_method === undefined) return undefined;
  const found =
    call.world.store.paymentMethods.get(given.payment_method) ??
    createMethodFromToken(call, given.payment_method);
  if (!found) throw missing('PaymentMethod', given.payment_method, 'payment_method');
  return found;
}

const ownMethod = (call: Call, intent: Stripe.PaymentIntent) =>
  call.world.store.paymentMethods.get(idOf(intent.payment_method) ?? '');

/** Options as Stripe gives them back; those of cards have their defaults written out. */
export function optionsOf(
  types: readonly string[],
  given: Given['payment_method_options'],
): Stripe.PaymentIntent.PaymentMethodOptions {
  const card = given?.card;
  return {
    ...given,
    ...(types.includes('card') && {
      card: {
        ...(card?.capture_method && {capture_method: card.capture_method}),
        installments: null,
        mandate_options: null,
        network: null,
        request_three_d_secure: card?.request_three_d_secure ?? 'automatic',
        ...(card?.setup_future_usage && {setup_future_usage: card.setup_future_usage}),
      },
    }),
  } as unknown as Stripe.PaymentIntent.PaymentMethodOptions;
}

function checkUrl(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  if (!URL.canParse(url)) throw invalid('Not a valid URL', 'return_url', 'url_invalid');
  return url;
}
