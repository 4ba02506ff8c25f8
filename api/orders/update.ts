import type {OrderChange, OrderShown} from '../contract.ts';
import type {Queries} from '../db/connect.ts';
import type {OrderDeps} from '../deps.ts';
import {releaseStock} from '../effects/stock.ts';
import {ApiError} from '../errors.ts';
import {refresh, usableIntent} from './attempts.ts';
import {loadProducts} from './catalog.ts';
import {leaveHostedPage} from './hosted-session.ts';
import {withLease} from './lease.ts';
import {assertPayable} from './payable.ts';
import {priceItems} from './price.ts';
import {loadOrder, lockOrder, replaceItems, saveOrder, toOrder, type StoredOrder} from './store.ts';

/** Changes what is bought or what is known of the buyer; the intent follows, never a second one. */
export function changeOrder(
  deps: OrderDeps,
  orderId: string,
  change: OrderChange,
): Promise<OrderShown> {
  const {db, now} = deps;
  return withLease(db, orderId, async () => {
    if (change.items) await leaveHostedPage(deps, orderId);
    // Somebody may be paying at this moment: then the total must not move under their hands.
    const before = change.items ? await refresh(deps, orderId) : undefined;
    await db.transaction(async (tx) => {
      const stored = await lockOrder(tx, orderId);
      if (!stored) throw new ApiError('order_not_found');
      assertPayable(stored, now());
      if (change.items) await changeItems(tx, stored, change.items);
      await saveOrder(tx, orderId, {
        ...(change.locale ? {locale: change.locale} : {}),
        ...(change.customer?.email ? {email: change.customer.email} : {}),
        ...(change.customer?.name ? {name: change.customer.name} : {}),
      });
    });
    // An order without an intent does not get one by being changed.
    const intent = before ? await usableIntent(deps, orderId) : await refresh(deps, orderId);
    const after = await loadOrder(db.queries, orderId);
    if (!after) throw new ApiError('order_not_found');
    return {
      order: toOrder(after, now()),
      ...(intent?.client_secret ? {clientSecret: intent.client_secret} : {}),
    };
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
