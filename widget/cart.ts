import type {OrderItem} from '../api/contract.ts';

/**
 * Reads the `items` attribute: `tee:2 mug` is two of `tee` and one of `mug`. Spaces, commas and
 * line breaks separate; the same product twice adds up. Returns nothing if any of it makes no
 * sense, for half a cart is not what the page meant to sell. An attribute taken away is null.
 */
export function parseItems(items: string | null): OrderItem[] | null {
  const quantities = new Map<string, number>();
  for (const item of (items ?? '').split(/[\s,]+/).filter(Boolean)) {
    const match = /^([\w.-]{1,64})(?::(\d{1,3}))?$/.exec(item);
    const quantity = Number(match?.[2] ?? 1);
    if (!match?.[1] || quantity < 1) return null;
    quantities.set(match[1], (quantities.get(match[1]) ?? 0) + quantity);
  }
  return [...quantities].map(([sku, quantity]) => ({sku, quantity}));
}
