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

/**
 * Holds the order's items back from others; the first shortage, if there is one. What the shop has
 * taken off sale since the order was placed is a shortage too.
 */
export async function reserveStock(
  tx: Queries,
  {row, items}: StoredOrder,
): Promise<Shortage | undefined> {
  if (row.stock !== 'none') return undefined;
  const ordered = await lockProducts(tx, {items});
  const withdrawn = ordered.find(({active}) => !active);
  if (withdrawn) return {sku: withdrawn.sku, available: 0};
  const counted = ordered.filter(isCounted);
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

interface Ordered {
  sku: string;
  quantity: number;
  active: boolean;
  /** None where nothing is counted. */
  stock: number | null;
  reserved: number;
}

type Counted = Ordered & {stock: number};

const isCounted = (product: Ordered): product is Counted => product.stock !== null;

/** The items' products, with their rows locked. */
async function lockProducts(tx: Queries, {items}: Pick<StoredOrder, 'items'>): Promise<Ordered[]> {
  const quantities = new Map(items.map(({sku, quantity}) => [sku, quantity]));
  const {sku, active, stock, reserved} = products;
  const rows = await tx
    .select({sku, active, stock, reserved})
    .from(products)
    .where(inArray(sku, [...quantities.keys()]))
    .orderBy(asc(sku))
    .for('update');
  return rows.map((row) => ({...row, quantity: quantities.get(row.sku) ?? 0}));
}

/** Those of them that are counted. */
const lockCounted = async (tx: Queries, order: Pick<StoredOrder, 'items'>): Promise<Counted[]> =>
  (await lockProducts(tx, order)).filter(isCounted);

function shortageIn(counted: Counted[]): Shortage | undefined {
  const short = counted.find(({stock, reserved, quantity}) => stock - reserved < quantity);
  return short && {sku: short.sku, available: short.stock - short.reserved};
}
