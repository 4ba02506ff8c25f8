import {and, eq, isNull} from 'drizzle-orm';
import {orderEffects} from '../../drizzle/schema.ts';
import type {Queries} from '../db/connect.ts';
import {enqueue} from '../queue/queue.ts';

type EffectKind = (typeof orderEffects.$inferSelect)['kind'];

/**
 * Asks for what must follow, once per order and kind for ever: the row is the proof, and the job is
 * enqueued only with a new row, in the same transaction as the change of the order.
 */
export async function beginEffects(
  tx: Queries,
  orderId: string,
  kinds: EffectKind[],
): Promise<void> {
  for (const kind of kinds) {
    const [fresh] = await tx
      .insert(orderEffects)
      .values({orderId, kind})
      .onConflictDoNothing()
      .returning({kind: orderEffects.kind});
    if (!fresh) continue;
    const key = `${kind}:${orderId}`;
    if (kind === 'confirmation') await enqueue(tx, 'send-confirmation', {orderId}, {key});
    else await enqueue(tx, 'notify-merchant', {orderId, delivery: 0}, {key});
  }
}

/** Whether this effect was asked for and has not happened yet. */
export async function isDue(queries: Queries, orderId: string, kind: EffectKind): Promise<boolean> {
  const [row] = await queries
    .select({kind: orderEffects.kind})
    .from(orderEffects)
    .where(and(ofEffect(orderId, kind), isNull(orderEffects.doneAt)));
  return row !== undefined;
}

/** Ends an effect: it happened, or it never will and `outcome` says why. */
export async function endEffect(
  queries: Queries,
  orderId: string,
  kind: EffectKind,
  outcome: 'done' | 'no_address' | 'switched_off' | 'given_up' | 'gone',
): Promise<void> {
  await queries
    .update(orderEffects)
    .set({doneAt: new Date(), outcome})
    .where(ofEffect(orderId, kind));
}

const ofEffect = (orderId: string, kind: EffectKind) =>
  and(eq(orderEffects.orderId, orderId), eq(orderEffects.kind, kind));
