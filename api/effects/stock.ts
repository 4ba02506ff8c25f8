/**
 * Stock: reserved when a buyer starts to pay, given back when that fails, taken when it is paid.
 *
 * Every function runs inside the transaction that holds the order's row, and locks products in the
 * order of their SKUs, so that two orders never wait for each other. `orders.stock` says what the
 * order holds, which makes each of them safe to call twice.
 */
import {asc, eq, inArray, sql} from 'drizzle-orm';
import {products} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import {saveOrder, type StoredOrder} from '../orders/store.ts';

type Shortage = {sku: string; available: number};

/** Holds the order's items back from others; the first shortage, if there is one. */
export async function reserveStock(
  tx: Queries,
  {row, items}: StoredOrder,
): Promise<Shortage | undefined> {
  if (row.stock !== 'none') return undefined;
  const counted = await lockCounted(tx, {items});
  const shortage = shortageIn(counted);
  if (shortage) return shortage;
  for (const {sku, quantity} of counted) {
    await tx
      .update(products)
      .set({reserved: sql`${products.reserved} + ${quantity}`})
      .where(eq(products.sku, sku));
  }
  await saveOrder(tx, row.id, {stock: 'reserved'});
  return undefined;
}

/** Gives back what the order holds. */
export async function releaseStock(tx: Queries, {row, items}: StoredOrder): Promise<void> {
  if (row.stock !== 'reserved') return;
  for (const {sku, quantity, reserved} of await lockCounted(tx, {items})) {
    await tx
      .update(products)
      .set({reserved: Math.max(0, reserved - quantity)})
      .where(eq(products.sku, sku));
  }
  await saveOrder(tx, row.id, {stock: 'none'});
}

/** Takes the order's items out of stock, all of them or none; false where they are not there. */
export async function takeStock(tx: Queries, {row, items}: StoredOrder): Promise<boolean> {
  if (row.stock === 'taken') return true;
  const isReserved = row.stock === 'reserved';
  const counted = await lockCounted(tx, {items});
  const isShort = isReserved
    ? counted.some(({stock, quantity}) => stock < quantity)
    : shortageIn(counted) !== undefined;
  if (isShort) return false;
  for (const {sku, quantity, stock, reserved} of counted) {
    await tx
      .update(products)
      .set({
        stock: stock - quantity,
        reserved: isReserved ? Math.max(0, reserved - quantity) : reserved,
      })
      .where(eq(products.sku, sku));
  }
  await saveOrder(tx, row.id, {stock: 'taken'});
  return true;
}

interface Counted {
  sku: string;
  quantity: number;
  stock: number;
  reserved: number;
}

/** The items whose products are counted, with their rows locked. */
async function lockCounted(tx: Queries, {items}: Pick<StoredOrder, 'items'>): Promise<Counted[]> {
  const quantities = new Map(items.map(({sku, quantity}) => [sku, quantity]));
  const rows = await tx
    .select({sku: products.sku, stock: products.stock, reserved: products.reserved})
    .from(products)
    .where(inArray(products.sku, [...quantities.keys()]))
    .orderBy(asc(products.sku))
    .for('update');
  return rows.flatMap(({sku, stock, reserved}) =>
    stock === null ? [] : [{sku, stock, reserved, quantity: quantities.get(sku) ?? 0}],
  );
}

function shortageIn(counted: Counted[]): Shortage | undefined {
  const short = counted.find(({stock, reserved, quantity}) => stock - reserved < quantity);
  return short && {sku: short.sku, available: short.stock - short.reserved};
}
