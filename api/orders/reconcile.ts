/**
 * What no webhook told: orders that have been open for a while are read from Stripe and settled,
 * and those whose time is over expire. Runs as a job once a minute, on one replica at a time.
 */
import {and, asc, inArray, lt} from 'drizzle-orm';
import {orders} from '../../drizzle/schema.ts';
import type {OrderDeps} from '../deps.ts';
import {releaseStock} from '../effects/stock.ts';
import {errorFacts} from '../errors.ts';
import {cancelIntent, isUsable} from '../stripe/intents.ts';
import {refresh} from './attempts.ts';
import {withLease} from './lease.ts';
import {settle} from './settle.ts';
import {nextStatus} from './state.ts';
import {lockOrder, saveOrder} from './store.ts';

/** Before that, the webhook or the page will do it. */
const PATIENCE_MS = 3 * 60_000;
/** Well inside Stripe's rate limit, and inside the time limit of a job. */
const AT_ONCE = 40;

export async function reconcile(deps: OrderDeps): Promise<void> {
  const {db, log, metrics, now} = deps;
  const open = await db.queries
    .select({id: orders.id, status: orders.status, expiresAt: orders.expiresAt})
    .from(orders)
    .where(
      and(
        inArray(orders.status, ['pending', 'processing', 'payment_failed', 'authorized']),
        lt(orders.updatedAt, new Date(now().getTime() - PATIENCE_MS)),
      ),
    )
    .orderBy(asc(orders.updatedAt))
    .limit(AT_ONCE);
  for (const order of open) {
    try {
      await refresh(deps, order.id);
      if (order.expiresAt <= now()) await expireOrder(deps, order.id);
      // To the end of the line, whatever came of it.
      await saveOrder(db.queries, order.id, {});
      metrics.reconciled.inc();
    } catch (error) {
      log.warn({orderId: order.id, error: errorFacts(error)}, 'order not reconciled');
    }
  }
}

/** Gives an unpaid order up: its intent can no longer be paid, its stock is free again. */
async function expireOrder(deps: OrderDeps, orderId: string): Promise<void> {
  const {db, stripe, now} = deps;
  await withLease(db, orderId, async () => {
    const intent = await refresh(deps, orderId);
    if (intent && isUsable(intent)) {
      const canceled = await cancelIntent(stripe, intent.id);
      await settle(deps, canceled, now());
    }
    await db.transaction(async (tx) => {
      const stored = await lockOrder(tx, orderId);
      const status = stored && nextStatus(stored.row.status, 'expired');
      if (!stored || !status || stored.row.expiresAt > now()) return;
      await releaseStock(tx, stored);
      await saveOrder(tx, orderId, {status});
    });
  });
}
