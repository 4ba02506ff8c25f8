/**
 * What the shop's owner must look at. Kept as a row that says it once, written to the log, and told
 * by mail (`OWNER_EMAIL`) and to the merchant's own server (`owner.alert`), wherever there is one.
 */
import {eq} from 'drizzle-orm';
import {alerts} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import type {Deps} from '../deps.ts';
import {loadOrder} from '../orders/store.ts';
import {enqueue} from '../queue/queue.ts';

/** Kind → what to do about it. */
const advice = {
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
    'A mail or a refund of this order failed too often, and was given up. When the reason is gone: npm run jobs -- rerun.',
  merchant_unreachable: 'Your server did not take the message about this order, and was given up.',
} as const;

export type AlertKind = keyof typeof advice;

interface Alert {
  kind: AlertKind;
  /** Stripe's id of what it is about. */
  reference: string;
  orderId?: string | undefined;
}

/**
 * Once for ever per kind and thing; the job is enqueued with the new row alone. Always in a
 * transaction: a row without its job would be told to nobody.
 */
export async function beginAlert(tx: Queries, {kind, reference, orderId}: Alert): Promise<void> {
  const [fresh] = await tx
    .insert(alerts)
    .values({id: `${kind}:${reference}`, kind, reference, orderId: orderId ?? null})
    .onConflictDoNothing()
    .returning({id: alerts.id});
  if (!fresh) return;
  await enqueue(tx, 'alert-owner', {alertId: fresh.id}, {key: `alert:${fresh.id}`});
}

/** Each way of telling is noted by itself, and one that fails neither repeats nor stops the other. */
export async function alertOwner(deps: Deps, alertId: string): Promise<void> {
  const {queries} = deps.db;
  const [alert] = await queries.select().from(alerts).where(eq(alerts.id, alertId));
  if (!alert) return;
  const {kind, reference, orderId} = alert;
  const stored = orderId ? await loadOrder(queries, orderId) : undefined;
  const number = stored?.row.number ?? null;
  deps.log.error({alert: kind, orderId, reference}, 'the owner is needed');
  const told = await Promise.allSettled([
    mailOwner(deps, alert, number),
    postToMerchant(deps, alert, number),
  ]);
  for (const way of told) if (way.status === 'rejected') throw way.reason;
}

type AlertRow = typeof alerts.$inferSelect;

async function mailOwner(
  {config, db, mailer, now, origin}: Deps,
  {id, kind, reference, orderId, mailedAt}: AlertRow,
  number: string | null,
): Promise<void> {
  if (!config.ownerEmail || mailedAt || config.mail.off) return;
  const host = new URL(config.publicUrl ?? origin).hostname;
  const lines = [
    advice[kind as AlertKind],
    ...(number ? [`Order: ${number} (${orderId})`] : []),
    `At Stripe: ${reference}`,
  ];
  await mailer.send({
    messageId: `<${kind}.${reference}@${host}>`,
    to: config.ownerEmail,
    subject: `Please look: ${kind.replaceAll('_', ' ')}${number ? `, order ${number}` : ''}`,
    text: `${lines.join('\n\n')}\n`,
    html: lines.map((line) => `<p>${escape(line)}</p>`).join('\n'),
  });
  await db.queries.update(alerts).set({mailedAt: now()}).where(eq(alerts.id, id));
}

async function postToMerchant(
  {db, merchantHook, now}: Deps,
  {id, kind, reference, orderId, createdAt, postedAt}: AlertRow,
  number: string | null,
): Promise<void> {
  // Not about the server that does not answer, to the server that does not answer.
  if (!merchantHook || postedAt || kind === 'merchant_unreachable') return;
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

const escape = (line: string): string => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
