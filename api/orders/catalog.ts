/** Products and their prices: reading them for an order, and putting them in. */
import {and, asc, eq, inArray, isNotNull, sql} from 'drizzle-orm';
import {z} from 'zod';
import {orderItems, orders, prices, products} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import {priceFault} from './currencies.ts';

export interface CatalogProduct {
  sku: string;
  name: string;
  description: string | null;
  imageUrl: string | null;
  maxQuantity: number | null;
  /** What is neither sold nor reserved; null where nothing is counted. */
  available: number | null;
  /** Minor units by currency. */
  prices: ReadonlyMap<string, number>;
}

/** One product as a catalogue file or the sandbox states it. */
export const catalogEntry = z
  .strictObject({
    sku: z
      .string()
      .regex(/^[\w.-]{1,64}$/, 'letters, digits, dot, dash and underscore, 64 at most'),
    name: z.string().trim().min(1).max(200),
    description: z.string().trim().max(500).optional(),
    /** Absolute; a path is one of this server, as the sandbox has its pictures. */
    imageUrl: z
      .string()
      .max(2000)
      .regex(/^(https?:\/\/[^/]|\/(?!\/))/, 'an address that begins with https://')
      .optional(),
    /**
     * How many there are that nobody has paid for; null where nothing is counted. Without it the
     * count of a product that is there already goes on, and that of a new one is not begun.
     */
    stock: z.number().int().min(0).max(2_000_000_000).nullable().optional(),
    /** The most that one order may hold. */
    maxQuantity: z.number().int().min(1).max(999).optional(),
    /** False takes the product out of sale. */
    active: z.boolean().default(true),
    /** Minor units in the sense of Stripe, by currency: `{"eur": 2900, "jpy": 4800}`. */
    prices: z.record(z.string().regex(/^[a-z]{3}$/), z.number().int().min(0)),
  })
  .superRefine((product, context) => {
    for (const [currency, amount] of Object.entries(product.prices)) {
      const fault = priceFault(currency, amount);
      if (fault) context.addIssue({code: 'custom', path: ['prices', currency], message: fault});
    }
  });

export type CatalogEntry = z.input<typeof catalogEntry>;

/** The products for these SKUs that are on sale. */
export async function loadProducts(
  queries: Queries,
  skus: string[],
): Promise<Map<string, CatalogProduct>> {
  const rows = await queries
    .select({product: products, currency: prices.currency, amount: prices.amount})
    .from(products)
    .leftJoin(prices, eq(prices.sku, products.sku))
    .where(inArray(products.sku, skus));
  const found = new Map<string, CatalogProduct & {prices: Map<string, number>}>();
  for (const {product, currency, amount} of rows) {
    if (!product.active) continue;
    const entry = found.get(product.sku) ?? {
      ...product,
      available: product.stock === null ? null : product.stock - product.reserved,
      prices: new Map<string, number>(),
    };
    if (currency !== null && amount !== null) entry.prices.set(currency, amount);
    found.set(product.sku, entry);
  }
  return found;
}

/** Puts in what is missing and leaves alone what is there: stock that was sold stays sold. */
export async function seedProducts(queries: Queries, entries: CatalogEntry[]): Promise<void> {
  for (const entry of entries.map((raw) => catalogEntry.parse(raw))) {
    await queries.insert(products).values(rowOf(entry)).onConflictDoNothing();
    const rows = priceRowsOf(entry);
    if (rows.length > 0) await queries.insert(prices).values(rows).onConflictDoNothing();
  }
}

/** A product whose count an import has set to something else than what it was. */
export interface Recount {
  sku: string;
  before: number | null;
  after: number | null;
}

/**
 * Puts in or replaces each of these products with its prices; others stay as they are. The rows are
 * locked in the order of their SKUs, as `stock.ts` does: a shop may be selling meanwhile.
 */
export async function upsertProducts(
  tx: Queries,
  entries: z.output<typeof catalogEntry>[],
): Promise<Recount[]> {
  const sorted = entries.toSorted((one, other) => (one.sku < other.sku ? -1 : 1));
  const fresh = new Set<string>();
  for (const entry of sorted) {
    const added = await tx
      .insert(products)
      .values(rowOf(entry))
      .onConflictDoNothing()
      .returning({sku: products.sku});
    for (const {sku} of added) fresh.add(sku);
  }
  const skus = sorted.map(({sku}) => sku);
  const locked = await tx
    .select()
    .from(products)
    .where(inArray(products.sku, skus))
    .orderBy(asc(products.sku))
    .for('update');
  const known = new Map(locked.map((row) => [row.sku, row]));
  const recounts: Recount[] = [];
  for (const entry of sorted) {
    const {sku} = entry;
    const row = known.get(sku);
    if (row && !fresh.has(sku)) {
      const {stock: _, ...rest} = rowOf(entry);
      const count = await countOf(tx, entry, row);
      await tx
        .update(products)
        .set({...rest, ...count, updatedAt: new Date()})
        .where(eq(products.sku, sku));
      if (count.stock !== row.stock) recounts.push({sku, before: row.stock, after: count.stock});
    }
    await tx.delete(prices).where(eq(prices.sku, sku));
    const rows = priceRowsOf(entry);
    if (rows.length > 0) await tx.insert(prices).values(rows);
  }
  return recounts;
}

type ProductRow = typeof products.$inferSelect;

/** What is being paid just now stays countable, even where the new count is lower. */
async function countOf(
  tx: Queries,
  {sku, stock}: z.output<typeof catalogEntry>,
  before: ProductRow,
): Promise<Pick<ProductRow, 'stock' | 'reserved'>> {
  if (stock === undefined) return {stock: before.stock, reserved: before.reserved};
  if (stock === null) return {stock: null, reserved: 0};
  // While nothing was counted, nothing was noted as reserved.
  const reserved = before.stock === null ? await heldOf(tx, sku) : before.reserved;
  return {stock: Math.max(stock, reserved), reserved};
}

/** How many of it belong to orders that are being paid; under its lock, no other order starts. */
async function heldOf(tx: Queries, sku: string): Promise<number> {
  const [held] = await tx
    .select({quantity: sql<number>`coalesce(sum(${orderItems.quantity}), 0)::int`})
    .from(orderItems)
    .innerJoin(orders, eq(orders.id, orderItems.orderId))
    .where(and(eq(orderItems.sku, sku), eq(orders.stock, 'reserved')));
  return held?.quantity ?? 0;
}

/** What is counted of it now; undefined where nothing is. Never less than is being paid just now. */
export async function changeStock(
  queries: Queries,
  sku: string,
  change: number,
): Promise<number | undefined> {
  const [row] = await queries
    .update(products)
    .set({
      stock: sql`greatest(${products.stock} + ${change}::int, ${products.reserved})`,
      updatedAt: new Date(),
    })
    .where(and(eq(products.sku, sku), isNotNull(products.stock)))
    .returning({stock: products.stock});
  return row?.stock ?? undefined;
}

const rowOf = (entry: z.output<typeof catalogEntry>): typeof products.$inferInsert => ({
  sku: entry.sku,
  name: entry.name,
  description: entry.description ?? null,
  imageUrl: entry.imageUrl ?? null,
  stock: entry.stock ?? null,
  maxQuantity: entry.maxQuantity ?? null,
  active: entry.active,
});

const priceRowsOf = ({sku, prices: amounts}: z.output<typeof catalogEntry>) =>
  Object.entries(amounts).map(([currency, amount]) => ({sku, currency, amount}));
