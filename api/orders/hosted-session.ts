/** The page that Stripe hosts for an order: found again, and left again. */
import type Stripe from 'stripe';
import type {OrderDeps} from '../deps.ts';
import {isInvalidCall, isKeptFailure, isSpentKey} from '../stripe/calling.ts';
import {createSession, expireSession, intentIn, readSession} from '../stripe/sessions.ts';
import {settle, type Settled} from './settle.ts';
import {loadOrder, openAttempt, saveAttempt, type AttemptRow} from './store.ts';

/** An attempt on a page of Stripe's. */
export type HostedAttempt = AttemptRow & {hostedPage: NonNullable<AttemptRow['hostedPage']>};

export const isOnHostedPage = (attempt: AttemptRow): attempt is HostedAttempt =>
  attempt.hostedPage !== null;

/**
 * The session of an attempt, made now if it was not. A row without a session's id is what a crash
 * leaves behind: the same call brings the same session. Nothing where there can be none any more.
 */
export async function sessionOf(
  deps: OrderDeps,
  attempt: HostedAttempt,
): Promise<Stripe.Checkout.Session | undefined> {
  const {db, stripe} = deps;
  if (attempt.checkoutSessionId) return readSession(stripe, attempt.checkoutSessionId);
  const stored = await loadOrder(db.queries, attempt.orderId);
  if (!stored) return undefined;
  const {orderId, attempt: number, amount, currency, hostedPage: page} = attempt;
  try {
    const session = await createSession(stripe, {
      orderId,
      orderNumber: stored.row.number,
      attempt: number,
      amount,
      currency,
      lines: stored.items,
      page,
    });
    await saveAttempt(db.queries, attempt, {checkoutSessionId: session.id});
    return session;
  } catch (error) {
    // The order is another one by now. Should there be a session all the same, its address was never
    // told to anybody, and it ends by itself.
    if (isSpentKey(error)) return undefined;
    throw error;
  }
}

/**
 * Makes the hosted page of an order unusable, if it has one that is open, so that the order can be
 * paid elsewhere; must run under the order's lease. Whoever has paid there already is heard: then
 * the order is no longer payable.
 */
export async function leaveHostedPage(
  deps: OrderDeps,
  orderId: string,
): Promise<Settled | undefined> {
  const attempt = await openAttempt(deps.db.queries, orderId);
  if (!attempt || !isOnHostedPage(attempt)) return undefined;
  const readAt = deps.now();
  const found = await sessionOf(deps, attempt).catch((error: unknown) => {
    // It never was: what Stripe refuses now, it has not made before. Or nobody was told of it.
    if (isInvalidCall(error) || isKeptFailure(error)) return undefined;
    throw error;
  });
  const session = found?.status === 'open' ? await expireSession(deps.stripe, found.id) : found;
  return settleSession(deps, attempt, session, readAt);
}

/** Settles what a session says; one that Stripe has not got is one that has ended. */
export async function settleSession(
  deps: OrderDeps,
  {orderId, attempt}: HostedAttempt,
  session: Stripe.Checkout.Session | undefined,
  readAt: Date,
): Promise<Settled> {
  if (!session) return settle(deps, {ended: {orderId, attempt}}, readAt);
  const intent = intentIn(session);
  return settle(deps, {session, ...(intent && {paymentIntentId: intent.id, intent})}, readAt);
}
