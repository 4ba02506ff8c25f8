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
import {receivedEvents, unknownOrders} from '../inbox/parked.ts';
import {StartError} from '../start-error.ts';
import {createStripe} from '../stripe/client.ts';
import {runCommand, say} from './open.ts';
import {sinceOf} from './since.ts';

await runCommand(async ({config, db, log}) => {
  const given = process.argv.slice(2);
  const since = given.includes('--since') && sinceOf(given[given.indexOf('--since') + 1]);
  if (!since) throw new StartError('Say since when: npm run reconcile -- --since 2h');
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
  const unknown = await unknownOrders(db.queries, since);
  if (unknown.length > 0) {
    say(
      `${unknown.length} orders that events name are not in this database. If no other shop uses this Stripe account, look at their payments in the Stripe Dashboard: ${unknown.join(', ')}`,
    );
  }
});
