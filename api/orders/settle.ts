/**
 * The only code that moves an order by what Stripe says. The webhook's job, the return page and
 * reconcile all come here with what Stripe says of a payment; it locks the order, checks that the
 * two belong together, and applies what follows from the table in `state.ts`, with everything that
 * must happen next, in one transaction. To come with the same news twice changes nothing.
 */
import type Stripe from 'stripe';
import type {Queries} from '../db/connect.ts';
import type {OrderDeps} from '../deps.ts';
import {beginAlert, type AlertKind} from '../effects/alert.ts';
import {beginEffects, type EffectKind} from '../effects/begin.ts';
import {releaseStock, reserveStock, takeStock} from '../effects/stock.ts';
import {intentIn, isHosted, sessionOfIntent} from '../stripe/sessions.ts';
import {applySession, endAttempt} from './apply-session.ts';
import {attemptFor, findOrderId} from './belonging.ts';
import {applyLedger} from './apply-ledger.ts';
import {saveHold} from './holds.ts';
import {saveCharge, saveDispute, saveRefund, type ChargeFacts} from './ledger.ts';
import {isPaid, nextStatus, type OrderEvent} from './state.ts';
import {
  lockOrder,
  saveAttempt,
  saveOrder,
  type AttemptRow,
  type OrderRow,
  type StoredOrder,
} from './store.ts';

/** What Stripe says of one payment: all of it, or the part that is new. */
export interface News {
  /** None before somebody has tried to pay on a hosted page. */
  paymentIntentId?: string;
  /** The hosted page on which it is paid. An intent that was made by one never goes without it. */
  session?: Stripe.Checkout.Session;
  /** An attempt on a hosted page that Stripe has not got. */
  ended?: {orderId: string; attempt: number};
  /** Left out where the payment is known to have succeeded: nothing in it can change any more. */
  intent?: Stripe.PaymentIntent;
  refunds?: Stripe.Refund[];
  disputes?: Stripe.Dispute[];
  /** What keeps the goods from being shipped. */
  holds?: (Stripe.Review | Stripe.Radar.EarlyFraudWarning)[];
  charge?: ChargeFacts;
  /** What the owner has to look at, although it moves nothing. */
  alert?: {kind: AlertKind; reference: string};
}

/**
 * `foreign`: not an order of ours, whatever it names. `refused`: ours, but it must not be applied: see `reason`. `busy`:
 * its total is being changed at this moment, and only afterwards can be said whether the payment fits.
 */
export type Settled =
  | {outcome: 'foreign'; orderId: string | undefined}
  | {outcome: 'busy'; orderId: string}
  | {outcome: 'refused'; orderId: string; reason: Mismatch}
  | {outcome: 'unchanged' | 'changed'; orderId: string};

type Mismatch = 'livemode' | 'currency' | 'amount' | 'order';

/** `readAt`: when Stripe was asked; older news of a payment never replaces newer. */
export async function settle(deps: OrderDeps, told: News, readAt: Date): Promise<Settled> {
  const {db, log, metrics} = deps;
  const news = await withSession(deps, told);
  const settled = await db.transaction(async (tx): Promise<Settled> => {
    const orderId = await findOrderId(tx, news);
    const found = orderId === undefined ? undefined : await lockOrder(tx, orderId);
    if (!found) return {outcome: 'foreign', orderId};
    const {id, status} = found.row;
    const stored = await applyPage(tx, found, news);
    const reason = news.intent && (await applyIntent(tx, deps, stored, news, readAt));
    if (reason === 'busy') return {outcome: 'busy', orderId: id};
    if (reason) return {outcome: 'refused', orderId: id, reason};
    for (const refund of news.refunds ?? []) await saveRefund(tx, id, refund, readAt);
    for (const dispute of news.disputes ?? []) await saveDispute(tx, id, dispute, readAt);
    for (const hold of news.holds ?? []) await saveHold(tx, id, hold, readAt);
    if (news.charge && news.paymentIntentId) {
      await saveCharge(tx, news.paymentIntentId, news.charge);
    }
    if (news.alert) await beginAlert(tx, {...news.alert, orderId: id});
    const after = await applyLedger(tx, deps, id);
    return {outcome: after === status ? 'unchanged' : 'changed', orderId: id};
  });
  metrics.settled.inc({outcome: settled.outcome});
  if (settled.outcome === 'refused') {
    const {orderId, reason} = settled;
    log.error({orderId, reason}, 'a payment does not fit its order');
  }
  return settled;
}

