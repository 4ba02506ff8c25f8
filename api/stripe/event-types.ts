/**
 * Every type of event that may move an order, and what its object is. All others are stored and left
 * alone; a charge that fails or waits says nothing that its intent's own events do not say.
 * https://docs.stripe.com/api/events/types
 */
import type Stripe from 'stripe';
import {checked} from './events.ts';

/**
 * `last word`: an intent at its end, taken from the event itself, because nothing can follow.
 * Everything else only says that something moved, and is read afresh: events come in any order.
 */
type About =
  'last word' | 'intent' | 'charge' | 'refund' | 'dispute' | 'warning' | 'review' | 'session';

const types: Record<string, About> = {
  'payment_intent.succeeded': 'last word',
  'payment_intent.canceled': 'last word',
  'payment_intent.payment_failed': 'intent',
  'payment_intent.processing': 'intent',
  'payment_intent.requires_action': 'intent',
  'payment_intent.amount_capturable_updated': 'intent',
  'payment_intent.partially_funded': 'intent',
  'charge.succeeded': 'charge',
  'charge.captured': 'charge',
  'charge.updated': 'charge',
  'charge.expired': 'charge',
  'charge.refunded': 'charge',
  'refund.created': 'refund',
  'refund.updated': 'refund',
  'refund.failed': 'refund',
  'charge.refund.updated': 'refund',
  'charge.dispute.created': 'dispute',
  'charge.dispute.updated': 'dispute',
  'charge.dispute.closed': 'dispute',
  'charge.dispute.funds_withdrawn': 'dispute',
  'charge.dispute.funds_reinstated': 'dispute',
  'radar.early_fraud_warning.created': 'warning',
  'radar.early_fraud_warning.updated': 'warning',
  'review.opened': 'review',
  'review.closed': 'review',
  // Of a hosted page, ours or one beside this product: it only counts where it names an order of ours.
  'checkout.session.completed': 'session',
  'checkout.session.async_payment_succeeded': 'session',
  'checkout.session.async_payment_failed': 'session',
  'checkout.session.expired': 'session',
};

export const handledTypes: readonly string[] = Object.keys(types);

/** Those that are applied without asking Stripe anything. */
export const lastWords = handledTypes.filter((type) => types[type] === 'last word');

/** Whether an event is worth a job. */
export const isHandled = (type: string): boolean => types[type] !== undefined;

export type Subject =
  | {about: 'last word' | 'intent'; object: Stripe.PaymentIntent}
  | {about: 'charge'; object: Stripe.Charge}
  | {about: 'refund'; object: Stripe.Refund}
  | {about: 'dispute'; object: Stripe.Dispute}
  | {about: 'warning'; object: Stripe.Radar.EarlyFraudWarning}
  | {about: 'review'; object: Stripe.Review}
  | {about: 'session'; object: Stripe.Checkout.Session};

/** What a handled event carries; nothing where its type is none of ours. */
export function subjectOf(type: string, payload: unknown): Subject | undefined {
  const about = types[type];
  // Signed by Stripe and of a type that carries such an object.
  return about && ({about, object: checked(payload).data.object} as unknown as Subject);
}
