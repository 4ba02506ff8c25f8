import type {OrderDeps} from '../deps.ts';
import {releaseStock} from '../effects/stock.ts';
import {ApiError} from '../errors.ts';
import {isForLater} from '../stripe/intents.ts';
import {ask, leaveForm} from './attempts.ts';
import {isOnHostedPage} from './hosted-session.ts';
import {withLease} from './lease.ts';
import type {Settled} from './settle.ts';
import {lockOrder, openAttempt, saveOrder} from './store.ts';

/**
 * Gives back what is held for a buyer who began to pay and does not go on, so that nobody keeps the
 * last piece from the others for as long as an order lives. The order stays payable: its next payment
 * reserves again. Whoever is at the bank is sent back by it, for there they could pay without us.
 * Answers what came of asking Stripe about it first.
 */
export function endReservation(deps: OrderDeps, orderId: string): Promise<Settled | undefined> {
  const {db, log, now} = deps;
  return withLease(db, orderId, async () => {
    const {intent, settled} = (await ask(deps, orderId)) ?? {};
    const attempt = await openAttempt(db.queries, orderId);
    // A page of Stripe's, and a voucher, have an end of their own, which Stripe tells of.
    const endsElsewhere = (attempt && isOnHostedPage(attempt)) || (intent && isForLater(intent));
    if (attempt && !endsElsewhere && intent?.status === 'requires_action') {
      try {
        await leaveForm(deps, attempt);
      } catch (error) {
        // Paid in this very moment, and settled.
        if (error instanceof ApiError && error.code === 'order_not_payable') return settled;
        throw error;
      }
    }
    const isReleased = await db.transaction(async (tx) => {
      const stored = await lockOrder(tx, orderId);
      const {status, stock, reservedUntil} = stored?.row ?? {};
      if (!stored || !reservedUntil || reservedUntil > now()) return false;
      await saveOrder(tx, orderId, {reservedUntil: null});
      const isIdle = status === 'pending' || status === 'payment_failed';
      if (endsElsewhere || stock !== 'reserved' || !isIdle) return false;
      await releaseStock(tx, stored);
      return true;
    });
    if (isReleased) log.info({orderId}, 'not paid in time: its stock is free again');
    return settled;
  });
}
