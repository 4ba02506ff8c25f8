import {randomUUID} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import {and, eq, isNotNull, isNull, lt, or, sql} from 'drizzle-orm';
import {orders} from '../../drizzle/schema.ts';
import type {Db} from '../db/connect.ts';
import {ApiError} from '../errors.ts';

/** Longer than the slowest call to Stripe with its repetitions. */
const LEASE = sql`now() + interval '40 seconds'`;
const PATIENCE_MS = 8000;

/**
 * Runs work that changes an order together with its intent at Stripe, one at a time per order and
 * over all replicas. Not a row lock: that would keep a database connection busy (with PGlite, the
 * whole database) for as long as Stripe takes. A lease of a process that died runs out.
 */
export async function withLease<Result>(
  db: Db,
  orderId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const owner = randomUUID();
  await takeLease(db, orderId, owner);
  try {
    return await work();
  } finally {
    // What was done is done, even if this fails: then the lease runs out by itself.
    await db.queries
      .update(orders)
      .set({leaseOwner: null, leaseUntil: null})
      .where(and(eq(orders.id, orderId), eq(orders.leaseOwner, owner)))
      .catch(() => undefined);
  }
}

/** For the embedded database, whose only process has just begun: nobody can hold one. */
export async function clearLeases({queries}: Db): Promise<void> {
  await queries
    .update(orders)
    .set({leaseOwner: null, leaseUntil: null})
    .where(isNotNull(orders.leaseOwner));
}

async function takeLease(db: Db, orderId: string, owner: string): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (let wait = 10; ; wait = Math.min(wait * 2, 200)) {
    const taken = await db.queries
      .update(orders)
      .set({leaseOwner: owner, leaseUntil: LEASE})
      .where(
        and(
          eq(orders.id, orderId),
          or(isNull(orders.leaseUntil), lt(orders.leaseUntil, sql`now()`)),
        ),
      )
      .returning({id: orders.id});
    if (taken.length > 0) return;
    if (Date.now() > giveUpAt) throw new ApiError('order_busy', {retryAfter: 1});
    await pause(wait);
  }
}
