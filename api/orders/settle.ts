/**
 * The only code that moves an order after it was placed. The webhook's job, the return page and
 * reconcile all come here with what Stripe says of an intent; it locks the order, checks that the
 * two belong together, and applies what follows from the table in `state.ts`, with everything that
 * must happen next, in one transaction. To come with the same news twice changes nothing.
 */
import {and, eq, sql} from 'drizzle-orm';
import type Stripe from 'stripe';
import {paymentAttempts} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import type {OrderDeps} from '../deps.ts';
import {beginEffects} from '../effects/begin.ts';
import {releaseStock, takeStock} from '../effects/stock.ts';
import {isPaid, nextStatus, type OrderEvent} from './state.ts';
import {lockOrder, saveAttempt, saveOrder, type AttemptRow, type StoredOrder} from './store.ts';

/** `foreign`: not an order of ours. `refused`: ours, but it must not be applied: see `reason`. */
export type Settled =
  | {outcome: 'foreign'}
  | {outcome: 'refused'; orderId: string; reason: Mismatch}
  | {outcome: 'unchanged' | 'changed'; orderId: string};

type Mismatch = 'livemode' | 'currency' | 'amount' | 'order';

/** `readAt`: when Stripe was asked; older news of an intent never replaces newer. */
export async function settle(
  {db, config, log, metrics, now}: OrderDeps,
  intent: Stripe.PaymentIntent,
  readAt: Date,
): Promise<Settled> {
  const settled = await db.transaction(async (tx): Promise<Settled> => {
    const orderId = await findOrderId(tx, intent);
    const stored = orderId === undefined ? undefined : await lockOrder(tx, orderId);
    if (!stored) return {outcome: 'foreign'};
    const {row} = stored;
    const attempt = await attemptFor(tx, row.id, intent);
    const reason = mismatch(stored, intent, config.livemode);
    if (reason) return {outcome: 'refused', orderId: row.id, reason};
    if (!isFinal(intent) && attempt.checkedAt && attempt.checkedAt > readAt) {
      return {outcome: 'unchanged', orderId: row.id};
    }
    await saveAttempt(tx, attempt, {
      status: intent.status,
      checkedAt: readAt,
      failureMark: failureMark(intent) ?? attempt.failureMark,
      ...(isFinal(intent) ? {open: false} : {}),
    });
    const changed = await apply(tx, stored, attempt, intent, now());
    return {outcome: changed ? 'changed' : 'unchanged', orderId: row.id};
  });
  metrics.settled.inc({outcome: settled.outcome});
  if (settled.outcome === 'refused') {
    log.error(
      {orderId: settled.orderId, reason: settled.reason},
      'a payment does not fit its order',
    );
  }
  return settled;
}

/** Does what follows from the news; whether the order moved. */
async function apply(
  tx: Queries,
  stored: StoredOrder,
  attempt: AttemptRow,
  intent: Stripe.PaymentIntent,
  now: Date,
): Promise<boolean> {
  const {row} = stored;
  let event = eventOf(stored, attempt, intent);
  if (!event || !nextStatus(row.status, event)) return false;
  if (event === 'paid' && !(await takeStock(tx, stored))) event = 'paid_without_stock';
  const status = nextStatus(row.status, event);
  if (!status) return false;
  if (givesBack.has(event)) await releaseStock(tx, stored);
  await saveOrder(tx, row.id, {
    status,
    ...(event === 'failed' ? {lastPaymentError: reasonOf(intent)} : {}),
    ...(isPaid(status) && !row.paidAt ? {paidAt: now, lastPaymentError: null} : {}),
  });
  if (status === 'paid') await beginEffects(tx, row.id, ['confirmation', 'merchant_paid']);
  return true;
}

