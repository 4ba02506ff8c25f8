/** A new order with everything it begins with: one statement, so that it is all there or not at all. */
import {getTableColumns, type Table} from 'drizzle-orm';
import {orderItems, orders, orderTokens, paymentAttempts} from '../../drizzle/schema.ts';
import type {Db} from '../db/connect.ts';
import {LEASE_UNTIL} from './lease.ts';
import type {AttemptRow, ItemRow, OrderRow} from './store.ts';

interface NewRows {
  /** With a `leaseOwner`, the lease begins by the database's clock, like every other. */
  order: OrderRow;
  items: ItemRow[];
  token: typeof orderTokens.$inferSelect;
  attempt: AttemptRow | undefined;
}

/** Whether it was: not where the Idempotency-Key or the number belongs to an order already. */
export async function insertOrder(db: Db, rows: NewRows): Promise<boolean> {
  const whole = {
    order: recordOf(orders, rows.order),
    items: rows.items.map((item) => recordOf(orderItems, item)),
    token: recordOf(orderTokens, rows.token),
    attempts: rows.attempt ? [recordOf(paymentAttempts, rows.attempt)] : [],
  };
  const inserted = await db.prepared<{id: string}>({
    name: 'insert-order',
    text: insertWhole,
    values: [JSON.stringify(whole)],
  });
  return inserted.length > 0;
}

/**
 * The columns by name: those that a newer version has added, while this one runs beside it, get their
 * own defaults.
 */
const columnsOf = (table: Table): string =>
  Object.values(getTableColumns(table))
    .map(({name}) => `"${name}"`)
    .join(', ');

const [orderColumns, itemColumns, tokenColumns, attemptColumns] = [
  columnsOf(orders),
  columnsOf(orderItems),
  columnsOf(orderTokens),
  columnsOf(paymentAttempts),
];

/** Six statements in a transaction take three times as long: each has its own way to Postgres. */
const insertWhole = `
  with whole as (
    select $1::jsonb as it
  ), placed as (
    insert into orders (${orderColumns})
    select ${orderColumns} from whole, jsonb_populate_record(null::orders, it->'order' ||
      jsonb_build_object('lease_until',
        case when it->'order'->>'lease_owner' is not null then ${LEASE_UNTIL} end)
    )
    on conflict do nothing
    returning id
  ), items as (
    insert into order_items (${itemColumns})
    select ${itemColumns} from whole, jsonb_populate_recordset(null::order_items, it->'items')
    where exists (select from placed)
  ), token as (
    insert into order_tokens (${tokenColumns})
    select ${tokenColumns} from whole, jsonb_populate_record(null::order_tokens, it->'token')
    where exists (select from placed)
  ), attempts as (
    insert into payment_attempts (${attemptColumns})
    select ${attemptColumns} from whole,
      jsonb_populate_recordset(null::payment_attempts, it->'attempts')
    where exists (select from placed)
  )
  select id from placed`;

/** A row by the names of its columns. */
function recordOf(table: Table, row: Record<string, unknown>) {
  const columns = Object.entries(getTableColumns(table));
  return Object.fromEntries(columns.map(([key, {name}]) => [name, row[key] ?? null]));
}
