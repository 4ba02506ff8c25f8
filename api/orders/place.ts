import {randomBytes, randomUUID} from 'node:crypto';
import {eq} from 'drizzle-orm';
import type Stripe from 'stripe';
import type {z} from 'zod';
import {orders} from '../../drizzle/schema.ts';
import type {newOrder, OrderPlaced} from '../contract.ts';
import type {Queries} from '../db/connect.ts';
import type {OrderDeps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import {intentOfAttempt, newAttempt, usableIntent} from './attempts.ts';
import {loadProducts} from './catalog.ts';
import {newOrderId, newOrderNumber, sha256, tokenFor} from './identity.ts';
import {insertOrder} from './insert.ts';
import {underLease, withLease} from './lease.ts';
import {priceItems} from './price.ts';
import {isPayable} from './state.ts';
import {FIRST_CHECK_MS, loadOrder, toOrder, type OrderRow} from './store.ts';

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
  const keys = {
    idempotencyKey,
    idempotencyHash: sha256(idempotencyKey),
    requestHash: sha256(JSON.stringify(request)),
  };
  for (;;) {
    const placed = (await placeNew(deps, request, keys)) ?? (await placeAgain(deps, request, keys));
    // Nothing: its number was taken, or it was undone a moment ago. Look again.
    if (placed) return placed;
  }
}

interface Keys {
  idempotencyKey: string;
  idempotencyHash: string;
  requestHash: string;
}

/** Nothing where there is an order under this key already. */
async function placeNew(
  deps: OrderDeps,
  request: NewOrder,
  keys: Keys,
): Promise<OrderPlaced | undefined> {
  const {db, metrics, now} = deps;
  const rows = await newRows(deps, request, keys).catch(async (error: unknown) => {
    // Sold out since, or no longer priced so: whoever has the order already gets it all the same.
    if (error instanceof ApiError && (await orderUnder(db.queries, keys))) return undefined;
    throw error;
  });
  if (!rows || !(await insertOrder(db, rows))) return undefined;
  metrics.orders.inc();
  const {order: row, items, attempt} = rows;
  const answer = {
    order: toOrder({row, items}, now()),
    token: tokenFor(keys.idempotencyKey, row.id),
  };
  if (!attempt || !row.leaseOwner) return answer;
  const intent = await underLease(
    db,
    row.id,
    row.leaseOwner,
    async () => (await intentOfAttempt(deps, row, attempt)) ?? usableIntent(deps, row.id),
  );
  return withSecret(answer, intent);
}

async function placeAgain(
  deps: OrderDeps,
  request: NewOrder,
  keys: Keys,
): Promise<OrderPlaced | undefined> {
  const {config, db, now} = deps;
  const known = await orderUnder(db.queries, keys);
  if (!known) return undefined;
  // One placed with test keys cannot be paid with live ones.
  if (known.requestHash !== keys.requestHash || known.livemode !== config.livemode) {
    throw new ApiError('idempotency_mismatch');
  }
  const stored = await loadOrder(db.queries, known.id);
  if (!stored) return undefined;
  const answer = {order: toOrder(stored, now()), token: tokenFor(keys.idempotencyKey, known.id)};
  if (request.intent === 'deferred' || !isPayable(stored.row, now())) return answer;
  return withSecret(answer, await withLease(db, known.id, () => usableIntent(deps, known.id)));
}

const withSecret = (answer: OrderPlaced, {client_secret: secret}: Stripe.PaymentIntent) =>
  secret ? {...answer, clientSecret: secret} : answer;

async function orderUnder(queries: Queries, {idempotencyHash}: Keys) {
  const [known] = await queries
    .select({id: orders.id, requestHash: orders.requestHash, livemode: orders.livemode})
    .from(orders)
    .where(eq(orders.idempotencyHash, idempotencyHash));
  return known;
}

/** The rows of a new order, with a first attempt and a lease where the page wants its intent at once. */
async function newRows(
  {db, config, now}: OrderDeps,
  request: NewOrder,
  {idempotencyKey, idempotencyHash, requestHash}: Keys,
) {
  const catalog = await loadProducts(
    db.queries,
    request.items.map(({sku}) => sku),
  );
  const currency = request.currency ?? config.defaultCurrency;
  const {lines, amount} = priceItems(request.items, catalog, currency);
  const createdAt = now();
  const id = newOrderId();
  const isFirst = request.intent === 'first';
  const order: OrderRow = {
    id,
    number: newOrderNumber(),
    status: 'pending',
    currency,
    amount,
    amountRefunded: 0,
    stock: 'none',
    reservedUntil: null,
    livemode: config.livemode,
    locale: request.locale ?? 'en',
    email: request.customer?.email ?? null,
    name: request.customer?.name ?? null,
    billingDetails: null,
    shipping: null,
    clientReferenceId: request.clientReferenceId ?? null,
    idempotencyHash,
    requestHash,
    lastPaymentError: null,
    leaseOwner: isFirst ? randomUUID() : null,
    leaseUntil: null,
    createdAt,
    updatedAt: createdAt,
    expiresAt: new Date(createdAt.getTime() + config.orderLifetimeMs),
    paidAt: null,
    checks: 0,
    nextCheckAt: new Date(createdAt.getTime() + FIRST_CHECK_MS),
  };
  const token = tokenFor(idempotencyKey, id);
  return {
    order,
    items: lines.map((line, position) => ({orderId: id, position, ...line})),
    token: {hash: sha256(token), orderId: id, createdAt},
    attempt: isFirst ? newAttempt(order, 1, createdAt) : undefined,
  };
}
