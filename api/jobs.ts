import type {Deps} from './deps.ts';
import {alertGivenUp, alertOwner} from './effects/alert.ts';
import {mailBuyer} from './effects/email.ts';
import {notifyOwner} from './effects/notify-owner.ts';
import {notifyMerchant} from './effects/notify.ts';
import {refundOwed} from './effects/refund.ts';
import {alertFailing, parkGivenUp} from './inbox/parked.ts';
import {purge} from './inbox/purge.ts';
import {reconcile} from './orders/reconcile.ts';
import {settleEvent} from './orders/settle-event.ts';
import type {Handlers} from './queue/queue.ts';

/** Job name → what it does. Each is safe to run twice. */
export const jobHandlers = (deps: Deps): Handlers => ({
  'settle-event': ({eventId}, run) => settleEvent(deps, eventId, run),
  'send-confirmation': ({orderId}, run) => mailBuyer(deps, 'confirmation', orderId, run),
  'send-sold-out': ({orderId}, run) => mailBuyer(deps, 'sold_out', orderId, run),
  'notify-owner': ({orderId}, run) => notifyOwner(deps, orderId, run),
  'notify-merchant': (payload) => notifyMerchant(deps, payload),
  'refund-payment': (payload) => refundOwed(deps, payload),
  'alert-owner': ({alertId}) => alertOwner(deps, alertId),
  reconcile: async () => {
    // First: what follows asks Stripe, and ends where Stripe is away.
    await purge(deps);
    await parkGivenUp(deps.db, deps.now());
    await alertFailing(deps.db);
    await alertGivenUp(deps.db);
    await reconcile(deps);
  },
});
