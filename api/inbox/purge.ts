import {and, inArray, isNotNull, lt, sql} from 'drizzle-orm';
import {webhookEvents} from '../../drizzle/schema.ts';
import type {Deps} from '../deps.ts';

const AT_ONCE = 2000;

/**
 * An event's payload names the buyer, and nobody needs it once it is applied. Its id and type stay,
 * so that a late repetition is still known for what it is; a parked event is kept whole.
 */
export async function purgePayloads({
  config,
  db,
  now,
}: Pick<Deps, 'config' | 'db' | 'now'>): Promise<number> {
  const before = new Date(now().getTime() - config.eventRetentionMs);
  const old = db.queries
    .select({id: webhookEvents.id})
    .from(webhookEvents)
    .where(
      and(
        lt(webhookEvents.receivedAt, before),
        isNotNull(webhookEvents.payload),
        inArray(webhookEvents.state, ['processed', 'ignored']),
      ),
    )
    .limit(AT_ONCE);
  const purged = await db.queries
    .update(webhookEvents)
    .set({payload: sql`null`})
    .where(inArray(webhookEvents.id, old))
    .returning({id: webhookEvents.id});
  return purged.length;
}
