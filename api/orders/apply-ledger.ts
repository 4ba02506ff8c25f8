/** From the ledger to the order: where it stands now, and who has to hear of it. */
import type {OrderStatus} from '../contract.ts';
import type {Queries} from '../db/connect.ts';
import type {OrderDeps} from '../deps.ts';
import {beginAlert} from '../effects/alert.ts';
import {beginEffects} from '../effects/begin.ts';
import {holdsOf} from './holds.ts';
import {loadLedger} from './ledger.ts';
import {isOver, isSent, standingOf} from './standing.ts';
import {isPaid, nextStatus} from './state.ts';
import {saveOrder, orderRow} from './store.ts';

/**
 * Runs inside the transaction that holds the order, after whatever was new is in the ledger, and
 * answers the status. An order that is not paid keeps its refunds and disputes until it is.
 *
 * A payment that the shop should not keep, because the goods are gone or the order was paid already,
 * is told to the owner. With `UNFULFILLABLE=refund` it also goes back by itself.
 */
export async function applyLedger(
  tx: Queries,
  {config}: Pick<OrderDeps, 'config'>,
  orderId: string,
): Promise<OrderStatus> {
  const row = await orderRow(tx, orderId);
  if (!isPaid(row.status)) return row.status;
  const ledger = await loadLedger(tx, row);
  const standing = standingOf(ledger);
  if (!standing) return row.status;
  const status = nextStatus(row.status, standing.event) ?? row.status;
  const {amountRefunded} = standing;
  if (status !== row.status || amountRefunded !== row.amountRefunded) {
    await saveOrder(tx, orderId, {status, amountRefunded});
  }
  for (const {id, status: sent} of ledger.refunds) {
    if (isSent(sent)) await beginEffects(tx, orderId, ['merchant_refunded'], id);
    else await beginEffects(tx, orderId, ['merchant_refund_failed'], id);
    if (sent === 'failed') await beginAlert(tx, {kind: 'refund_failed', reference: id, orderId});
  }
  for (const {id, status: answer} of ledger.disputes) {
    await beginEffects(tx, orderId, ['merchant_disputed'], id);
    await beginAlert(tx, {kind: 'disputed', reference: id, orderId});
    if (isOver(answer) || answer === 'lost') {
      await beginEffects(tx, orderId, ['merchant_dispute_closed'], id);
    }
  }
  for (const {id, status: answer} of await holdsOf(tx, orderId)) {
    await beginEffects(tx, orderId, ['merchant_held'], id);
    if (answer === 'approved') await beginEffects(tx, orderId, ['merchant_released'], id);
  }
  // Told whatever was refunded since: who hears of it must not depend on what came first.
  if (!ledger.hasStock) {
    await beginAlert(tx, {kind: 'paid_unfulfillable', reference: orderId, orderId});
  }
  for (const reference of standing.extra) {
    await beginAlert(tx, {kind: 'duplicate_payment', reference, orderId});
  }
  if (config.unfulfillable === 'refund') {
    for (const owed of standing.owed) await beginEffects(tx, orderId, ['refund'], owed);
  }
  return status;
}
