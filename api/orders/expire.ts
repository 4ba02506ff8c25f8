import type {OrderDeps} from '../deps.ts';
import {releaseStock} from '../effects/stock.ts';
import {cancelIntent, isForLater, isUsable} from '../stripe/intents.ts';
import {ask} from './attempts.ts';
import {leaveHostedPage} from './hosted-session.ts';
import {withLease} from './lease.ts';
import {settle} from './settle.ts';
import {nextStatus} from './state.ts';
import {lockOrder, saveOrder} from './store.ts';

/**
 * Gives an unpaid order up, if its time is over: its intent can no longer be paid, its stock is free
 * again. Money that was on its way all the same still counts: a success after this makes the order
 * `paid`, or `paid_unfulfillable` where the stock is gone.
 *
 * `expired`: by this call. `changed`: by what Stripe said, which nobody had told. `busy`: not what the
 * order costs was paid, and whether it does not cost that just now is to be asked without the lease.
 */
export function expireOrder(
  deps: OrderDeps,
  orderId: string,
): Promise<'expired' | 'changed' | 'unchanged' | 'busy'> {
  const {db, stripe, now} = deps;
  return withLease(db, orderId, async () => {
    const before = await lockedStatus(deps, orderId);
    const left = await leaveHostedPage(deps, orderId);
    const asked = await ask(deps, orderId);
    if (asked?.settled.outcome === 'busy') return 'busy';
    const intent = asked?.intent;
    // A voucher in the buyer's hands is not an order that was abandoned.
    if (intent && isForLater(intent)) return 'unchanged';
    if (intent && isUsable(intent)) {
      const canceled = await cancelIntent(stripe, intent.id, 'abandoned');
      await settle(deps, {paymentIntentId: canceled.id, intent: canceled}, now());
    }
    const after = await db.transaction(async (tx) => {
      const stored = await lockOrder(tx, orderId);
      const status = stored && nextStatus(stored.row.status, 'expired');
      if (!stored || !status || stored.row.expiresAt > now()) return stored?.row.status;
      await releaseStock(tx, stored);
      await saveOrder(tx, orderId, {status});
      return status;
    });
    if (after === 'expired') return before === 'expired' ? 'unchanged' : 'expired';
    const isChanged = [left, asked?.settled].some((settled) => settled?.outcome === 'changed');
    return isChanged ? 'changed' : 'unchanged';
  });
}

const lockedStatus = async ({db}: OrderDeps, orderId: string) =>
  (await db.transaction((tx) => lockOrder(tx, orderId)))?.row.status;