/** Stripe's news in the words of our table, or nothing. */
function eventOf(
  {row}: StoredOrder,
  attempt: AttemptRow,
  intent: Stripe.PaymentIntent,
): OrderEvent | undefined {
  switch (intent.status) {
    case 'succeeded':
      // The same payment again is not a second one.
      if (!isPaid(row.status)) return 'paid';
      return attempt.status === 'succeeded' ? undefined : 'paid_again';
    case 'requires_capture':
      return 'authorized';
    case 'processing':
      return 'processing';
    case 'canceled':
      // An attempt that was given up for another one does not end the order.
      return attempt.open ? 'canceled' : undefined;
    case 'requires_payment_method': {
      const mark = failureMark(intent);
      return attempt.open && mark && mark !== attempt.failureMark ? 'failed' : undefined;
    }
    default:
      return undefined;
  }
}

const givesBack: ReadonlySet<OrderEvent> = new Set(['failed', 'canceled']);

const isFinal = ({status}: Stripe.PaymentIntent): boolean =>
  status === 'succeeded' || status === 'canceled';

/** Tells one failure from the next; the intent shows the last one until it is confirmed again. */
function failureMark({last_payment_error: error}: Stripe.PaymentIntent): string | undefined {
  if (!error) return undefined;
  return [error.code ?? error.type, error.charge ?? error.payment_method?.id ?? ''].join(':');
}

function reasonOf({last_payment_error: error}: Stripe.PaymentIntent) {
  return error ? {code: error.code ?? error.type, declineCode: error.decline_code ?? null} : null;
}

/** An intent must never pay for an order that it was not made for, or for another sum. */
function mismatch(
  {row}: StoredOrder,
  intent: Stripe.PaymentIntent,
  livemode: boolean,
): Mismatch | undefined {
  if (intent.livemode !== row.livemode || intent.livemode !== livemode) return 'livemode';
  const named = intent.metadata['order_id'];
  if (named !== undefined && named !== row.id) return 'order';
  if (intent.currency !== row.currency) return 'currency';
  const isMoney = intent.status === 'succeeded' || intent.status === 'requires_capture';
  const sum = intent.status === 'succeeded' ? intent.amount_received : intent.amount;
  if (isMoney && sum !== row.amount && !isPaid(row.status)) return 'amount';
  return undefined;
}

async function findOrderId(tx: Queries, intent: Stripe.PaymentIntent): Promise<string | undefined> {
  const [attempt] = await tx
    .select({orderId: paymentAttempts.orderId})
    .from(paymentAttempts)
    .where(eq(paymentAttempts.paymentIntentId, intent.id));
  // The news can be here before the answer of the call that made the intent.
  return attempt?.orderId ?? intent.metadata['order_id'];
}

/**
 * The attempt of this intent. One whose answer was lost is recognised by its number; an intent that
 * belongs to the order and to no attempt gets one of its own, so that its money is never lost.
 */
async function attemptFor(
  tx: Queries,
  orderId: string,
  intent: Stripe.PaymentIntent,
): Promise<AttemptRow> {
  const attempts = await tx
    .select()
    .from(paymentAttempts)
    .where(eq(paymentAttempts.orderId, orderId));
  const own = attempts.find(({paymentIntentId}) => paymentIntentId === intent.id);
  if (own) return own;
  const number = Number(intent.metadata['attempt']);
  const waiting = attempts.find((row) => row.attempt === number && !row.paymentIntentId);
  if (waiting) {
    const [attached] = await tx
      .update(paymentAttempts)
      .set({paymentIntentId: intent.id})
      .where(and(eq(paymentAttempts.orderId, orderId), eq(paymentAttempts.attempt, number)))
      .returning();
    return attached ?? waiting;
  }
  const [added] = await tx
    .insert(paymentAttempts)
    .values({
      orderId,
      attempt: sql`${Math.max(0, ...attempts.map((row) => row.attempt))} + 1`,
      paymentIntentId: intent.id,
      amount: intent.amount,
      currency: intent.currency,
      open: false,
    })
    .returning();
  if (!added) throw new Error('The attempt was not stored.');
  return added;
}
