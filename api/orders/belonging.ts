/** Which order a payment belongs to, and which of its attempts. */
import {and, eq, isNotNull, isNull, sql} from 'drizzle-orm';
import type Stripe from 'stripe';
import {paymentAttempts} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import {isOrderId} from './identity.ts';
import type {News} from './settle.ts';
import type {AttemptRow} from './store.ts';

export async function findOrderId(
  tx: Queries,
  {paymentIntentId, intent, session, ended}: News,
): Promise<string | undefined> {
  if (ended) return ended.orderId;
  const attempt =
    (paymentIntentId && (await findAttempt(tx, paymentIntentId))) ||
    (session && (await attemptOfSession(tx, session)));
  if (attempt) return attempt.orderId;
  // The news can be here before the answer of the call that made the intent.
  const named = intent?.metadata['order_id'];
  return named !== undefined && isOrderId(named) ? named : undefined;
}

/** The attempt of a hosted page; one whose answer was lost is recognised by its number. */
export async function attemptOfSession(
  tx: Queries,
  {id, metadata}: Stripe.Checkout.Session,
): Promise<AttemptRow | undefined> {
  const [own] = await tx
    .select()
    .from(paymentAttempts)
    .where(eq(paymentAttempts.checkoutSessionId, id));
  const orderId = metadata?.['order_id'] ?? '';
  const number = Number(metadata?.['attempt']);
  if (own || !isOrderId(orderId) || !Number.isInteger(number)) return own;
  const [attached] = await tx
    .update(paymentAttempts)
    .set({checkoutSessionId: id})
    .where(
      and(
        eq(paymentAttempts.orderId, orderId),
        eq(paymentAttempts.attempt, number),
        isNotNull(paymentAttempts.hostedPage),
        isNull(paymentAttempts.checkoutSessionId),
      ),
    )
    .returning();
  return attached;
}

export async function findAttempt(
  queries: Queries,
  paymentIntentId: string,
): Promise<AttemptRow | undefined> {
  const [attempt] = await queries
    .select()
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentIntentId, paymentIntentId));
  return attempt;
}

/**
 * The attempt of this intent. One whose answer was lost is recognised by its number; an intent that
 * belongs to the order and to no attempt gets one of its own, so that its money is never lost.
 */
export async function attemptFor(
  tx: Queries,
  orderId: string,
  intent: Stripe.PaymentIntent,
): Promise<AttemptRow> {
  const attempts = await tx
    .select()
    .from(paymentAttempts)
    .where(eq(paymentAttempts.orderId, orderId));
  const own = attempts.find(({paymentIntentId}) => paymentIntentId === intent.id);
  if (own) return own;
  const number = Number(intent.metadata['attempt']);
  const waiting = attempts.find((row) => row.attempt === number && !row.paymentIntentId);
  if (waiting) {
    const [attached] = await tx
      .update(paymentAttempts)
      .set({paymentIntentId: intent.id})
      .where(and(eq(paymentAttempts.orderId, orderId), eq(paymentAttempts.attempt, number)))
      .returning();
    return attached ?? waiting;
  }
  const [added] = await tx
    .insert(paymentAttempts)
    .values({
      orderId,
      attempt: sql`${Math.max(0, ...attempts.map((row) => row.attempt))} + 1`,
      paymentIntentId: intent.id,
      amount: intent.amount,
      currency: intent.currency,
      open: false,
    })
    .returning();
  if (!added) throw new Error('The attempt was not stored.');
  return added;
}
