import type Stripe from 'stripe';
import type {OrderChange, OrderShown} from '../contract.ts';
import type {Queries} from '../db/connect.ts';
import type {OrderDeps} from '../deps.ts';
import {releaseStock, reserveStock} from '../effects/stock.ts';
import {ApiError} from '../errors.ts';
import {leaveForm, refresh, usableIntent} from './attempts.ts';
import {loadProducts} from './catalog.ts';
import {leaveHostedPage} from './hosted-session.ts';
import {withLease} from './lease.ts';
import {assertPayable, snapshot} from './payable.ts';
import {priceItems} from './price.ts';
import {isPayable} from './state.ts';
import {
  loadOrder,
  lockOrder,
  openAttempt,
  replaceItems,
  saveOrder,
  toOrder,
  type StoredOrder,
} from './store.ts';

/** Changes what is bought or what is known of the buyer; the intent follows, never a second one. */
export function changeOrder(
  deps: OrderDeps,
  orderId: string,
  change: OrderChange,
): Promise<OrderShown> {
  const {db, now} = deps;
  return withLease(db, orderId, async () => {
    const before = change.items ? await takeBack(deps, orderId) : undefined;
    const stored = await db.transaction(async (tx) => {
      const found = await lockOrder(tx, orderId);
      if (!found) throw new ApiError('order_not_found');
      assertPayable(found, now());
      if (change.items) await changeItems(tx, found, change.items);
      await saveOrder(tx, orderId, {
        ...(change.locale ? {locale: change.locale} : {}),
        ...(change.customer?.email ? {email: change.customer.email} : {}),
        ...(change.customer?.name ? {name: change.customer.name} : {}),
      });
      return found;
    });
    // An order without an intent does not get one by being changed.
    const intent = before
      ? await fittedIntent(deps, stored, orderId)
      : await refresh(deps, orderId);
    const after = await loadOrder(db.queries, orderId);
    if (!after) throw new ApiError('order_not_found');
    return {
      order: toOrder(after, now()),
      ...(intent?.client_secret ? {clientSecret: intent.client_secret} : {}),
    };
  });
}

/**
 * Somebody may be paying at this moment, with the secret of a payment that they have started and
 * with the old total before their eyes: what they hold can no longer be paid once the items change.
 * The intent that was there before, if there was one.
 */
async function takeBack(
  deps: OrderDeps,
  orderId: string,
): Promise<Stripe.PaymentIntent | undefined> {
  const {queries} = deps.db;
  await leaveHostedPage(deps, orderId);
  const intent = await refresh(deps, orderId);
  const attempt = intent && (await openAttempt(queries, orderId));
  // Held back since the button was pressed, and given back as soon as that has failed.
  const isStarted = (await loadOrder(queries, orderId))?.row.stock === 'reserved';
  if (attempt && isStarted) await leaveForm(deps, attempt);
  return intent;
}

/**
 * The intent at the new amount. Where it cannot be had, the order is again what it was: another tab
 * may just have paid that, and a total that nobody was asked for would not fit its payment.
 */
async function fittedIntent(
  deps: OrderDeps,
  before: StoredOrder,
  orderId: string,
): Promise<Stripe.PaymentIntent> {
  try {
    return await usableIntent(deps, orderId);
  } catch (error) {
    await putBack(deps, before);
    if (!(error instanceof ApiError) || error.code !== 'order_not_payable') throw error;
    await refresh(deps, orderId);
    throw new ApiError('order_not_payable', await snapshot(deps.db.queries, orderId, deps.now()));
  }
}

async function putBack({db, now}: OrderDeps, {row, items}: StoredOrder): Promise<void> {
  await db.transaction(async (tx) => {
    const stored = await lockOrder(tx, row.id);
    // An answer may have got lost, and the order have been paid as it is now.
    if (!stored || !isPayable(stored.row, now())) return;
    await releaseStock(tx, stored);
    await replaceItems(tx, row.id, items);
    await saveOrder(tx, row.id, {amount: row.amount});
    // Gone to somebody else meanwhile, it is looked for again when the order is paid.
    if (row.stock === 'reserved') await reserveStock(tx, {row: {...row, stock: 'none'}, items});
  });
}

async function changeItems(
  tx: Queries,
  stored: StoredOrder,
  items: NonNullable<OrderChange['items']>,
): Promise<void> {
  // What it held is up for sale again; it is reserved anew when the payment starts.
  await releaseStock(tx, stored);
  const catalog = await loadProducts(
    tx,
    items.map(({sku}) => sku),
  );
  const {lines, amount} = priceItems(items, catalog, stored.row.currency);
  await replaceItems(tx, stored.row.id, lines);
  await saveOrder(tx, stored.row.id, {amount});
}
