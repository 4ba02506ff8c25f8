/** The PaymentIntent of an order: one at a time, used again across reloads and failures. */
import {count, eq, max, sql} from 'drizzle-orm';
import type Stripe from 'stripe';
import type {HostedPage} from '../../drizzle/hosted-page.ts';
import {paymentAttempts} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import type {OrderDeps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import {isKeptFailure, isSpentKey} from '../stripe/calling.ts';
import {
  cancelIntent,
  createIntent,
  isChangeable,
  isForLater,
  isUnexpectedState,
  isUsable,
  readIntent,
  updateIntent,
} from '../stripe/intents.ts';
import {readSession} from '../stripe/sessions.ts';
import {isOnHostedPage, leaveHostedPage, settleSession} from './hosted-session.ts';
import {assertPayable, snapshot} from './payable.ts';
import {settle, type Settled} from './settle.ts';
import {loadOrder, openAttempt, saveAttempt, type AttemptRow, type OrderRow} from './store.ts';

/** Enough for a buyer in trouble, too few for somebody who tries cards. */
const MOST_ATTEMPTS = 30;

/** The form to leave, a page to leave, and one to open; the rest is somebody else's doing. */
export const MOST_TURNS = 5;

/**
 * The intent with which the order can be paid as it stands now; where the buyer pays at this moment,
 * with `change` applied to it. Must run under the order's lease. The order's row is committed before
 * Stripe hears of it, and the attempt's too, so a crash at any point leaves something that the next
 * call goes on with.
 */
export async function usableIntent(
  deps: OrderDeps,
  orderId: string,
  change?: Stripe.PaymentIntentUpdateParams,
): Promise<Stripe.PaymentIntent> {
  const {db, stripe, now} = deps;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const stored = await loadOrder(db.queries, orderId);
    if (!stored) throw new ApiError('order_not_found');
    assertPayable(stored, now());
    const {row} = stored;
    const open = await openAttempt(db.queries, row.id);
    const attempt = open ?? (await addAttempt(db.queries, row, now()));
    if (isOnHostedPage(attempt)) {
      await leaveHostedPage(deps, row.id);
      continue;
    }
    const readAt = now();
    const intent = attempt.paymentIntentId
      ? await readIntent(stripe, attempt.paymentIntentId)
      : await intentOfAttempt(deps, row, attempt).catch((error: unknown) => {
          if (open && isKeptFailure(error)) return undefined;
          throw error;
        });
    if (!intent) {
      // Gone at Stripe, or its key brings none: this attempt can never be paid.
      await closeAttempt(db.queries, attempt);
      continue;
    }
    if (intent.status === 'canceled') {
      await closeAttempt(db.queries, attempt, intent.status);
      continue;
    }
    if (!isUsable(intent)) {
      await settle(deps, {paymentIntentId: intent.id, intent}, readAt);
      throw new ApiError('order_not_payable', await snapshot(db.queries, orderId, now()));
    }
    // Before it is changed, which clears the error: its webhook may be on its way still, and would
    // give back the stock that is held for the next try.
    if (intent.last_payment_error) {
      await settle(deps, {paymentIntentId: intent.id, intent}, readAt);
    }
    const fitted = await fit(deps, row, attempt, intent, change);
    if (fitted) return fitted;
  }
  throw new ApiError('order_busy', {retryAfter: 1});
}

/** Asks Stripe about the open attempt and settles what it says; the intent, if there is one. */
export async function refresh(
  deps: OrderDeps,
  orderId: string,
): Promise<Stripe.PaymentIntent | undefined> {
  return (await ask(deps, orderId))?.intent;
}

/** The same, with what came of it. The intent of a hosted page is for that page alone. */
export async function ask(
  deps: OrderDeps,
  orderId: string,
): Promise<{intent?: Stripe.PaymentIntent; settled: Settled} | undefined> {
  const attempt = await openAttempt(deps.db.queries, orderId);
  const readAt = deps.now();
  if (attempt?.checkoutSessionId && isOnHostedPage(attempt)) {
    const session = await readSession(deps.stripe, attempt.checkoutSessionId);
    return {settled: await settleSession(deps, attempt, session, readAt)};
  }
  // What has no id yet is being made at this moment, or is found again by its key.
  if (!attempt?.paymentIntentId || isOnHostedPage(attempt)) return undefined;
  const intent = await readIntent(deps.stripe, attempt.paymentIntentId);
  return (
    intent && {
      intent,
      settled: await settle(deps, {paymentIntentId: intent.id, intent}, readAt),
    }
  );
}

