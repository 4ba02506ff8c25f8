import type {Order} from '../contract.ts';
import type {Queries} from '../db/connect.ts';
import {ApiError} from '../errors.ts';
import {isPayable} from './state.ts';
import {loadOrder, toOrder, type StoredOrder} from './store.ts';

/** Refuses an order that can no longer be paid or changed, and shows it as it is. */
export function assertPayable(stored: StoredOrder, now: Date): void {
  if (isPayable(stored.row, now)) return;
  const isOver =
    stored.row.status === 'expired' || isPayable({...stored.row, expiresAt: never}, now);
  throw new ApiError(isOver ? 'order_expired' : 'order_not_payable', {order: toOrder(stored, now)});
}

/** For the error answers that carry the order. */
export async function snapshot(
  queries: Queries,
  orderId: string,
  now: Date,
): Promise<{order?: Order}> {
  const stored = await loadOrder(queries, orderId);
  return stored ? {order: toOrder(stored, now)} : {};
}

const never = new Date(8.64e15);
