/** Products and their prices: reading them for an order, and putting them in. */
import {eq, inArray, sql} from 'drizzle-orm';
import {z} from 'zod';
import {prices, products} from '../../drizzle/schema.ts';
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
    /** Absolute, or a path on the shop's own site. */
    imageUrl: z.string().max(2000).optional(),
    /** How many there are; leave it out where nothing is counted. */
    stock: z.number().int().min(0).max(2_000_000_000).optional(),
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

/** Puts in or replaces each of these products with its prices; others stay as they are. */
export async function upsertProducts(
  tx: Queries,
  entries: z.output<typeof catalogEntry>[],
): Promise<void> {
  for (const entry of entries) {
    const row = rowOf(entry);
    await tx
      .insert(products)
      .values(row)
      .onConflictDoUpdate({
        target: products.sku,
        // What is reserved now stays countable, even where the new stock is lower.
        set: {
          ...row,
          stock: sql`greatest(excluded.stock, ${products.reserved})`,
          updatedAt: new Date(),
        },
      });
    await tx.delete(prices).where(eq(prices.sku, entry.sku));
    const rows = priceRowsOf(entry);
    if (rows.length > 0) await tx.insert(prices).values(rows);
  }
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
