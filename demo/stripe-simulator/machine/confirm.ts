import type {Stripe} from 'stripe';
import {StripeApiError, invalid} from '../http/errors.ts';
import type {Call} from '../world.ts';
import {awaitBuyer, closeAttempts} from './attempts.ts';
import {awaitTransfer} from './bank-transfers.ts';
import {declines} from './declines.ts';
import {methodTypes} from './method-types.ts';
import {awaitMicrodeposits, wantsMicrodeposits} from './microdeposits.ts';
import {showQrCode} from './qr-codes.ts';
import {cardBehaviour, chargeCard, failPayment, startDebit} from './settle.ts';
import {present, unexpectedState} from './states.ts';
import type {CardBehaviour} from './test-cards.ts';
import {showVoucher} from './vouchers.ts';

export interface ConfirmWishes {
  method: Stripe.PaymentMethod;
  returnUrl: string | null;
  usesSdk: boolean;
  offSession: boolean;
  errorOnRequiresAction: boolean;
}

/** Tries to pay. The intent has a payment method and is in a state that permits it. */
export function confirmIntent(
  call: Call,
  intent: Stripe.PaymentIntent,
  wishes: ConfirmWishes,
): Stripe.PaymentIntent {
  checkMethod(call, intent, wishes);
  closeAttempts(call.world, intent);
  const chosen = call.world.store.paymentIntents.patch(intent.id, {
    payment_method: wishes.method.id,
    next_action: null,
    last_payment_error: null,
  });
  const after = attempt(call, chosen, wishes);
  const error = after.last_payment_error;
  if (after.status === 'requires_payment_method' && error) throw refusal(call, after, error);
  return after;
}

function attempt(call: Call, intent: Stripe.PaymentIntent, wishes: ConfirmWishes) {
  const {method} = wishes;
  switch (methodTypes[method.type]?.flow) {
    case 'redirect':
      return stop(call, intent, wishes, () => awaitBuyer(call, intent, 'redirect', wishes));
    case 'debit':
      return wantsMicrodeposits(intent, method)
        ? stop(call, intent, wishes, () => awaitMicrodeposits(call, intent))
        : startDebit(call, intent, method);
    case 'voucher':
      return stop(call, intent, wishes, () => showVoucher(call, intent, method));
    case 'qr':
      return stop(call, intent, wishes, () => showQrCode(call, intent, method));
    case 'transfer':
      return stop(call, intent, wishes, () => awaitTransfer(call, intent, method));
    default:
      return payByCard(call, intent, wishes);
  }
}

function payByCard(call: Call, intent: Stripe.PaymentIntent, wishes: ConfirmWishes) {
  const {method, offSession} = wishes;
  const behaviour = cardBehaviour(call, method);
  const isSetUp = method.customer !== null && intent.customer !== null;
  const asks = authenticationFor(intent, behaviour, {offSession, isSetUp});
  if (asks === 'challenge') {
    return stop(call, intent, wishes, () => awaitBuyer(call, intent, 'three_d_secure', wishes));
  }
  return chargeCard(call, intent, method, asks);
}

/** Whether the buyer has to prove who they are, and if not, what stands in the charge. */
function authenticationFor(
  intent: Stripe.PaymentIntent,
  {authentication}: CardBehaviour,
  {offSession, isSetUp}: {offSession: boolean; isSetUp: boolean},
): 'challenge' | 'frictionless' | 'attempted' | undefined {
  const request = intent.payment_method_options?.card?.request_three_d_secure;
  const insists = request === 'any' || request === 'challenge';
  switch (authentication) {
    case 'always':
      return 'challenge';
    case 'unless_set_up':
      return isSetUp && offSession ? undefined : 'challenge';
    case 'on_session':
      return offSession ? undefined : 'challenge';
    case 'optional':
      return insists ? 'challenge' : undefined;
    case 'optional_error':
      return insists ? 'attempted' : undefined;
    case 'frictionless':
      return 'frictionless';
    case 'lookup_error':
      return 'attempted';
    default:
      return undefined;
  }
}

/** The buyer is needed; a merchant that cannot fetch them takes a decline instead. */
function stop(
  call: Call,
  intent: Stripe.PaymentIntent,
  {method, offSession, errorOnRequiresAction}: ConfirmWishes,
  ask: () => Stripe.PaymentIntent,
) {
  if (!offSession && !errorOnRequiresAction) return ask();
  return failPayment(call, intent, method, declines.authentication_required, {captured: false});
}

function checkMethod(call: Call, intent: Stripe.PaymentIntent, wishes: ConfirmWishes): void {
  const {method, returnUrl, usesSdk} = wishes;
  if (!intent.payment_method_types.includes(method.type)) {
    throw invalid(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent. Please attach a PaymentMethod of one of the following types: ${intent.payment_method_types.join(', ')}. Alternatively update the allowed payment method types for this PaymentIntent to include "${method.type}".`,
      'payment_method',
      'payment_intent_invalid_parameter',
    );
  }
  const mayRedirect = intent.automatic_payment_methods?.allow_redirects === 'always';
  if (!returnUrl && mayRedirect && call.key === 'secret' && !usesSdk) {
    throw invalid(
      'A `return_url` must be specified because this Payment Intent is configured to automatically accept the payment methods enabled in the Dashboard, some of which may require a full page redirect to succeed. If you do not want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.',
    );
  }
  if (!returnUrl && methodTypes[method.type]?.flow === 'redirect') {
    throw invalid(
      `Missing required param: return_url. The payment method ${method.type} sends your customer to another page.`,
      'return_url',
      'parameter_missing',
    );
  }
  if (intent.customer === null && method.customer !== null) {
    throw invalid(
      `The PaymentMethod ${method.id} belongs to a Customer. You must provide the customer on the PaymentIntent as well.`,
      'payment_method',
      'payment_intent_invalid_parameter',
    );
  }
}

/** A declined confirmation is an error, though the intent has changed. */
function refusal(
  call: Call,
  intent: Stripe.PaymentIntent,
  error: Stripe.PaymentIntent.LastPaymentError,
): StripeApiError {
  const {
    type,
    code,
    decline_code,
    message = '',
    charge,
    payment_method,
    param,
    advice_code,
  } = error;
  return new StripeApiError(402, {
    type: type === 'card_error' ? 'card_error' : 'invalid_request_error',
    message,
    ...(code && {code}),
    ...(decline_code && {decline_code}),
    ...(advice_code && {advice_code}),
    ...(charge && {charge}),
    ...(param && {param}),
    payment_intent: present(call, intent),
    ...(payment_method && {payment_method}),
  });
}

/** A confirmation needs a payment method from somewhere. */
export function missingMethod(call: Call, intent: Stripe.PaymentIntent): StripeApiError {
  return unexpectedState(
    call,
    intent,
    "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
  );
}
