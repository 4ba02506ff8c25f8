/** What names a buyer and is of no more use is forgotten, a batch each minute, so that nobody waits. */
import {and, eq, inArray, isNotNull, isNull, lt, notExists, notInArray, or, sql} from 'drizzle-orm';
import {
  alerts,
  disputes,
  holds,
  orders,
  paymentAttempts,
  refunds,
  webhookEvents,
} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import type {Deps} from '../deps.ts';
import {errorFacts} from '../errors.ts';

type PurgeDeps = Pick<Deps, 'config' | 'db' | 'now'>;

const EVENTS_AT_ONCE = 2000;
const ORDERS_AT_ONCE = 500;

/** One that fails keeps neither the other from its work, nor whatever is to be done next. */
export async function purge(deps: PurgeDeps & Pick<Deps, 'log'>): Promise<void> {
  for (const forget of [purgePayloads, purgeUnpaid]) {
    await forget(deps).catch((error: unknown) => {
      deps.log.warn({error: errorFacts(error)}, 'old data could not be purged');
    });
  }
}

/**
 * An event's payload names the buyer, and nobody needs it once it is applied. Its id and type stay,
 * so that a late repetition is still known for what it is; a parked event is kept whole.
 */
export async function purgePayloads({config, db, now}: PurgeDeps): Promise<number> {
  const before = new Date(now().getTime() - config.eventRetentionMs);
  const old = db.queries
    .select({id: webhookEvents.id})
    .from(webhookEvents)
    .where(
      and(
        lt(webhookEvents.receivedAt, before),
        isNotNull(webhookEvents.payload),
        inArray(webhookEvents.state, ['processed', 'ignored']),
      ),
    )
    .limit(EVENTS_AT_ONCE);
  const purged = await db.queries
    .update(webhookEvents)
    .set({payload: sql`null`})
    .where(inArray(webhookEvents.id, old))
    .returning({id: webhookEvents.id});
  return purged.length;
}

/**
 * An order that ended unpaid, with all that belongs to it. One that had to do with money in any way is
 * kept, and so is one of which a payment might still be heard: it would belong to nobody.
 */
export async function purgeUnpaid(
  {config, db, now}: PurgeDeps,
  most = ORDERS_AT_ONCE,
): Promise<number> {
  const {queries} = db;
  const before = new Date(now().getTime() - config.unpaidRetentionMs);
  const old = queries
    .select({id: orders.id})
    .from(orders)
    .where(
      and(
        inArray(orders.status, ['canceled', 'expired']),
        isNull(orders.paidAt),
        lt(orders.expiresAt, before),
        lt(orders.updatedAt, before),
        notExists(moneyIn(queries)),
        ...[refunds, disputes, holds].map((ledger) =>
          notExists(
            queries.select({id: ledger.id}).from(ledger).where(eq(ledger.orderId, orders.id)),
          ),
        ),
        notExists(troubleWith(queries)),
      ),
    )
    .limit(most)
    .for('update', {skipLocked: true});
  const purged = await queries
    .delete(orders)
    .where(inArray(orders.id, old))
    .returning({id: orders.id});
  return purged.length;
}

/** What Stripe has taken, is about to take, or was not told to take no more. */
const moneyIn = (queries: Queries) =>
  queries
    .select({orderId: paymentAttempts.orderId})
    .from(paymentAttempts)
    .where(
      and(
        eq(paymentAttempts.orderId, orders.id),
        or(
          isNotNull(paymentAttempts.amountReceived),
          isNotNull(paymentAttempts.chargeId),
          inArray(paymentAttempts.status, [
            'succeeded',
            'processing',
            'requires_action',
            'requires_capture',
          ]),
          and(
            paymentAttempts.open,
            or(
              isNotNull(paymentAttempts.paymentIntentId),
              isNotNull(paymentAttempts.checkoutSessionId),
            ),
          ),
        ),
      ),
    );

/** Whatever the owner was told of it, but that a message about it did not arrive. */
const troubleWith = (queries: Queries) =>
  queries
    .select({id: alerts.id})
    .from(alerts)
    .where(
      and(
        eq(alerts.orderId, orders.id),
        notInArray(alerts.kind, ['merchant_failing', 'merchant_unreachable', 'job_given_up']),
      ),
    );
