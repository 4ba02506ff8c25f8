/** What is known of an order's refunds and disputes, kept by Stripe's own ids. */
import {and, asc, eq, lte, sql} from 'drizzle-orm';
import type Stripe from 'stripe';
import {disputes, paymentAttempts, refunds} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import type {OrderRow} from './store.ts';
import {isSent, type Ledger} from './standing.ts';

/** A refund that failed or was canceled never comes back; of the rest, the newest news counts. */
export async function saveRefund(
  tx: Queries,
  orderId: string,
  refund: Stripe.Refund,
  checkedAt: Date,
): Promise<void> {
  const news = {status: refund.status ?? 'pending', amount: refund.amount, checkedAt};
  await tx
    .insert(refunds)
    .values({
      ...news,
      id: refund.id,
      orderId,
      paymentIntentId: idOf(refund.payment_intent),
      chargeId: idOf(refund.charge),
      currency: refund.currency,
      createdAt: new Date(refund.created * 1000),
    })
    .onConflictDoUpdate({
      target: refunds.id,
      set: news,
      setWhere: sql`${refunds.status} not in ('failed', 'canceled')
        and (${lte(refunds.checkedAt, checkedAt)} or ${!isSent(news.status)})`,
    });
}

export async function saveDispute(
  tx: Queries,
  orderId: string,
  dispute: Stripe.Dispute,
  checkedAt: Date,
): Promise<void> {
  const news = {status: dispute.status, amount: dispute.amount, checkedAt};
  await tx
    .insert(disputes)
    .values({
      ...news,
      id: dispute.id,
      orderId,
      paymentIntentId: idOf(dispute.payment_intent),
      chargeId: idOf(dispute.charge),
      currency: dispute.currency,
      reason: dispute.reason,
      createdAt: new Date(dispute.created * 1000),
    })
    .onConflictDoUpdate({
      target: disputes.id,
      set: news,
      setWhere: lte(disputes.checkedAt, checkedAt),
    });
}

/** For the owner's books; the fee in the currency of the shop's balance. */
export interface ChargeFacts {
  id: string;
  receiptUrl: string | null;
  fee?: number;
  feeCurrency?: string;
}

/** The charge that paid an intent. It never changes, so each piece may come by itself, in any order. */
export async function saveCharge(
  tx: Queries,
  paymentIntentId: string,
  {id, receiptUrl, fee, feeCurrency}: ChargeFacts,
): Promise<void> {
  await tx
    .update(paymentAttempts)
    .set({
      chargeId: id,
      ...(receiptUrl ? {receiptUrl} : {}),
      ...(fee === undefined ? {} : {fee, feeCurrency: feeCurrency ?? null}),
    })
    .where(eq(paymentAttempts.paymentIntentId, paymentIntentId));
}

export type RefundRow = typeof refunds.$inferSelect;
export type DisputeRow = typeof disputes.$inferSelect;

interface OrderLedger extends Ledger {
  refunds: (RefundRow & {paymentIntentId: string})[];
  disputes: (DisputeRow & {paymentIntentId: string})[];
}

export async function loadLedger(queries: Queries, row: OrderRow): Promise<OrderLedger> {
  const paid = await queries
    .select()
    .from(paymentAttempts)
    .where(and(eq(paymentAttempts.orderId, row.id), eq(paymentAttempts.status, 'succeeded')))
    .orderBy(asc(paymentAttempts.attempt));
  const sent = await queries.select().from(refunds).where(eq(refunds.orderId, row.id));
  const contested = await queries.select().from(disputes).where(eq(disputes.orderId, row.id));
  return {
    amount: row.amount,
    hasStock: row.stock === 'taken',
    payments: paid.map(({paymentIntentId, attempt, amount, amountReceived}) => ({
      paymentIntentId: paymentIntentId ?? '',
      attempt,
      amount: amountReceived ?? amount,
    })),
    refunds: sent.map((refund) => ({...refund, paymentIntentId: refund.paymentIntentId ?? ''})),
    disputes: contested.map((one) => ({...one, paymentIntentId: one.paymentIntentId ?? ''})),
  };
}

/** What Stripe gives as an id, or as the thing itself where that was asked for. */
export const idOf = (thing: string | {id: string} | null | undefined): string | null =>
  typeof thing === 'string' ? thing : (thing?.id ?? null);
