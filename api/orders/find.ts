/** Who may see an order, and the order as it is now. */
import {eq} from 'drizzle-orm';
import {paymentAttempts} from '../../drizzle/schema.ts';
import type {OrderFound, OrderLookup, OrderShown} from '../contract.ts';
import type {Deps, OrderDeps} from '../deps.ts';
import {ApiError, errorFacts} from '../errors.ts';
import {isUsable, readIntent, stepForLater} from '../stripe/intents.ts';
import {refresh} from './attempts.ts';
import {isOrderId, isSame, newToken} from './identity.ts';
import {settle} from './settle.ts';
import {nextStatus} from './state.ts';
import {addToken, loadOrder, openAttempt, opens, toOrder, type AttemptRow} from './store.ts';

type ShowDeps = OrderDeps & Pick<Deps, 'limits'>;

/** A page that waits may ask as often as it likes; of what is being paid, Stripe is asked once in this time. */
const FRESH_MS = 1500;

/** Throws unless this token opens this order; an unknown order gives the same answer. */
export async function authorize(
  {config, db}: OrderDeps,
  orderId: string,
  token: string | undefined,
): Promise<void> {
  if (!token) throw new ApiError('unauthorized');
  const {livemode} = config;
  const isOpen = isOrderId(orderId) && (await opens(db.queries, {orderId, livemode}, token));
  if (!isOpen) throw new ApiError('order_not_found');
}

/** The order as it stands, after asking Stripe where its payment may have moved. */
export async function showOrder(deps: ShowDeps, orderId: string): Promise<OrderShown> {
  const {db, now} = deps;
  const before = await loadOrder(db.queries, orderId);
  if (!before) throw new ApiError('order_not_found');
  const attempt = await openAttempt(db.queries, orderId);
  // Whoever can pay needs the secret, or the way to what is to be paid; only Stripe has them.
  const isDue =
    nextStatus(before.row.status, 'expired') !== undefined ||
    (attempt?.checkedAt?.getTime() ?? 0) < now().getTime() - FRESH_MS;
  const asks = attempt !== undefined && isDue;
  const intent = asks ? await refreshIfReachable(deps, attempt) : undefined;
  const after = asks ? await loadOrder(db.queries, orderId) : before;
  if (!after) throw new ApiError('order_not_found');
  const order = toOrder(after, now());
  const secret = order.payable && intent && isUsable(intent) ? intent.client_secret : null;
  const step = intent && stepForLater(intent);
  return {
    order,
    ...(secret ? {clientSecret: secret} : {}),
    ...(step ? {intent: {status: 'requires_action', next_action: {...step}}} : {}),
  };
}

/**
 * The order of a buyer who comes back in another browser. The intent's client secret proves the
 * right to it, so it is compared with what Stripe has; a token of its own then takes its place.
 */
export async function lookUpOrder(
  deps: OrderDeps,
  {paymentIntent, clientSecret}: OrderLookup,
): Promise<OrderFound> {
  const {db, stripe, now} = deps;
  const readAt = now();
  const intent = await readIntent(stripe, paymentIntent);
  if (!intent?.client_secret || !isSame(intent.client_secret, clientSecret)) {
    throw new ApiError('order_not_found');
  }
  await settle(deps, {paymentIntentId: intent.id, intent}, readAt);
  const [attempt] = await db.queries
    .select({orderId: paymentAttempts.orderId})
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentIntentId, intent.id));
  const stored = attempt && (await loadOrder(db.queries, attempt.orderId));
  if (!stored) throw new ApiError('order_not_found');
  const token = newToken();
  await db.transaction((tx) => addToken(tx, stored.row.id, token));
  return {order: toOrder(stored, now()), token};
}

/** The order can be shown without Stripe, only less freshly. */
async function refreshIfReachable(deps: ShowDeps, {orderId, status}: AttemptRow) {
  try {
    // What a buyer has to do, a voucher for one, stands at Stripe alone: without it they would be shown
    // a form, and lose the voucher by paying.
    if (status !== 'requires_action') await deps.limits.take('ask-stripe', '');
    return await refresh(deps, orderId);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    deps.log.warn({orderId, error: errorFacts(error)}, 'order shown without asking Stripe');
    return undefined;
  }
}
