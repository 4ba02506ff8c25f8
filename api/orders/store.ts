/** Orders in the database, and the order as its buyer may see it. */
import {and, asc, desc, eq, inArray, sql} from 'drizzle-orm';
import {orderItems, orders, orderTokens, paymentAttempts} from '../../drizzle/schema.ts';
import type {Order} from '../contract.ts';
import type {Queries} from '../db/connect.ts';
import {isSame, sha256} from './identity.ts';
import type {PricedLine} from './price.ts';
import {isPayable} from './state.ts';

export type OrderRow = typeof orders.$inferSelect;
export type ItemRow = typeof orderItems.$inferSelect;
export type AttemptRow = typeof paymentAttempts.$inferSelect;

export interface StoredOrder {
  row: OrderRow;
  items: ItemRow[];
}

export async function loadOrder(queries: Queries, id: string): Promise<StoredOrder | undefined> {
  const [row] = await queries.select().from(orders).where(eq(orders.id, id));
  return row && {row, items: await loadItems(queries, id)};
}

/** The same, with the row locked until the transaction ends: whoever moves an order holds this. */
export async function lockOrder(tx: Queries, id: string): Promise<StoredOrder | undefined> {
  const [row] = await tx.select().from(orders).where(eq(orders.id, id)).for('update');
  return row && {row, items: await loadItems(tx, id)};
}

/** The row alone, as it is at this moment of the transaction. */
export async function orderRow(tx: Queries, id: string): Promise<OrderRow> {
  const [row] = await tx.select().from(orders).where(eq(orders.id, id));
  if (!row) throw new Error('The order is gone.');
  return row;
}

/** When reconcile looks at an order that has just been placed, or has just moved. */
export const FIRST_CHECK_MS = 180_000;
const FIRST_CHECK = `now() + interval '${FIRST_CHECK_MS} milliseconds'`;

/** An order that moves is looked at again soon; one that rests, ever more seldom. */
export async function saveOrder(
  tx: Queries,
  id: string,
  change: Partial<typeof orders.$inferInsert>,
): Promise<void> {
  await tx
    .update(orders)
    .set({
      ...change,
      ...(change.status ? {checks: 0, nextCheckAt: sql.raw(FIRST_CHECK)} : {}),
      updatedAt: new Date(),
    })
    .where(eq(orders.id, id));
}

export async function insertItems(
  tx: Queries,
  orderId: string,
  lines: PricedLine[],
): Promise<void> {
  await tx.insert(orderItems).values(lines.map((line, position) => ({orderId, position, ...line})));
}

export async function replaceItems(
  tx: Queries,
  orderId: string,
  lines: PricedLine[],
): Promise<void> {
  await tx.delete(orderItems).where(eq(orderItems.orderId, orderId));
  await insertItems(tx, orderId, lines);
}

/** The attempt that is being paid, if there is one. */
export async function openAttempt(
  queries: Queries,
  orderId: string,
): Promise<AttemptRow | undefined> {
  const [attempt] = await queries
    .select()
    .from(paymentAttempts)
    .where(and(eq(paymentAttempts.orderId, orderId), eq(paymentAttempts.open, true)));
  return attempt;
}

export async function saveAttempt(
  tx: Queries,
  {orderId, attempt}: {orderId: string; attempt: number},
  change: Partial<typeof paymentAttempts.$inferInsert>,
): Promise<void> {
  await tx
    .update(paymentAttempts)
    .set(change)
    .where(and(eq(paymentAttempts.orderId, orderId), eq(paymentAttempts.attempt, attempt)));
}

/**
 * Whether this token opens this order. An unknown order looks like a wrong token, and so does one
 * from before the keys were changed from test to live: nothing with these keys can pay it.
 */
export async function opens(
  queries: Queries,
  {orderId, livemode}: {orderId: string; livemode: boolean},
  token: string,
): Promise<boolean> {
  const rows = await queries
    .select({hash: orderTokens.hash})
    .from(orderTokens)
    .innerJoin(orders, eq(orders.id, orderTokens.orderId))
    .where(and(eq(orderTokens.orderId, orderId), eq(orders.livemode, livemode)));
  const hash = sha256(token);
  return rows.filter((row) => isSame(row.hash, hash)).length > 0;
}

/** As many browsers as one order may have come back in; the oldest loses its right. */
const TOKENS = 20;

export async function addToken(tx: Queries, orderId: string, token: string): Promise<void> {
  await tx
    .insert(orderTokens)
    .values({orderId, hash: sha256(token)})
    .onConflictDoNothing();
  const old = await tx
    .select({hash: orderTokens.hash})
    .from(orderTokens)
    .where(eq(orderTokens.orderId, orderId))
    .orderBy(desc(orderTokens.createdAt))
    .offset(TOKENS);
  if (old.length === 0) return;
  await tx.delete(orderTokens).where(
    inArray(
      orderTokens.hash,
      old.map(({hash}) => hash),
    ),
  );
}

/** Nothing of the buyer's: an order token may end up in a browser that is not the buyer's. */
export function toOrder({row, items}: StoredOrder, now: Date): Order {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    currency: row.currency,
    amount: row.amount,
    amountRefunded: row.amountRefunded,
    lines: items.map(({sku, name, description, imageUrl, quantity, unitAmount}) => ({
      sku,
      name,
      description,
      imageUrl,
      quantity,
      unitAmount,
      amount: quantity * unitAmount,
    })),
    payable: isPayable(row, now),
    lastPaymentError: row.lastPaymentError,
    clientReferenceId: row.clientReferenceId,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    paidAt: row.paidAt?.toISOString() ?? null,
  };
}

function loadItems(queries: Queries, orderId: string): Promise<ItemRow[]> {
  return queries
    .select()
    .from(orderItems)
    .where(eq(orderItems.orderId, orderId))
    .orderBy(asc(orderItems.position));
}
