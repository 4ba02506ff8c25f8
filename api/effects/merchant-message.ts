/** What the merchant's own server is told: pure, from an order to the body of a webhook. */
import {isOnHold, type HoldRow} from '../orders/holds.ts';
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
  merchant_held: 'held',
  merchant_released: 'released',
};

/** The same over all deliveries, so that a repetition can be told. */
export const messageId = (orderId: string, kind: MerchantKind, subject: string): string =>
  ['msg', orderId, names[kind], ...(subject ? [subject] : [])].join('_');

interface About {
  refund?: RefundRow | undefined;
  dispute?: DisputeRow | undefined;
  /** Every reason to wait that there ever was. */
  holds: HoldRow[];
}

/** Unlike the page, the merchant is told who bought, where to send it, and whether to wait. */
export function merchantMessage(
  stored: StoredOrder,
  kind: MerchantKind,
  {subject, refund, dispute, holds}: About & {subject: string},
  now: Date,
): string {
  const {row} = stored;
  const hold = holds.find(({id}) => id === subject);
  const happenedAt =
    refund?.createdAt ?? dispute?.createdAt ?? hold?.createdAt ?? row.paidAt ?? now;
  return JSON.stringify({
    type: `order.${names[kind]}`,
    timestamp: happenedAt.toISOString(),
    data: {
      ...toOrder(stored, now),
      email: row.email,
      billingDetails: row.billingDetails,
      shipping: row.shipping,
      onHold: isOnHold(holds),
      ...(hold ? {hold: {id: hold.id, kind: hold.kind, status: hold.status}} : {}),
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
