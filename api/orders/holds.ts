/** Why an order should wait before it is shipped: kept by Stripe's own ids, like the ledgers. */
import {asc, eq, lte, ne, sql} from 'drizzle-orm';
import type Stripe from 'stripe';
import {holds} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import {idOf} from './ledger.ts';

type Reason = Stripe.Review | Stripe.Radar.EarlyFraudWarning;
export type HoldRow = typeof holds.$inferSelect;

/** Who approved a review has the last word; of anything else, the newest news counts. */
export async function saveHold(
  tx: Queries,
  orderId: string,
  reason: Reason,
  checkedAt: Date,
): Promise<void> {
  const news = {status: statusOf(reason), checkedAt};
  await tx
    .insert(holds)
    .values({
      ...news,
      id: reason.id,
      kind: reason.object === 'review' ? 'review' : 'early_fraud_warning',
      orderId,
      paymentIntentId: idOf(reason.payment_intent),
      createdAt: new Date(reason.created * 1000),
    })
    .onConflictDoUpdate({
      target: holds.id,
      set: news,
      setWhere: sql`${ne(holds.status, 'approved')} and ${lte(holds.checkedAt, checkedAt)}`,
    });
}

/** Every reason there ever was, oldest first. */
export const holdsOf = (queries: Queries, orderId: string): Promise<HoldRow[]> =>
  queries
    .select()
    .from(holds)
    .where(eq(holds.orderId, orderId))
    .orderBy(asc(holds.createdAt), asc(holds.id));

/** Whether the goods should stay where they are: only an approval lets them go. */
export const isOnHold = (reasons: HoldRow[]): boolean =>
  reasons.some(({status}) => status !== 'approved');

/**
 * A review is closed for many reasons, and but for `approved` each says that the money is going
 * back or has gone: https://docs.stripe.com/api/radar/reviews/object#review_object-reason
 */
function statusOf(reason: Reason): HoldRow['status'] {
  if (reason.object !== 'review') return reason.actionable ? 'open' : 'closed';
  if (reason.open) return 'open';
  return reason.closed_reason === 'approved' ? 'approved' : 'closed';
}
