import {fileURLToPath} from 'node:url';
import {eq} from 'drizzle-orm';
import {orders} from '../../../drizzle/schema.ts';
import {readConfig} from '../../../api/config.ts';
import {openPglite, type Db} from '../../../api/db/connect.ts';
import {migrate} from '../../../api/db/migrate.ts';
import type {Deps} from '../../../api/deps.ts';
import {createInbox} from '../../../api/inbox/inbox.ts';
import {createLogger} from '../../../api/log.ts';
import {upsertProducts} from '../../../api/orders/catalog.ts';
import {startHostedPayment} from '../../../api/orders/hosted.ts';
import {startPayment} from '../../../api/orders/pay.ts';
import {placeOrder} from '../../../api/orders/place.ts';
import {buyer, intentId} from '../../support/shop.ts';
import type {ScriptedStripe} from './scripted-stripe.ts';
import {PRICE} from './steps.ts';

/** The rules in this process, on a database in memory: no server, no queue's worker. */
export async function openEmbedded(): Promise<Db> {
  const db = await openPglite(undefined);
  await migrate(db, fileURLToPath(new URL('../../../drizzle/migrations', import.meta.url)));
  await db.transaction((tx) =>
    upsertProducts(tx, [
      {sku: 'tee', name: 'Tee', active: true, stock: 100_000, prices: {usd: PRICE}},
    ]),
  );
  return db;
}

const uncounted = {inc: () => {}, observe: () => {}};

/** What the rules need, and nothing that they do not: the rest is not there. */
export const depsOf = (
  db: Db,
  {stripe}: Pick<ScriptedStripe, 'stripe'>,
  env: Record<string, string> = {},
): Deps =>
  ({
    config: readConfig(env),
    db,
    stripe,
    log: createLogger('silent'),
    inbox: createInbox(db),
    limits: {take: async () => {}},
    metrics: {orders: uncounted, settled: uncounted, eventLag: uncounted, reconciled: uncounted},
    now: () => new Date(),
  }) as unknown as Deps;

const anOrder = <Intent>(intent: Intent) => ({items: [{sku: 'tee', quantity: 1}], intent});

/** An order whose buyer has pressed the button, and the id of its intent. */
export async function beginOrder(deps: Deps): Promise<{id: string; first: string}> {
  const {order} = await placeOrder(deps, anOrder('first'));
  const paying = await startPayment(deps, order.id, {
    expectedAmount: PRICE,
    billingDetails: buyer,
  });
  return {id: order.id, first: intentId(paying.clientSecret)};
}

/** One whose buyer confirms with the intent that came with it, and never says so to the shop. */
export async function placeOnly(deps: Deps): Promise<{id: string; first: string}> {
  const {order, clientSecret} = await placeOrder(deps, anOrder('first'));
  return {id: order.id, first: intentId(clientSecret ?? '')};
}

/** One whose buyer goes to a hosted page: its session, which has no intent yet. */
export async function beginHosted(deps: Deps): Promise<{id: string; session: string}> {
  const {order} = await placeOrder(deps, anOrder('deferred'));
  const {session} = await startHostedPayment(deps, order.id, {
    expectedAmount: PRICE,
    returnUrl: 'https://shop.example/return',
  });
  return {id: order.id, session};
}

export const rowOf = async (db: Db, id: string) =>
  (await db.queries.select().from(orders).where(eq(orders.id, id)))[0]!;
