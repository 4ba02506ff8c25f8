import {and, eq, isNull} from 'drizzle-orm';
import {orderEffects} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import {enqueue} from '../queue/queue.ts';

export type EffectKind = (typeof orderEffects.$inferSelect)['kind'];
/** Those that the merchant's own server is told. */
export type MerchantKind = Extract<EffectKind, `merchant_${string}`>;

/**
 * Asks for what must follow, once per order, kind and subject for ever: the row is the proof, and
 * the job is enqueued only with a new row, in the same transaction as the change of the order.
 */
export async function beginEffects(
  tx: Queries,
  orderId: string,
  kinds: EffectKind[],
  subject = '',
): Promise<void> {
  for (const kind of kinds) {
    const [fresh] = await tx
      .insert(orderEffects)
      .values({orderId, kind, subject})
      .onConflictDoNothing()
      .returning({kind: orderEffects.kind});
    if (!fresh) continue;
    const key = effectKey(kind, orderId, subject);
    if (kind === 'confirmation') await enqueue(tx, 'send-confirmation', {orderId}, {key});
    else if (kind === 'sold_out') await enqueue(tx, 'send-sold-out', {orderId}, {key});
    else if (kind === 'owner_paid') await enqueue(tx, 'notify-owner', {orderId}, {key});
    else if (kind === 'refund') {
      await enqueue(tx, 'refund-payment', {orderId, paymentIntentId: subject}, {key});
    } else await enqueue(tx, 'notify-merchant', {orderId, kind, subject, delivery: 0}, {key});
  }
}

/** Of the job that an effect waits for; `alert.ts` reads from it what a job that failed was about. */
export const effectKey = (kind: EffectKind, orderId: string, subject: string): string =>
  `${kind}:${orderId}${subject && `:${subject}`}`;

/** Whether this effect was asked for and has not happened yet. */
export async function isDue(
  queries: Queries,
  orderId: string,
  kind: EffectKind,
  subject = '',
): Promise<boolean> {
  const [row] = await queries
    .select({kind: orderEffects.kind})
    .from(orderEffects)
    .where(and(ofEffect(orderId, kind, subject), isNull(orderEffects.doneAt)));
  return row !== undefined;
}

type Outcome = 'done' | 'no_address' | 'switched_off' | 'given_up' | 'gone' | 'not_needed';

/** Ends an effect: it happened, or it never will and `outcome` says why. */
export async function endEffect(
  queries: Queries,
  orderId: string,
  kind: EffectKind,
  outcome: Outcome,
  subject = '',
): Promise<void> {
  await queries
    .update(orderEffects)
    .set({doneAt: new Date(), outcome})
    .where(ofEffect(orderId, kind, subject));
}

const ofEffect = (orderId: string, kind: EffectKind, subject: string) =>
  and(
    eq(orderEffects.orderId, orderId),
    eq(orderEffects.kind, kind),
    eq(orderEffects.subject, subject),
  );
