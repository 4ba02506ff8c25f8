/** Which order a payment belongs to, and which of its attempts. */
import {and, eq, sql} from 'drizzle-orm';
import type Stripe from 'stripe';
import {paymentAttempts} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import {isOrderId} from './identity.ts';
import type {AttemptRow} from './store.ts';

export async function findOrderId(
  tx: Queries,
  {paymentIntentId, intent}: {paymentIntentId: string; intent?: Stripe.PaymentIntent},
): Promise<string | undefined> {
  const attempt = await findAttempt(tx, paymentIntentId);
  if (attempt) return attempt.orderId;
  // The news can be here before the answer of the call that made the intent.
  const named = intent?.metadata['order_id'];
  return named !== undefined && isOrderId(named) ? named : undefined;
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