/**
 * An intent of a hosted page, with that page: whether a refusal was the last word depends on whether
 * the buyer can still try there. Both are read in one answer, so that they are of one moment.
 */
async function withSession({stripe}: OrderDeps, news: News): Promise<News> {
  const {intent} = news;
  if (!intent || news.session || !isHosted(intent.metadata)) return news;
  const session = await sessionOfIntent(stripe, intent.id);
  if (!session) return news;
  return {...news, session, intent: isFinal(intent) ? intent : (intentIn(session) ?? intent)};
}

/** Applies what a hosted page says; the order as it is then. */
async function applyPage(
  tx: Queries,
  stored: StoredOrder,
  {session, ended}: News,
): Promise<StoredOrder> {
  if (!session && !ended) return stored;
  if (session) await applySession(tx, stored, session);
  if (ended) await endAttempt(tx, stored, {...ended, open: true});
  return (await lockOrder(tx, stored.row.id)) ?? stored;
}

/** Applies what an intent says, or answers why it must not be. */
async function applyIntent(
  tx: Queries,
  deps: OrderDeps,
  stored: StoredOrder,
  {intent, session}: News,
  readAt: Date,
): Promise<Mismatch | 'busy' | undefined> {
  if (!intent) return undefined;
  const {row} = stored;
  const {config, now} = deps;
  const reason = mismatch(stored, intent, config.livemode);
  if (reason === 'amount' && isLeased(row, now())) return 'busy';
  if (reason && reason !== 'amount') {
    // Another mode is somebody else's business; the rest is money in the wrong place.
    if (reason !== 'livemode') await alertMismatch(tx, row.id, intent.id);
    return reason;
  }
  const attempt = await attemptFor(tx, row.id, intent);
  const isOlder = attempt.checkedAt !== null && attempt.checkedAt > readAt;
  const isEnded = attempt.status === 'succeeded' || attempt.status === 'canceled';
  if (!isFinal(intent) && (isOlder || isEnded)) return undefined;
  await saveAttempt(tx, attempt, {
    status: intent.status,
    checkedAt: readAt,
    failureMark: failureMark(intent) ?? attempt.failureMark,
    ...(intent.status === 'succeeded' ? {amountReceived: intent.amount_received} : {}),
    ...(isFinal(intent) || isLastWord(intent, session) ? {open: false} : {}),
  });
  // The payment is in the ledger: should the right one arrive as well, this one is owed.
  if (reason) await alertMismatch(tx, row.id, intent.id);
  else await apply(tx, deps, stored, attempt, {intent, session});
  return reason;
}

/** Whoever holds the lease writes the new total, tells Stripe of it, and takes it back if that fails. */
const isLeased = ({leaseUntil}: OrderRow, now: Date): boolean =>
  leaseUntil !== null && leaseUntil > now;

const alertMismatch = (tx: Queries, orderId: string, reference: string) =>
  beginAlert(tx, {kind: 'payment_mismatch', reference, orderId});

/** Does what follows from the news. */
async function apply(
  tx: Queries,
  deps: OrderDeps,
  stored: StoredOrder,
  attempt: AttemptRow,
  news: Payment,
): Promise<void> {
  const {row} = stored;
  const now = deps.now();
  const {intent} = news;
  let event = eventOf(stored, attempt, news, now);
  if (!event || !nextStatus(row.status, event)) return;
  if (event === 'paid' && !(await takeStock(tx, stored))) event = 'paid_without_stock';
  const status = nextStatus(row.status, event);
  if (!status) return;
  if (givesBack.has(event)) await releaseStock(tx, stored);
  // Given back meanwhile, by the clock or by an older reading that came late: held again while there
  // is any. Where there is none, the payment itself will say so.
  if (status === 'processing' || status === 'authorized') await reserveStock(tx, stored);
  await saveOrder(tx, row.id, {
    status,
    ...(event === 'failed' ? {lastPaymentError: reasonOf(intent)} : {}),
    ...(isPaid(status) ? {paidAt: now, lastPaymentError: null} : {}),
  });
  if (status === 'paid') await beginEffects(tx, row.id, afterPayment(deps));
  if (status === 'paid_unfulfillable') await beginEffects(tx, row.id, ['sold_out']);
  if (status === 'canceled') await beginEffects(tx, row.id, ['merchant_canceled']);
}

