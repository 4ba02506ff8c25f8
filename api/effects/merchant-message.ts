/** What the merchant's own server is told: pure, from an order to the body of a webhook. */
import type {DisputeRow, RefundRow} from '../orders/ledger.ts';
import {toOrder, type StoredOrder} from '../orders/store.ts';
import type {MerchantKind} from './begin.ts';

/** `type` of the message, and the last part of its id. */
const names: Record<MerchantKind, string> = {
  merchant_paid: 'paid',
  merchant_canceled: 'canceled',
  merchant_refunded: 'refunded',
  merchant_refund_failed: 'refund_failed',
  merchant_disputed: 'disputed',
  merchant_dispute_closed: 'dispute_closed',
};

/** The same over all deliveries, so that a repetition can be told. */
export const messageId = (orderId: string, kind: MerchantKind, subject: string): string =>
  ['msg', orderId, names[kind], ...(subject ? [subject] : [])].join('_');

/** Unlike the page, the merchant is told who bought and where to send it. */
export function merchantMessage(
  stored: StoredOrder,
  kind: MerchantKind,
  about: {refund?: RefundRow | undefined; dispute?: DisputeRow | undefined},
  now: Date,
): string {
  const {row} = stored;
  const {refund, dispute} = about;
  const happenedAt = refund?.createdAt ?? dispute?.createdAt ?? row.paidAt ?? now;
  return JSON.stringify({
    type: `order.${names[kind]}`,
    timestamp: happenedAt.toISOString(),
    data: {
      ...toOrder(stored, now),
      email: row.email,
      billingDetails: row.billingDetails,
      shipping: row.shipping,
      ...(refund ? {refund: {id: refund.id, amount: refund.amount, status: refund.status}} : {}),
      ...(dispute
        ? {
            dispute: {
              id: dispute.id,
              amount: dispute.amount,
              status: dispute.status,
              reason: dispute.reason,
            },
          }
        : {}),
    },
  });
}
