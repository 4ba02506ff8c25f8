/** Orders for people of the shop: all of them, page by page, or one with everything about it. */
import {and, asc, desc, eq, gte, inArray, or, sql} from 'drizzle-orm';
import {
  orderEffects,
  orderItems,
  orders,
  paymentAttempts,
  webhookEvents,
} from '../../drizzle/schema.ts';
import type {OrderStatus} from '../contract.ts';
import type {Queries} from '../db/connect.ts';
import {holdsOf} from './holds.ts';
import {loadLedger} from './ledger.ts';
import {loadOrder, type StoredOrder} from './store.ts';

export interface OrderFilter {
  /** None: every status. */
  statuses: OrderStatus[];
  /** Placed or paid since then: a voucher is often paid days later. */
  since?: Date | undefined;
}

/** The newest first. Each page is asked for when the one before it has been used. */
export async function* pagesOfOrders(
  queries: Queries,
  {statuses, since}: OrderFilter,
  size = 200,
): AsyncGenerator<StoredOrder[]> {
  for (let last: string | undefined; ;) {
    const rows = await queries
      .select()
      .from(orders)
      .where(
        and(
          statuses.length > 0 ? inArray(orders.status, statuses) : undefined,
          since && or(gte(orders.createdAt, since), gte(orders.paidAt, since)),
          // By the row itself: its time is kept more finely than a `Date` tells.
          last === undefined
            ? undefined
            : sql`(${orders.createdAt}, ${orders.id}) < (select created_at, id from orders as last where last.id = ${last})`,
        ),
      )
      .orderBy(desc(orders.createdAt), desc(orders.id))
      .limit(size);
    const items = await itemsOf(
      queries,
      rows.map(({id}) => id),
    );
    if (rows.length > 0) yield rows.map((row) => ({row, items: items.get(row.id) ?? []}));
    last = rows.at(-1)?.id;
    if (rows.length < size) return;
  }
}

async function itemsOf(
  queries: Queries,
  ids: string[],
): Promise<Map<string, StoredOrder['items']>> {
  const found = new Map<string, StoredOrder['items']>();
  if (ids.length === 0) return found;
  const items = await queries
    .select()
    .from(orderItems)
    .where(inArray(orderItems.orderId, ids))
    .orderBy(asc(orderItems.position));
  for (const item of items) {
    const others = found.get(item.orderId);
    if (others) others.push(item);
    else found.set(item.orderId, [item]);
  }
  return found;
}

export type OrderHistory = NonNullable<Awaited<ReturnType<typeof findWithHistory>>>;

/** By the number that the buyer knows, however it was typed, or by its id. */
export async function findWithHistory(queries: Queries, named: string) {
  const [found] = await queries
    .select({id: orders.id})
    .from(orders)
    .where(or(eq(orders.id, named), eq(orders.number, named.toUpperCase())));
  const stored = found && (await loadOrder(queries, found.id));
  if (!stored) return undefined;
  const {id} = stored.row;
  const {refunds, disputes} = await loadLedger(queries, stored.row);
  return {
    ...stored,
    payments: await queries
      .select({
        attempt: paymentAttempts.attempt,
        paymentIntentId: paymentAttempts.paymentIntentId,
        checkoutSessionId: paymentAttempts.checkoutSessionId,
        chargeId: paymentAttempts.chargeId,
        receiptUrl: paymentAttempts.receiptUrl,
        status: paymentAttempts.status,
        amount: paymentAttempts.amount,
        amountReceived: paymentAttempts.amountReceived,
        currency: paymentAttempts.currency,
        fee: paymentAttempts.fee,
        feeCurrency: paymentAttempts.feeCurrency,
        createdAt: paymentAttempts.createdAt,
      })
      .from(paymentAttempts)
      .where(eq(paymentAttempts.orderId, id))
      .orderBy(asc(paymentAttempts.attempt)),
    refunds,
    disputes,
    holds: await holdsOf(queries, id),
    /** What followed: mails, calls to the merchant, refunds of our own. */
    effects: await queries
      .select({
        kind: orderEffects.kind,
        subject: orderEffects.subject,
        outcome: orderEffects.outcome,
        createdAt: orderEffects.createdAt,
        doneAt: orderEffects.doneAt,
      })
      .from(orderEffects)
      .where(eq(orderEffects.orderId, id))
      .orderBy(asc(orderEffects.createdAt), asc(orderEffects.kind)),
    events: await queries
      .select({
        id: webhookEvents.id,
        type: webhookEvents.type,
        state: webhookEvents.state,
        reason: webhookEvents.reason,
        createdAt: webhookEvents.createdAt,
      })
      .from(webhookEvents)
      .where(eq(webhookEvents.orderId, id))
      .orderBy(asc(webhookEvents.createdAt), asc(webhookEvents.receivedAt)),
  };
}
