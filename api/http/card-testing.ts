/**
 * Against card testing: somebody with a list of stolen numbers tries which of them still work.
 * https://docs.stripe.com/disputes/prevention/card-testing
 *
 * Each failed payment counts against its order and against whoever began it. After a few, a
 * challenge must be solved where one is configured; after some more there is a pause, for paying
 * and for new orders. An intent can also be confirmed at Stripe without asking us: therefore the
 * failures are counted where Stripe's events come in, and an intent that fails on and on is cancelled.
 */
import type Stripe from 'stripe';
import {ApiError, errorFacts} from '../errors.ts';
import type {Logger} from '../log.ts';
import {cancelIntent} from '../stripe/intents.ts';
import {expireSession, isHosted, sessionOfIntent} from '../stripe/sessions.ts';
import type {Inbox} from '../inbox/inbox.ts';
import {isOrderId} from '../orders/identity.ts';
import type {ReceivedEvent} from '../stripe/events.ts';
import type {Captcha} from './captcha.ts';
import type {LimitStore} from './limit-store.ts';
import type {Limits} from './limits.ts';

/** So many may fail before a challenge is asked for: a mistyped date is no crime. */
const FREE = {order: 3, client: 5};
/** What a failure costs beyond what the try itself did. */
const COST = {payOrder: 4, pay: 4, place: 20};
/**
 * After so many an intent is cancelled when it fails, so that its next try must come to us and our
 * limits: no buyer fails so often with one order within a day, no office within an hour. Without the
 * second, orders placed beforehand would be as many tries each.
 */
const MOST = {order: 20, client: 30};

export interface CardGuard {
  /** Throws while this client has to wait. */
  beforeOrder(client: string): Promise<void>;
  afterOrder(orderId: string, client: string): void;
  /** Throws `rate_limited`, or `captcha_required` where only a solved challenge may go on. */
  beforePayment(orderId: string, client: string, captchaToken: string | undefined): Promise<void>;
  /** The inbox, counting each new event that reports a failure, whoever brought it. */
  watching(inbox: Inbox): Inbox;
}

interface Options {
  limits: Limits;
  store: Pick<LimitStore, 'rememberCaller' | 'callerOf'>;
  captcha: Captcha | undefined;
  stripe: Stripe;
  log: Logger;
}

export function createCardGuard({limits, store, captcha, stripe, log}: Options): CardGuard {
  async function needsChallenge(orderId: string, client: string): Promise<boolean> {
    const [ofOrder, ofClient] = await Promise.all([
      limits.tallied('failures-of-order', orderId),
      limits.tallied('failures-of-client', client),
    ]);
    return ofOrder >= FREE.order || ofClient >= FREE.client;
  }

  async function countFailure({orderId, intentId, isOnPage}: FailedPayment): Promise<void> {
    const client = await store.callerOf(orderId);
    await Promise.all([
      limits.charge('pay-order', orderId, COST.payOrder),
      client !== undefined && limits.charge('pay', client, COST.pay),
      client !== undefined && limits.charge('place', client, COST.place),
    ]);
    // Last: whoever sees that a failure is counted sees what it cost, too.
    const [ofOrder, ofClient] = await Promise.all([
      limits.tally('failures-of-order', orderId),
      client === undefined ? 0 : limits.tally('failures-of-client', client),
    ]);
    if (ofOrder < MOST.order && !limits.isOver(ofClient, MOST.client)) return;
    log.warn({orderId, ofOrder, ofClient}, 'cards are being tested: the intent is cancelled');
    if (!isOnPage) return void (await cancelIntent(stripe, intentId, 'abandoned'));
    // The intent of a hosted page can only be ended by its page.
    const session = await sessionOfIntent(stripe, intentId);
    if (session?.status === 'open') await expireSession(stripe, session.id);
  }

  /** What need not be waited for: an answer must not be late, or fail, because of it. */
  const beside = (work: Promise<void>): void => {
    work.catch((error: unknown) => log.warn({error: errorFacts(error)}, 'a failure not counted'));
  };

  return {
    beforeOrder: (client) => limits.take('place', client),
    afterOrder: (orderId, client) => beside(store.rememberCaller(orderId, client)),
    beforePayment: async (orderId, client, captchaToken) => {
      await limits.take('pay-order', orderId);
      await limits.take('pay', client);
      await store.rememberCaller(orderId, client);
      if (!captcha || !(await needsChallenge(orderId, client))) return;
      const isSolved = captchaToken !== undefined && (await captcha(captchaToken));
      if (!isSolved) throw new ApiError('captcha_required');
    },
    watching: (inbox) => ({
      receive: async (event, body) => {
        const result = await inbox.receive(event, body);
        const failed = result === 'new' ? failedPayment(event) : undefined;
        if (failed) beside(countFailure(failed));
        return result;
      },
    }),
  };
}

interface FailedPayment {
  orderId: string;
  intentId: string;
  /** On a page that Stripe hosts. */
  isOnPage: boolean;
}

/** Which payment an event says has failed; nothing where it says something else. */
function failedPayment({type, data}: ReceivedEvent): FailedPayment | undefined {
  if (type !== 'payment_intent.payment_failed') return undefined;
  const {id, metadata} = data.object as {id?: string; metadata?: Record<string, string>};
  const orderId = metadata?.['order_id'];
  if (!metadata || id === undefined || typeof orderId !== 'string' || !isOrderId(orderId)) {
    return undefined;
  }
  return {orderId, intentId: id, isOnPage: isHosted(metadata)};
}
