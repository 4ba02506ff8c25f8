import type {Deps} from './deps.ts';
import {sendConfirmation} from './effects/email.ts';
import {notifyMerchant} from './effects/notify.ts';
import {reconcile} from './orders/reconcile.ts';
import {settleEvent} from './orders/settle-event.ts';
import type {Handlers} from './queue/queue.ts';

/** Job name → what it does. Each is safe to run twice. */
export const jobHandlers = (deps: Deps): Handlers => ({
  'settle-event': ({eventId}, run) => settleEvent(deps, eventId, run),
  'send-confirmation': ({orderId}) => sendConfirmation(deps, orderId),
  'notify-merchant': (payload) => notifyMerchant(deps, payload),
  reconcile: () => reconcile(deps),
});