/** Brings the intent to the order's amount; nothing where a new attempt must take its place. */
async function fit(
  deps: OrderDeps,
  row: OrderRow,
  attempt: AttemptRow,
  intent: Stripe.PaymentIntent,
  change: Stripe.PaymentIntentUpdateParams | undefined,
): Promise<Stripe.PaymentIntent | undefined> {
  const {stripe} = deps;
  const isRightAmount = intent.amount === row.amount;
  if (isChangeable(intent)) {
    if (isRightAmount && Object.keys(change ?? {}).length === 0) return intent;
    try {
      return await updateIntent(stripe, intent.id, {...change, amount: row.amount});
    } catch (error) {
      // It moved in this very moment: look again.
      if (isUnexpectedState(error)) return undefined;
      throw error;
    }
  }
  // The buyer is at the bank. The same sum may go on there; another one needs another intent,
  // because a change would break the challenge that is running. So does another way to pay than the
  // voucher that was handed out: Stripe opens no form on that intent, and it must not be paid twice.
  if (isRightAmount && !(change && isForLater(intent))) return intent;
  await giveUp(deps, attempt, intent.id);
  return undefined;
}

/**
 * Cancels an attempt so that another one can take its place, and settles what became of it. The order
 * hears of that while the attempt is open: should the bank have had it at the last moment, it waits for
 * that no longer.
 */
async function giveUp(
  deps: OrderDeps,
  attempt: AttemptRow,
  paymentIntentId: string,
): Promise<Stripe.PaymentIntent> {
  const {db, now, stripe} = deps;
  const readAt = now();
  const intent = await cancelIntent(stripe, paymentIntentId, 'duplicate');
  await settle(deps, {paymentIntentId, intent}, readAt);
  if (intent.status === 'canceled') await closeAttempt(db.queries, attempt, intent.status);
  return intent;
}

/**
 * Gives up what was begun in the form, in another tab too. Somebody who has paid there already is
 * heard: then there is nothing left to pay.
 */
export async function leaveForm(deps: OrderDeps, attempt: AttemptRow): Promise<void> {
  const {db, now, stripe} = deps;
  const {paymentIntentId} = attempt;
  const readAt = now();
  const found = paymentIntentId ? await readIntent(stripe, paymentIntentId) : undefined;
  // Without an id its secret was never given out: nobody can pay it.
  if (!found) return closeAttempt(db.queries, attempt);
  if (isUsable(found)) {
    const intent = await giveUp(deps, attempt, found.id);
    if (intent.status === 'canceled') return;
    if (isUsable(intent)) throw new ApiError('order_busy', {retryAfter: 1});
  } else {
    // One that was found cancelled has been given up before.
    if (found.status === 'canceled') await closeAttempt(db.queries, attempt, found.status);
    await settle(deps, {paymentIntentId: found.id, intent: found}, readAt);
    if (found.status === 'canceled') return;
  }
  throw new ApiError('order_not_payable', await snapshot(db.queries, attempt.orderId, now()));
}

/** Makes the intent of an attempt that has none yet; nothing where its key is spent. */
export async function intentOfAttempt(
  {db, stripe}: OrderDeps,
  row: OrderRow,
  {attempt, amount, currency}: AttemptRow,
): Promise<Stripe.PaymentIntent | undefined> {
  try {
    const intent = await createIntent(stripe, {
      orderId: row.id,
      orderNumber: row.number,
      attempt,
      amount,
      currency,
    });
    await saveAttempt(db.queries, {orderId: row.id, attempt}, {paymentIntentId: intent.id});
    return intent;
  } catch (error) {
    if (isSpentKey(error)) return undefined;
    throw error;
  }
}

export async function addAttempt(
  queries: Queries,
  row: OrderRow,
  now: Date,
  hostedPage: HostedPage | null = null,
): Promise<AttemptRow> {
  const {checkoutSessionId, paymentIntentId} = paymentAttempts;
  const [before] = await queries
    .select({
      last: max(paymentAttempts.attempt),
      // One that Stripe has made nothing for was nobody's try.
      made: count(sql`coalesce(${paymentIntentId}, ${checkoutSessionId})`),
    })
    .from(paymentAttempts)
    .where(eq(paymentAttempts.orderId, row.id));
  const attempt = (before?.last ?? 0) + 1;
  if ((before?.made ?? 0) >= MOST_ATTEMPTS) throw new ApiError('rate_limited', {retryAfter: 3600});
  const added = {...newAttempt(row, attempt, now), hostedPage};
  await queries.insert(paymentAttempts).values(added);
  return added;
}

/** At the price of now; the call that makes its intent repeats with exactly this. */
export const newAttempt = (
  {id, amount, currency}: OrderRow,
  attempt: number,
  createdAt: Date,
): AttemptRow => ({
  orderId: id,
  attempt,
  paymentIntentId: null,
  checkoutSessionId: null,
  hostedPage: null,
  amount,
  currency,
  amountReceived: null,
  chargeId: null,
  receiptUrl: null,
  fee: null,
  feeCurrency: null,
  status: 'creating',
  open: true,
  failureMark: null,
  createdAt,
  checkedAt: null,
});

export const closeAttempt = (queries: Queries, attempt: AttemptRow, status = 'replaced') =>
  saveAttempt(queries, attempt, {open: false, status});
