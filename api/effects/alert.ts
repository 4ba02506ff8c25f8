/**
 * What the shop's owner must look at. Kept as a row that says it once, written to the log, and told
 * by mail (`OWNER_EMAIL`) and to the merchant's own server (`owner.alert`), wherever there is one.
 */
import {and, asc, eq, gt, gte, inArray, lt, ne} from 'drizzle-orm';
import {html} from 'hono/html';
import {alerts, orders} from '../../drizzle/schema.ts';
import type {Db, Queries} from '../db/connect.ts';
import type {Deps} from '../deps.ts';
import {isOrderId} from '../orders/identity.ts';
import {failedJobs} from '../queue/given-up.ts';
import {enqueue} from '../queue/queue.ts';
import {english} from './mail-languages.ts';
import {mailPage} from './mail-page.ts';
import {mailHost} from './mailer.ts';

/** Kind → what to do about it. */
const advice = {
  event_failing:
    'Each event of Stripe below has failed seven times, so what it tells has not reached its order. It is tried again, for about two days in all: look at the log, and at whether Stripe and the database can be reached.',
  event_parked:
    'An event of Stripe could not be applied. When the reason is gone: npm run events:rerun.',
  payment_mismatch:
    'A payment names this order and does not fit it (sum, currency or order). Nothing was shipped for it: look at it in the Stripe Dashboard, and refund it if it is a mistake.',
  paid_unfulfillable: 'This order was paid after its stock was gone. Ship it later, or refund it.',
  duplicate_payment: 'This order was paid a second time. Refund this payment.',
  refund_failed:
    'A refund did not arrive, and the money is back in your Stripe balance. Pay the buyer back in another way.',
  disputed: 'The buyer’s bank disputes this payment. Answer it in the Stripe Dashboard in time.',
  early_fraud_warning:
    'The buyer’s bank suspects fraud. Do not ship before you have looked at the payment.',
  review_opened: 'Stripe Radar asks for a review of this payment. Do not ship before it is done.',
  partially_funded:
    'A bank transfer brought less than the order costs. The order is paid when the rest arrives.',
  authorization_expired: 'The reserved amount was not captured in time, and is free again.',
  job_given_up:
    'A mail, a refund or a message about this order failed too often, and was given up. When the reason is gone: npm run jobs -- rerun.',
  merchant_failing:
    'For half an hour, your server has not taken the message about each order below. It is told again, for three days in all.',
  merchant_unreachable:
    'Your server did not take the message about each order below, and is not told of it again.',
} as const;

export type AlertKind = keyof typeof advice;

/** What befalls many at once when one thing is broken: beyond the first, told together each hour. */
const together = new Set<string>(['event_failing', 'merchant_failing', 'merchant_unreachable']);
/** Not about the server that does not answer, to the server that does not answer. */
const aboutTheMerchant = new Set<string>(['merchant_failing', 'merchant_unreachable']);
const HOUR_MS = 3_600_000;
const hourOf = (at: Date): number => Math.floor(at.getTime() / HOUR_MS) * HOUR_MS;

interface Alert {
  kind: AlertKind;
  /** Stripe's id of what it is about. */
  reference: string;
  orderId?: string | undefined;
}

/**
 * Once for ever per kind and thing; a job is enqueued with a new row alone, and only one each hour
 * for what is told together. Always in a transaction: a row without its job would be told to nobody.
 */
export async function beginAlert(tx: Queries, {kind, reference, orderId}: Alert): Promise<void> {
  const [fresh] = await tx
    .insert(alerts)
    .values({id: `${kind}:${reference}`, kind, reference, orderId: orderId ?? null})
    .onConflictDoNothing()
    .returning({id: alerts.id, createdAt: alerts.createdAt});
  if (!fresh) return;
  const {id, createdAt} = fresh;
  if (!together.has(kind) || !(await hasCompany(tx, kind, fresh))) {
    return enqueue(tx, 'alert-owner', {alertId: id}, {key: `alert:${id}`});
  }
  const runAt = new Date(hourOf(createdAt) + HOUR_MS);
  const key = `alert:${kind}:${runAt.toISOString()}`;
  await enqueue(tx, 'alert-owner', {alertId: id}, {key, runAt});
}

/** Whether the owner was told of the like within the last hour. */
async function hasCompany(
  tx: Queries,
  kind: AlertKind,
  {id, createdAt}: {id: string; createdAt: Date},
): Promise<boolean> {
  const since = new Date(createdAt.getTime() - HOUR_MS);
  const [other] = await tx
    .select({id: alerts.id})
    .from(alerts)
    .where(and(eq(alerts.kind, kind), ne(alerts.id, id), gt(alerts.createdAt, since)))
    .limit(1);
  return other !== undefined;
}

