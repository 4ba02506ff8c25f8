import type {OrderDeps} from '../deps.ts';
import {reserveStock} from '../effects/stock.ts';
import {ApiError} from '../errors.ts';
import {assertPayable} from './payable.ts';
import {nextStatus} from './state.ts';
import {lockOrder, saveOrder, toOrder, type OrderRow} from './store.ts';

/**
 * What comes before every payment, wherever it is made: what the buyer saw is what is charged, or
 * nothing is, and the stock is held back.
 */
export async function beginPayment(
  {config, db, now}: Pick<OrderDeps, 'config' | 'db' | 'now'>,
  orderId: string,
  expectedAmount: number,
  change: Partial<OrderRow>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const stored = await lockOrder(tx, orderId);
    if (!stored) throw new ApiError('order_not_found');
    assertPayable(stored, now());
    if (stored.row.amount !== expectedAmount) {
      throw new ApiError('amount_changed', {order: toOrder(stored, now())});
    }
    const shortage = await reserveStock(tx, stored);
    if (shortage) throw new ApiError('out_of_stock', shortage);
    await saveOrder(tx, orderId, {
      status: nextStatus(stored.row.status, 'started') ?? stored.row.status,
      lastPaymentError: null,
      reservedUntil: new Date(now().getTime() + config.reservationMs),
      ...change,
    });
  });
}
