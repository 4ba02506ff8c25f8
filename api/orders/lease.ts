import {randomUUID} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import {and, eq, isNotNull, isNull, lt, or, sql, type SQL} from 'drizzle-orm';
import {orders} from '../../drizzle/schema.ts';
import type {Db} from '../db/connect.ts';
import {ApiError} from '../errors.ts';

/** Renewed while the work goes on, so that only a dead process's order has to wait for its end. */
export const LEASE_UNTIL = "now() + interval '10 seconds'";
const LEASE = sql.raw(LEASE_UNTIL);
const RENEW_MS = 2500;
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
  return underLease(db, orderId, owner, work);
}

/** The same for whoever holds the lease already, and gives it back at the end. */
export async function underLease<Result>(
  db: Db,
  orderId: string,
  owner: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const renewal = setInterval(() => {
    // Where this fails, the next one may not; and if none does, somebody else goes on.
    void setLease(db, orderId, owner, {leaseUntil: LEASE}).catch(() => undefined);
  }, RENEW_MS);
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    // What was done is done, even if this fails: then the lease runs out by itself.
    await setLease(db, orderId, owner, {leaseOwner: null, leaseUntil: null}).catch(() => undefined);
  }
}

async function setLease(
  {queries}: Db,
  orderId: string,
  owner: string,
  lease: {leaseOwner?: null; leaseUntil: SQL | null},
): Promise<void> {
  await queries
    .update(orders)
    .set(lease)
    .where(and(eq(orders.id, orderId), eq(orders.leaseOwner, owner)));
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
