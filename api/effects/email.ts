import type {Deps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import {loadOrder} from '../orders/store.ts';
import type {JobRun} from '../queue/queue.ts';
import {endEffect, isDue} from './begin.ts';
import {confirmationMail} from './confirmation.ts';

/**
 * Sends the confirmation, once. SMTP has no idempotency: between the server's answer and our note
 * of it lies the only moment in which a crash sends a second copy, with the same Message-ID.
 */
export async function sendConfirmation(
  {config, db, mailer, sandbox, origin}: Deps,
  orderId: string,
  {isLast}: JobRun,
): Promise<void> {
  if (!(await isDue(db.queries, orderId, 'confirmation'))) return;
  const stored = await loadOrder(db.queries, orderId);
  if (config.mail.off) return endEffect(db.queries, orderId, 'confirmation', 'switched_off');
  const to = stored?.row.email;
  if (!stored || !to) {
    // A hosted page may tell of its money first and of its buyer a moment later.
    if (!isLast) throw new ApiError('not_ready');
    return endEffect(db.queries, orderId, 'confirmation', 'no_address');
  }
  const host = new URL(config.publicUrl ?? origin).hostname;
  await mailer.send(confirmationMail(stored, {to, host, sandbox: sandbox !== undefined}));
  await endEffect(db.queries, orderId, 'confirmation', 'done');
}
