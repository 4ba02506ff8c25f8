import type {Deps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import {holdsOf} from '../orders/holds.ts';
import {loadLedger} from '../orders/ledger.ts';
import {loadOrder} from '../orders/store.ts';
import {endEffect, isDue} from './begin.ts';
import {mailHost} from './mailer.ts';
import {ownerMail} from './owner-mail.ts';

/** So long the mail waits for a buyer's name and address: an owner must not learn of a sale days later. */
const WAIT_FOR_BUYER_MS = 600_000;

/** Tells the owner of a paid order, once, by the same rules as the confirmation. */
export async function notifyOwner(
  {config, db, mailer, now, origin, sandbox}: Deps,
  orderId: string,
  {isLast}: {isLast: boolean},
): Promise<void> {
  const {queries} = db;
  if (!(await isDue(queries, orderId, 'owner_paid'))) return;
  const to = config.ownerEmail;
  if (!to || config.mail.off) return endEffect(queries, orderId, 'owner_paid', 'switched_off');
  const stored = await loadOrder(queries, orderId);
  if (!stored) throw new ApiError('order_not_found');
  const {email, paidAt} = stored.row;
  const isFresh = now().getTime() - (paidAt?.getTime() ?? 0) < WAIT_FOR_BUYER_MS;
  // A hosted page may tell of its money first and of its buyer a moment later.
  if (!email && isFresh && !isLast) throw new ApiError('not_ready');
  const [payment] = (await loadLedger(queries, stored.row)).payments;
  await mailer.send(
    ownerMail(stored, {
      to,
      host: mailHost(config, origin),
      sandbox: sandbox !== undefined,
      paymentIntentId: payment?.paymentIntentId || undefined,
      holds: await holdsOf(queries, orderId),
    }),
  );
  await endEffect(queries, orderId, 'owner_paid', 'done');
}