/** Tells of the jobs about an order that the queue has given up, whatever they failed at. */
export async function alertGivenUp(db: Db): Promise<void> {
  const {queries} = db;
  const all = (await failedJobs(queries)).flatMap(({key}) => alertFor(key) ?? []);
  if (all.length === 0) return;
  const told = await queries
    .select({reference: alerts.reference})
    .from(alerts)
    .where(eq(alerts.kind, 'job_given_up'));
  const known = new Set(told.map(({reference}) => reference));
  await db.transaction(async (tx) => {
    for (const alert of all) if (!known.has(alert.reference)) await beginAlert(tx, alert);
  });
}

/** By `effectKey` of `begin.ts`: the effect, the order, and what else it is about. */
function alertFor(key: string | null): Alert | undefined {
  const [effect = '', orderId = '', subject] = key?.split(':') ?? [];
  if (!isOrderId(orderId)) return undefined;
  return {kind: 'job_given_up', reference: subject ?? `${effect}_${orderId}`, orderId};
}

/** Each way of telling is noted by itself, and one that fails neither repeats nor stops the other. */
export async function alertOwner(deps: Deps, alertId: string): Promise<void> {
  const {queries} = deps.db;
  const [first] = await queries.select().from(alerts).where(eq(alerts.id, alertId));
  if (!first) return;
  const found = together.has(first.kind) ? await toldWith(queries, first) : [first];
  const numbers = await numbersOf(queries, found);
  const all = found.map((row) => ({...row, number: numbers.get(row.orderId ?? '') ?? null}));
  for (const {kind, orderId, reference, mailedAt, postedAt} of all) {
    if (!mailedAt && !postedAt)
      deps.log.error({alert: kind, orderId, reference}, 'the owner is needed');
  }
  const told = await Promise.allSettled([mailOwner(deps, all), postToMerchant(deps, all)]);
  for (const way of told) if (way.status === 'rejected') throw way.reason;
}

type AlertRow = typeof alerts.$inferSelect;
type NumberedAlert = AlertRow & {number: string | null};

/** Those of its kind and hour, itself among them. */
const toldWith = (queries: Queries, {kind, createdAt}: AlertRow): Promise<AlertRow[]> => {
  const hour = hourOf(createdAt);
  return queries
    .select()
    .from(alerts)
    .where(
      and(
        eq(alerts.kind, kind),
        gte(alerts.createdAt, new Date(hour)),
        lt(alerts.createdAt, new Date(hour + HOUR_MS)),
      ),
    )
    .orderBy(asc(alerts.createdAt));
};

async function numbersOf(queries: Queries, all: AlertRow[]): Promise<Map<string, string>> {
  const ids = all.flatMap(({orderId}) => orderId ?? []);
  if (ids.length === 0) return new Map();
  const rows = await queries
    .select({id: orders.id, number: orders.number})
    .from(orders)
    .where(inArray(orders.id, ids));
  return new Map(rows.map(({id, number}) => [id, number]));
}

async function mailOwner(
  {config, db, mailer, now, origin, sandbox}: Deps,
  all: NumberedAlert[],
): Promise<void> {
  const due = all.filter(({mailedAt}) => !mailedAt);
  const [first] = due;
  if (!config.ownerEmail || config.mail.off || !first) return;
  const {kind, reference, number} = first;
  const host = mailHost(config, origin);
  const whose = due.length > 1 ? `, ${due.length} times` : number ? `, order ${number}` : '';
  const subject = `Please look: ${kind.replaceAll('_', ' ')}${whose}`;
  const test = sandbox ? english.sandbox : undefined;
  const lines = [
    advice[kind as AlertKind],
    ...due.flatMap((alert) => [
      ...(alert.number ? [`Order: ${alert.number} (${alert.orderId})`] : []),
      `${aboutTheMerchant.has(kind) ? 'Message' : 'At Stripe'}: ${alert.reference}`,
    ]),
  ];
  await mailer.send({
    messageId: `<${kind}.${reference}@${host}>`,
    to: config.ownerEmail,
    subject,
    text: `${[...(test ? [test] : []), ...lines].join('\n\n')}\n`,
    html: mailPage(
      {language: 'en', direction: 'ltr', title: subject, sandbox: test},
      lines.map((line) => html`<p style="margin:0 0 16px;overflow-wrap:anywhere">${line}</p>`),
    ),
  });
  await db.queries
    .update(alerts)
    .set({mailedAt: now()})
    .where(
      inArray(
        alerts.id,
        due.map(({id}) => id),
      ),
    );
}

async function postToMerchant({db, merchantHook, now}: Deps, all: NumberedAlert[]): Promise<void> {
  if (!merchantHook) return;
  for (const {id, kind, reference, orderId, number, createdAt, postedAt} of all) {
    if (postedAt || aboutTheMerchant.has(kind)) continue;
    await merchantHook.post({
      id: `msg_alert_${kind}_${reference}`,
      body: JSON.stringify({
        type: 'owner.alert',
        timestamp: createdAt.toISOString(),
        data: {kind, advice: advice[kind as AlertKind], orderId, orderNumber: number, reference},
      }),
      at: now(),
    });
    await db.queries.update(alerts).set({postedAt: now()}).where(eq(alerts.id, id));
  }
}
