import type {Handlers} from '../../api/queue/queue.ts';

/** Every job does nothing: a test of the queue puts its own in the place of those that it looks at. */
export const idleHandlers: Handlers = {
  'settle-event': async () => {},
  'send-confirmation': async () => {},
  'send-sold-out': async () => {},
  'notify-owner': async () => {},
  'notify-merchant': async () => {},
  'refund-payment': async () => {},
  'alert-owner': async () => {},
  reconcile: async () => {},
};
