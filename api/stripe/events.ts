/** Stripe's events: whether one is real, and what it is about. */
import Stripe from 'stripe';
import {z} from 'zod';
import {ApiError} from '../errors.ts';

/** What we rely on in an event, checked before it is stored. */
const eventSchema = z.object({
  id: z.string().regex(/^\w{1,255}$/),
  object: z.literal('event'),
  type: z.string().regex(/^[\w.]{1,255}$/),
  livemode: z.boolean(),
  // Up to the year 9999: a date that can be kept.
  created: z.number().int().min(0).max(253_402_300_799),
  api_version: z.string().nullish(),
  account: z.string().nullish(),
  data: z.object({object: z.object({id: z.string().optional(), object: z.string()})}),
});

/** The whole event, of which only this much is checked: copying the rest would cost more than checking. */
export type ReceivedEvent = z.infer<typeof eventSchema>;

function checked(event: unknown): ReceivedEvent {
  eventSchema.parse(event);
  return event as ReceivedEvent;
}

/** Old and early alike, in seconds. https://docs.stripe.com/webhooks#replay-attacks */
const TOLERANCE = 300;

/**
 * The event in this body, if one of our secrets signed exactly these bytes a moment ago. While a
 * secret is being rolled there are two of them.
 */
export function verifyEvent(
  body: string,
  signature: string | undefined,
  secrets: string[],
  now: Date,
): ReceivedEvent {
  const seconds = Math.floor(now.getTime() / 1000);
  // stripe-node refuses the past alone: a stolen body could be signed for later.
  const signedAt = Number(/(?:^|,)t=(\d+)/.exec(signature ?? '')?.[1] ?? Infinity);
  if (!signature || signedAt > seconds + TOLERANCE) throw new ApiError('invalid_signature');
  const isSigned = secrets.some((secret) => {
    try {
      return Stripe.webhooks.signature?.verifyHeader(body, signature, secret, TOLERANCE);
    } catch {
      return false;
    }
  });
  if (!isSigned) throw new ApiError('invalid_signature');
  try {
    return checked(JSON.parse(body));
  } catch (cause) {
    throw new ApiError('invalid_request', {cause});
  }
}

/** Of these the snapshot in the event is the last word: nothing can follow them. */
const terminal = new Set(['payment_intent.succeeded', 'payment_intent.canceled']);

/** These say that something moved: the intent is read afresh, for events come in any order. */
const moving = new Set([
  'payment_intent.payment_failed',
  'payment_intent.processing',
  'payment_intent.requires_action',
  'payment_intent.amount_capturable_updated',
]);

/** Whether an event is worth a job; every other is stored and left. */
export const isHandled = (type: string): boolean => terminal.has(type) || moving.has(type);

export const isTerminal = (type: string): boolean => terminal.has(type);

/** The PaymentIntent that a handled event carries. */
export function intentIn(payload: unknown): Stripe.PaymentIntent {
  const {data} = checked(payload);
  // Signed by Stripe and of a type that carries one.
  return data.object as unknown as Stripe.PaymentIntent;
}
