/** What an order costs. Pure: a price never comes from the browser, and never from a clock. */
import type {OrderItem} from '../contract.ts';
import {ApiError} from '../errors.ts';
import type {CatalogProduct} from './catalog.ts';
import {maximumAmount, minimumAmount} from './currencies.ts';

export interface PricedLine {
  sku: string;
  name: string;
  description: string | null;
  imageUrl: string | null;
  quantity: number;
  unitAmount: number;
}

interface PricedOrder {
  lines: PricedLine[];
  amount: number;
}

/** The most of one product in one order, where the product itself says nothing. */
const MOST = 999;

/** Prices the items from the catalogue, or says what is wrong with them. */
export function priceItems(
  items: OrderItem[],
  catalog: ReadonlyMap<string, CatalogProduct>,
  currency: string,
): PricedOrder {
  const lines = mergeItems(items).map(({sku, quantity}) => {
    const product = catalog.get(sku);
    if (!product) throw new ApiError('unknown_sku', {sku});
    const unitAmount = product.prices.get(currency);
    if (unitAmount === undefined) throw new ApiError('currency_unsupported', {sku});
    if (quantity > (product.maxQuantity ?? MOST)) throw new ApiError('invalid_quantity', {sku});
    if (product.available !== null && product.available < quantity) {
      throw new ApiError('out_of_stock', {sku, available: product.available});
    }
    const {name, description, imageUrl} = product;
    return {sku, name, description, imageUrl, quantity, unitAmount};
  });
  const amount = totalOf(lines);
  if (amount < minimumAmount(currency)) throw new ApiError('amount_too_small');
  if (amount > maximumAmount) throw new ApiError('amount_too_large');
  return {lines, amount};
}

const totalOf = (lines: {quantity: number; unitAmount: number}[]): number =>
  lines.reduce((sum, line) => sum + line.quantity * line.unitAmount, 0);

/** One line per product, in the order of first mention. */
function mergeItems(items: OrderItem[]): OrderItem[] {
  const quantities = new Map<string, number>();
  for (const {sku, quantity} of items) {
    quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  }
  return [...quantities].map(([sku, quantity]) => ({sku, quantity}));
}
