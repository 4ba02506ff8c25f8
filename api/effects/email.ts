import {and, eq, isNull, or} from 'drizzle-orm';
import {orderEffects} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import type {Deps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import {loadOrder, type OrderRow} from '../orders/store.ts';
import type {JobRun} from '../queue/queue.ts';
import {endEffect, isDue} from './begin.ts';
import {confirmationMail} from './confirmation.ts';
import {mailHost} from './mailer.ts';
import {soldOutMail} from './sold-out.ts';

/**
 * Sends a mail to the buyer, once. SMTP has no idempotency: between the server's answer and our note
 * of it lies the only moment in which a crash sends a second copy, with the same Message-ID.
 */
export async function mailBuyer(
  {config, db, mailer, sandbox, origin}: Deps,
  kind: 'confirmation' | 'sold_out',
  orderId: string,
  {isLast}: JobRun,
): Promise<void> {
  const {queries} = db;
  if (!(await isDue(queries, orderId, kind))) return;
  const stored = await loadOrder(queries, orderId);
  if (config.mail.off) return endEffect(queries, orderId, kind, 'switched_off');
  const to = stored?.row.email;
  if (!stored || !to) {
    // A hosted page may tell of its money first and of its buyer a moment later.
    if (!isLast) throw new ApiError('not_ready');
    return endEffect(queries, orderId, kind, 'no_address');
  }
  const addressed = {to, host: mailHost(config, origin), sandbox: sandbox !== undefined};
  const mail =
    kind === 'confirmation'
      ? confirmationMail(stored, addressed)
      : soldOutMail(stored, {...addressed, isRefunded: await goesBack(queries, stored.row)});
  await mailer.send(mail);
  await endEffect(queries, orderId, kind, 'done');
}

/** Whether all of the money goes back, or has gone: by what was done, and not by what the shop wants. */
async function goesBack(queries: Queries, {id, status}: OrderRow): Promise<boolean> {
  if (status === 'refunded') return true;
  const refunds = await queries
    .select({kind: orderEffects.kind})
    .from(orderEffects)
    .where(
      and(
        eq(orderEffects.orderId, id),
        eq(orderEffects.kind, 'refund'),
        or(isNull(orderEffects.outcome), eq(orderEffects.outcome, 'done')),
      ),
    );
  return refunds.length > 0;
}
