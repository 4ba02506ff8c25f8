/** From an event to what Stripe says now of the payment that it is about. */
import type Stripe from 'stripe';
import type {OrderDeps} from '../deps.ts';
import type {AlertKind} from '../effects/alert.ts';
import type {Subject} from '../stripe/event-types.ts';
import {readFee} from '../stripe/fees.ts';
import {readIntent} from '../stripe/intents.ts';
import {readDispute, readRefund, readRefunds} from '../stripe/refunds.ts';
import {readFraudWarning, readReview} from '../stripe/risk.ts';
import {intentIn, readSession} from '../stripe/sessions.ts';
import {findAttempt} from './belonging.ts';
import {isOrderId} from './identity.ts';
import {idOf, type ChargeFacts} from './ledger.ts';
import type {News} from './settle.ts';
import {loadOrder} from './store.ts';

type Unread = {ignored: 'not_ours' | 'no_such_intent' | 'no_such_session'};

/** The news, or why there is none. Reads no more of Stripe than may have changed. */
export async function readNews(
  deps: OrderDeps,
  type: string,
  subject: Subject,
): Promise<News | Unread> {
  const {stripe} = deps;
  switch (subject.about) {
    case 'last word':
      return {paymentIntentId: subject.object.id, intent: subject.object};
    case 'intent': {
      const {id} = subject.object;
      const intent = await readIntent(stripe, id);
      if (!intent) return missing(deps, 'no_such_intent', id, subject.object.metadata);
      return {paymentIntentId: id, intent, ...alertFor(type, id)};
    }
    case 'charge': {
      const {object} = subject;
      return ofPayment(deps, object.payment_intent, async (paymentIntentId) => ({
        ...(type === 'charge.refunded'
          ? {refunds: await readRefunds(stripe, paymentIntentId)}
          : {}),
        ...(object.status === 'succeeded' ? {charge: await factsOf(deps, object)} : {}),
        ...alertFor(type, object.id),
      }));
    }
    case 'refund': {
      const {object} = subject;
      return ofPayment(deps, object.payment_intent, async () => ({
        refunds: [isEnded(object) ? object : ((await readRefund(stripe, object.id)) ?? object)],
      }));
    }
    case 'dispute': {
      const {object} = subject;
      return ofPayment(deps, object.payment_intent, async () => ({
        disputes: [(await readDispute(stripe, object.id)) ?? object],
      }));
    }
    case 'warning': {
      const {object} = subject;
      return ofPayment(deps, object.payment_intent, async () => ({
        holds: [(await readFraudWarning(stripe, object.id)) ?? object],
        ...alertFor(type, object.id),
      }));
    }
    case 'review': {
      const {object} = subject;
      return ofPayment(deps, object.payment_intent, async () => ({
        holds: [(await readReview(stripe, object.id)) ?? object],
        ...alertFor(type, object.id),
      }));
    }
    default: {
      const {metadata, client_reference_id: reference, id} = subject.object;
      const named = metadata?.['order_id'] ?? reference ?? '';
      if (!isOrderId(named)) return {ignored: 'not_ours'};
      const session = await readSession(stripe, id);
      if (!session) return missing(deps, 'no_such_session', undefined, {order_id: named});
      const intent = intentIn(session);
      return intent ? ofPayment(deps, intent, async () => ({session, intent})) : {session};
    }
  }
}

/**
 * What is new about a payment, with the payment itself unless it is known to have succeeded: a
 * refund, a dispute or a charge may be here before the news that there is money at all.
 */
async function ofPayment(
  deps: OrderDeps,
  payment: string | {id: string} | null | undefined,
  read: (paymentIntentId: string) => Promise<Omit<News, 'paymentIntentId'>>,
): Promise<News | Unread> {
  const paymentIntentId = idOf(payment);
  // A payment without an intent was made by somebody else: we make no other.
  if (!paymentIntentId) return {ignored: 'not_ours'};
  const attempt = await findAttempt(deps.db.queries, paymentIntentId);
  if (attempt?.status === 'succeeded') return {paymentIntentId, ...(await read(paymentIntentId))};
  const intent = await readIntent(deps.stripe, paymentIntentId);
  if (!intent) return missing(deps, 'no_such_intent', paymentIntentId);
  const isOurs = attempt !== undefined || isOrderId(intent.metadata['order_id'] ?? '');
  return isOurs
    ? {paymentIntentId, intent, ...(await read(paymentIntentId))}
    : {ignored: 'not_ours'};
}

/** What Stripe has not got is somebody else's, unless it is of an order that is here: then it is tried again. */
async function missing(
  {db: {queries}}: OrderDeps,
  ignored: Unread['ignored'],
  paymentIntentId = '',
  {order_id: named = ''}: Stripe.Metadata = {},
): Promise<Unread> {
  const isOurs =
    (await findAttempt(queries, paymentIntentId)) ??
    (isOrderId(named) && (await loadOrder(queries, named)));
  if (isOurs) throw new Error('Stripe has not got what its event is about.');
  return {ignored};
}

/** Nothing about the money itself: for the owner's books. The fee is known once it is booked. */
async function factsOf({db, stripe}: OrderDeps, charge: Stripe.Charge): Promise<ChargeFacts> {
  const facts = {id: charge.id, receiptUrl: charge.receipt_url};
  const booked = idOf(charge.balance_transaction);
  const attempt = await findAttempt(db.queries, idOf(charge.payment_intent) ?? '');
  if (!booked || typeof attempt?.fee === 'number') return facts;
  const entry = await readFee(stripe, booked);
  return {...facts, ...(entry && {fee: entry.fee, feeCurrency: entry.currency})};
}

const isEnded = ({status}: Stripe.Refund): boolean => status === 'failed' || status === 'canceled';

const alerts: Record<string, AlertKind> = {
  'payment_intent.partially_funded': 'partially_funded',
  'charge.expired': 'authorization_expired',
  'radar.early_fraud_warning.created': 'early_fraud_warning',
  'review.opened': 'review_opened',
};

function alertFor(type: string, reference: string): Pick<News, 'alert'> {
  const kind = alerts[type];
  return kind ? {alert: {kind, reference}} : {};
}