/** Of what is sold out, the owner hears by an alert, which says that there is something to decide. */
const afterPayment = ({config}: OrderDeps): EffectKind[] => [
  'confirmation',
  ...(config.ownerEmail ? (['owner_paid'] as const) : []),
  'merchant_paid',
];

interface Payment {
  intent: Stripe.PaymentIntent;
  session: Stripe.Checkout.Session | undefined;
}

/** Stripe's news in the words of our table, or nothing. */
function eventOf(
  {row}: StoredOrder,
  attempt: AttemptRow,
  {intent, session}: Payment,
  now: Date,
): OrderEvent | undefined {
  switch (intent.status) {
    case 'succeeded':
      // A second payment, or the same again: that is for the ledger.
      return isPaid(row.status) ? undefined : 'paid';
    case 'requires_capture':
      return 'authorized';
    case 'processing':
      return 'processing';
    case 'requires_action':
      // A voucher or a transfer of a page that the buyer is through with: it can no longer be taken
      // back, so nothing else may be paid until the bank has spoken.
      return session?.status === 'complete' ? 'processing' : undefined;
    case 'canceled': {
      // An attempt that was given up for another one does not end the order. We give up none on whose
      // bank the order waits: there the shop itself has, whatever it calls the reason.
      const isGivenUp = !attempt.open || intent.cancellation_reason === 'duplicate';
      if (isGivenUp && !isAtBank(row, attempt)) return undefined;
      return row.expiresAt <= now && nextStatus(row.status, 'expired') ? 'expired' : 'canceled';
    }
    case 'requires_payment_method': {
      // On its page the buyer tries another card, with the stock held back as before.
      if (session?.status === 'open') return undefined;
      // Back from the bank, it has failed there, also where the error has been heard of before or is
      // gone: any later change of the intent clears it.
      if (isAtBank(row, attempt)) return 'failed';
      if (!attempt.open) return undefined;
      const mark = failureMark(intent);
      const isNew = mark !== undefined && mark !== attempt.failureMark;
      return isNew || isLastWord(intent, session) ? 'failed' : undefined;
    }
    default:
      return undefined;
  }
}

const givesBack: ReadonlySet<OrderEvent> = new Set([
  'failed',
  'canceled',
  'expired',
  'paid_without_stock',
]);

/**
 * Whether the order waits for the bank of this attempt, as it was last seen: nothing can be done here
 * until that has spoken, or the shop has captured or cancelled.
 */
const isAtBank = ({status}: OrderRow, attempt: AttemptRow): boolean =>
  (status === 'processing' || status === 'authorized') && sentOff.has(attempt.status);

/** A page that the buyer is through with may hold a voucher. */
const sentOff: ReadonlySet<string> = new Set(['requires_action', 'processing', 'requires_capture']);

const isFinal = ({status}: Stripe.PaymentIntent): boolean =>
  status === 'succeeded' || status === 'canceled';

/** A page that was completed is closed, also where the bank has refused the debit afterwards. */
const isLastWord = (
  {status}: Stripe.PaymentIntent,
  session: Stripe.Checkout.Session | undefined,
): boolean => session?.status === 'complete' && status === 'requires_payment_method';

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
  if (intent.livemode !== livemode) return 'livemode';
  const named = intent.metadata['order_id'];
  if (named !== undefined && named !== row.id) return 'order';
  // Ours, for an order from before the keys were changed: money must not go unheard because of that.
  if (intent.livemode !== row.livemode) return 'order';
  if (intent.currency !== row.currency) return 'currency';
  const isMoney = intent.status === 'succeeded' || intent.status === 'requires_capture';
  const sum = intent.status === 'succeeded' ? intent.amount_received : intent.amount;
  if (isMoney && sum !== row.amount && !isPaid(row.status)) return 'amount';
  return undefined;
}
