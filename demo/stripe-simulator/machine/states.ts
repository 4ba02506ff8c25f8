import type {Stripe} from 'stripe';
import {StripeApiError} from '../http/errors.ts';
import type {Call} from '../world.ts';

type Status =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'canceled'
  | 'succeeded';
export type Change = 'confirm' | 'capture' | 'cancel' | 'update' | 'increment';

/** From which states a PaymentIntent may be changed in which way. https://docs.stripe.com/payments/paymentintents/lifecycle */
const permitted: Record<Change, readonly Status[]> = {
  confirm: ['requires_payment_method', 'requires_confirmation', 'requires_action'],
  capture: ['requires_capture'],
  cancel: [
    'requires_payment_method',
    'requires_capture',
    'requires_confirmation',
    'requires_action',
    // In rare cases, as Stripe says; here only when the settings say so.
    'processing',
  ],
  update: ['requires_payment_method', 'requires_confirmation', 'requires_action'],
  increment: ['requires_capture'],
};

/** Refuses a change that the intent's state does not permit; the refusal carries the intent. */
export function checkState(
  call: Call,
  intent: Stripe.PaymentIntent,
  change: Change,
  field?: string,
): void {
  const isUnderWay = change === 'cancel' && intent.status === 'processing';
  const {cancelsProcessing} = call.world.settings;
  const isPermitted = permitted[change].some((status) => status === intent.status);
  if (isPermitted && (!isUnderWay || cancelsProcessing)) return;
  throw unexpectedState(call, intent, sentence(intent.status, change, field));
}

export function unexpectedState(call: Call, intent: Stripe.PaymentIntent, message: string) {
  return new StripeApiError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message,
    payment_intent: present(call, intent),
  });
}

function sentence(status: string, change: Change, field = 'parameters'): string {
  if (change === 'confirm' && status === 'succeeded') {
    return 'You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.';
  }
  const beginnings: Record<Change, string> = {
    confirm: 'You cannot confirm this PaymentIntent',
    capture: 'This PaymentIntent could not be captured',
    cancel: 'You cannot cancel this PaymentIntent',
    update: `This PaymentIntent's ${field} could not be updated`,
    increment: "This PaymentIntent's authorization could not be incremented",
  };
  const endings: Record<Change, string> = {
    confirm: 'Only a PaymentIntent with one of the following statuses may be confirmed',
    capture: 'Only a PaymentIntent with one of the following statuses may be captured',
    cancel: 'Only a PaymentIntent with one of the following statuses may be canceled',
    update: `You may only update the ${field} of a PaymentIntent with one of the following statuses`,
    increment: 'Only a PaymentIntent with one of the following statuses may be incremented',
  };
  const statuses = permitted[change].join(', ');
  return `${beginnings[change]} because it has a status of ${status}. ${endings[change]}: ${statuses}.`;
}

/** What a browser may see: https://docs.stripe.com/js/payment_intents. */
const publicFields = [
  'id',
  'object',
  'allowed_payment_method_types',
  'amount',
  'amount_details',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_configuration_details',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'source',
  'status',
] as const;

/** The intent as the holder of this key may see it. */
export function present(call: Call, intent: Stripe.PaymentIntent): Stripe.PaymentIntent {
  if (call.key === 'secret') return intent;
  const fields = publicFields.filter((name) => name in intent).map((name) => [name, intent[name]]);
  return Object.fromEntries(fields) as Stripe.PaymentIntent;
}
