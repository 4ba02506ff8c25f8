/** Stripe's events: whether one is real. What each is about stands in `event-types.ts`. */
import Stripe from 'stripe';
import {z} from 'zod';
import {ApiError} from '../errors.ts';

/** Nothing that a database would refuse. */
const plain = /^[ -~]{1,255}$/;

/** What we rely on in an event, checked before it is stored. */
const eventSchema = z.object({
  id: z.string().regex(/^\w{1,255}$/),
  object: z.literal('event'),
  type: z.string().regex(/^[\w.]{1,255}$/),
  livemode: z.boolean(),
  // Up to the year 9999: a date that can be kept.
  created: z.number().int().min(0).max(253_402_300_799),
  api_version: z.string().regex(plain).nullish(),
  account: z.string().regex(plain).nullish(),
  data: z.object({object: z.object({id: z.string().optional(), object: z.string()})}),
});

/** The whole event, of which only this much is checked: copying the rest would cost more than checking. */
export type ReceivedEvent = z.infer<typeof eventSchema>;

/** The same check for events that Stripe lists instead of delivering them. */
export function checked(event: unknown): ReceivedEvent {
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
