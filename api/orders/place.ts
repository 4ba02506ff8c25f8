import {randomBytes} from 'node:crypto';
import {eq} from 'drizzle-orm';
import type {z} from 'zod';
import {orders} from '../../drizzle/schema.ts';
import type {newOrder, OrderPlaced} from '../contract.ts';
import type {OrderDeps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import {usableIntent} from './attempts.ts';
import {loadProducts} from './catalog.ts';
import {newOrderId, newOrderNumber, sha256, tokenFor} from './identity.ts';
import {withLease} from './lease.ts';
import {priceItems} from './price.ts';
import {isPayable} from './state.ts';
import {addToken, insertItems, loadOrder, toOrder, type StoredOrder} from './store.ts';

type NewOrder = z.output<typeof newOrder>;

/**
 * Commits the order, then makes its intent. The same key with the same body is the same order,
 * whether the first call was answered, cut off or never got as far as Stripe.
 */
export async function placeOrder(
  deps: OrderDeps,
  request: NewOrder,
  idempotencyKey: string = randomBytes(32).toString('base64url'),
): Promise<OrderPlaced> {
  const stored = await findOrInsert(deps, request, idempotencyKey);
  const order = toOrder(stored, deps.now());
  const token = tokenFor(idempotencyKey, stored.row.id);
  if (request.intent === 'deferred' || !isPayable(stored.row, deps.now())) return {order, token};
  const intent = await withLease(deps.db, stored.row.id, () => usableIntent(deps, stored.row.id));
  return {order, token, ...(intent.client_secret ? {clientSecret: intent.client_secret} : {})};
}

async function findOrInsert(
  deps: OrderDeps,
  request: NewOrder,
  idempotencyKey: string,
): Promise<StoredOrder> {
  const idempotencyHash = sha256(idempotencyKey);
  const requestHash = sha256(JSON.stringify(request));
  const {db} = deps;
  for (;;) {
    const [known] = await db.queries
      .select({id: orders.id, requestHash: orders.requestHash})
      .from(orders)
      .where(eq(orders.idempotencyHash, idempotencyHash));
    if (known && known.requestHash !== requestHash) throw new ApiError('idempotency_mismatch');
    const stored = known
      ? await loadOrder(db.queries, known.id)
      : await insertOrder(deps, request, {idempotencyKey, idempotencyHash, requestHash});
    // Nothing: the same request came in beside this one, or the number was taken. Look again.
    if (stored) return stored;
  }
}

async function insertOrder(
  {db, config, metrics, now}: OrderDeps,
  request: NewOrder,
  keys: {idempotencyKey: string; idempotencyHash: string; requestHash: string},
): Promise<StoredOrder | undefined> {
  const currency = request.currency ?? config.defaultCurrency;
  const stored = await db.transaction(async (tx) => {
    const catalog = await loadProducts(
      tx,
      request.items.map(({sku}) => sku),
    );
    const {lines, amount} = priceItems(request.items, catalog, currency);
    const createdAt = now();
    const id = newOrderId();
    const [row] = await tx
      .insert(orders)
      .values({
        id,
        number: newOrderNumber(),
        currency,
        amount,
        livemode: config.livemode,
        locale: request.locale ?? 'en',
        email: request.customer?.email ?? null,
        name: request.customer?.name ?? null,
        clientReferenceId: request.clientReferenceId ?? null,
        idempotencyHash: keys.idempotencyHash,
        requestHash: keys.requestHash,
        createdAt,
        updatedAt: createdAt,
        expiresAt: new Date(createdAt.getTime() + config.orderLifetimeMs),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) return undefined;
    await insertItems(tx, id, lines);
    await addToken(tx, id, tokenFor(keys.idempotencyKey, id));
    return loadOrder(tx, id);
  });
  if (stored) metrics.orders.inc();
  return stored;
}
