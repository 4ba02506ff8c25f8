import {ApiError} from '../errors.ts';
import type {Deps} from '../deps.ts';
import {loadLedger} from '../orders/ledger.ts';
import {settle} from '../orders/settle.ts';
import {standingOf} from '../orders/standing.ts';
import {orderRow} from '../orders/store.ts';
import {readRefunds, refundPayment} from '../stripe/refunds.ts';
import {endEffect, isDue} from './begin.ts';

/**
 * Sends back a payment that the shop should not keep, once: what Stripe has refunded already is read
 * first, and the call carries a key of the payment. Somebody may have dealt with it by hand in the
 * meantime, so the ledger is asked again whether it is still owed.
 */
export async function refundOwed(
  deps: Deps,
  {orderId, paymentIntentId}: {orderId: string; paymentIntentId: string},
): Promise<void> {
  const {db, log, now, stripe} = deps;
  const {queries} = db;
  if (!(await isDue(queries, orderId, 'refund', paymentIntentId))) return;
  const readAt = now();
  const known = await readRefunds(stripe, paymentIntentId);
  await settle(deps, {paymentIntentId, refunds: known}, readAt);
  const ledger = await loadLedger(queries, await orderRow(queries, orderId));
  if (!standingOf(ledger)?.owed.includes(paymentIntentId)) {
    return endEffect(queries, orderId, 'refund', 'not_needed', paymentIntentId);
  }
  const refundedAt = now();
  const refund = await refundPayment(stripe, orderId, paymentIntentId);
  if (!refund) throw new ApiError('payment_provider_unavailable');
  await settle(deps, {paymentIntentId, refunds: [refund]}, refundedAt);
  await endEffect(queries, orderId, 'refund', 'done', paymentIntentId);
  log.info({orderId, refund: refund.id}, 'a payment that cannot be kept was sent back');
}
