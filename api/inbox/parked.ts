/** Events that could not be applied: to be looked at, and to be tried again. */
import {and, asc, eq, inArray} from 'drizzle-orm';
import {webhookEvents} from '../../drizzle/schema.ts';
import type {Db, Queries} from '../db/connect.ts';
import {enqueue} from '../queue/queue.ts';

export const listParked = (queries: Queries) =>
  queries
    .select({
      id: webhookEvents.id,
      type: webhookEvents.type,
      reason: webhookEvents.reason,
      orderId: webhookEvents.orderId,
      receivedAt: webhookEvents.receivedAt,
    })
    .from(webhookEvents)
    .where(eq(webhookEvents.state, 'parked'))
    .orderBy(asc(webhookEvents.receivedAt));

/** Stored and not yet applied, oldest first. */
export async function receivedEvents(queries: Queries): Promise<string[]> {
  const rows = await queries
    .select({id: webhookEvents.id})
    .from(webhookEvents)
    .where(eq(webhookEvents.state, 'received'))
    .orderBy(asc(webhookEvents.receivedAt));
  return rows.map(({id}) => id);
}

/** Back into the queue, with a fresh count of tries; how many there were. */
export async function rerunEvents(db: Db, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0;
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(webhookEvents)
      .set({state: 'received', reason: null})
      .where(and(inArray(webhookEvents.id, ids), eq(webhookEvents.state, 'parked')))
      .returning({id: webhookEvents.id});
    for (const {id} of rows) {
      await enqueue(tx, 'settle-event', {eventId: id}, {key: `event:${id}`});
    }
    return rows.length;
  });
}

/** How many events wait for a person, for the metrics. */
export async function parkedEvents(db: Db): Promise<number> {
  const [row] = await db.prepared<{count: number}>({
    name: 'parked-events',
    text: `select count(*)::int as count from webhook_events where state = 'parked'`,
    values: [],
  });
  return row?.count ?? 0;
}
