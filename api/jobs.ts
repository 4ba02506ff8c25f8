import type {Deps} from './deps.ts';
import {alertOwner, beginAlert} from './effects/alert.ts';
import {sendConfirmation} from './effects/email.ts';
import {notifyMerchant} from './effects/notify.ts';
import {refundOwed} from './effects/refund.ts';
import {reconcile} from './orders/reconcile.ts';
import {settleEvent} from './orders/settle-event.ts';
import type {Handlers, JobRun} from './queue/queue.ts';

/** Job name → what it does. Each is safe to run twice. */
export const jobHandlers = (deps: Deps): Handlers => ({
  'settle-event': ({eventId}, run) => settleEvent(deps, eventId, run),
  'send-confirmation': ({orderId}, run) =>
    orAlert(deps, run, orderId, `confirmation_${orderId}`, sendConfirmation(deps, orderId, run)),
  'notify-merchant': (payload) => notifyMerchant(deps, payload),
  'refund-payment': (payload, run) =>
    orAlert(deps, run, payload.orderId, payload.paymentIntentId, refundOwed(deps, payload)),
  'alert-owner': ({alertId}) => alertOwner(deps, alertId),
  reconcile: async () => void (await reconcile(deps)),
});

/** What the queue gives up stays in it, for `npm run jobs`; the owner is told that it is there. */
async function orAlert(
  {db}: Deps,
  {isLast}: JobRun,
  orderId: string,
  reference: string,
  work: Promise<void>,
): Promise<void> {
  try {
    await work;
  } catch (error) {
    const alert = {kind: 'job_given_up', reference, orderId} as const;
    if (isLast) await db.transaction((tx) => beginAlert(tx, alert));
    throw error;
  }
}
