/**
 * `npm run reconcile -- --since 2h`: reads from Stripe what happened since then (m, h or d) and every
 * open order, and settles both. For the day on which an endpoint was set up wrongly, or a database
 * came back from a copy. Safe beside a running server, and safe to repeat.
 */
import {ApiError} from '../errors.ts';
import {createInbox} from '../inbox/inbox.ts';
import {createMetrics} from '../metrics.ts';
import {reconcileSince} from '../orders/reconcile.ts';
import {settleEvent} from '../orders/settle-event.ts';
import {receivedEvents} from '../inbox/parked.ts';
import {StartError} from '../start-error.ts';
import {createStripe} from '../stripe/client.ts';
import {runCommand, say} from './open.ts';

await runCommand(async ({config, db, log}) => {
  const since = sinceOf(process.argv.slice(2));
  if (!config.stripe) {
    throw new StartError(
      'Set the keys of Stripe: in the sandbox there is nothing to compare with.',
    );
  }
  const stripe = createStripe(config.stripe.secretKey, config.stripeApiBase);
  const metrics = createMetrics({queue: async () => [], parked: async () => 0, pools: {}});
  const deps = {config, db, log, stripe, metrics, inbox: createInbox(db), now: () => new Date()};
  const {orders, expired, events} = await reconcileSince(deps, since).catch((cause: unknown) => {
    if (!(cause instanceof ApiError)) throw cause;
    throw new StartError(
      'Stripe cannot be reached, or does not take the key: try again, what was done stays done.',
      {cause},
    );
  });
  // A running server has them in its queue already; whoever is first settles them.
  for (const id of await receivedEvents(db.queries)) {
    await settleEvent(deps, id, {isLast: false}).catch(() => undefined);
  }
  const left = (await receivedEvents(db.queries)).length;
  say(`${events} events had not arrived, ${orders} orders were not what Stripe says they are.`);
  if (expired > 0) say(`${expired} abandoned orders have expired.`);
  if (left > 0) say(`${left} events wait for the server's queue.`);
});

function sinceOf(given: string[]): Date {
  const text = given[given.indexOf('--since') + 1] ?? '';
  const [, count, unit] = /^(\d{1,4})(m|h|d)$/.exec(given.includes('--since') ? text : '') ?? [];
  if (!count || !unit) throw new StartError('Say since when: npm run reconcile -- --since 2h');
  const seconds = {m: 60, h: 3600, d: 86_400}[unit] ?? 0;
  return new Date(Date.now() - Number(count) * seconds * 1000);
}
