/** Events that could not be applied: to be looked at, and to be tried again. */
import {and, asc, eq, gte, inArray, sql} from 'drizzle-orm';
import {alerts, webhookEvents} from '../../drizzle/schema.ts';
import {rowsOf, type Db, type Queries} from '../db/connect.ts';
import {beginAlert} from '../effects/alert.ts';
import {UNKNOWN_ORDER} from '../orders/settle-event.ts';
import {enqueue, EVENT_KEY} from '../queue/queue.ts';

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

/** The orders that events since then name and that are not in this database. */
export async function unknownOrders(queries: Queries, since: Date): Promise<string[]> {
  const rows = await queries
    .selectDistinct({orderId: webhookEvents.orderId})
    .from(webhookEvents)
    .where(and(eq(webhookEvents.reason, UNKNOWN_ORDER), gte(webhookEvents.createdAt, since)));
  return rows.flatMap(({orderId}) => orderId ?? []);
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
      await enqueue(tx, 'settle-event', {eventId: id}, {key: EVENT_KEY + id});
    }
    return rows.length;
  });
}

/**
 * Parks the events that nobody works on any more: at the last try the process died, or the database
 * was away when it was to be noted how it ended.
 */
export const parkGivenUp = (db: Db, now: Date): Promise<void> =>
  db.transaction(async (tx) => {
    const jobs = await rowsOf<{id: string; eventId: string}>(
      tx,
      sql`select id::text, substr(key, length(${EVENT_KEY}) + 1) as "eventId"
        from graphile_worker.jobs
        where key like ${`${EVENT_KEY}%`} and attempts >= max_attempts and locked_at is null`,
    );
    if (jobs.length === 0) return;
    const ids = jobs.map(({eventId}) => eventId);
    const parked = await tx
      .update(webhookEvents)
      .set({state: 'parked', reason: 'gave_up', settledAt: now})
      .where(and(inArray(webhookEvents.id, ids), eq(webhookEvents.state, 'received')))
      .returning({id: webhookEvents.id, orderId: webhookEvents.orderId});
    for (const {id, orderId} of parked) {
      await beginAlert(tx, {kind: 'event_parked', reference: id, orderId: orderId ?? undefined});
    }
    // To be tried again as events, not as jobs.
    const done = sql.join(
      jobs.map(({id}) => sql`${id}::bigint`),
      sql`, `,
    );
    await tx.execute(sql`select graphile_worker.complete_jobs(array[${done}])`);
  });

/** After about ten minutes: what was away for a moment is back by then. */
const ALARMING = 7;

/** Tells of the events that fail again and again, long before their last try. */
export const alertFailing = (db: Db): Promise<void> =>
  db.transaction(async (tx) => {
    const failing = await rowsOf<{id: string}>(
      tx,
      sql`select job.id from (
          select substr(key, length(${EVENT_KEY}) + 1) as id from graphile_worker.jobs
          where key like ${`${EVENT_KEY}%`} and locked_at is null
          and attempts >= ${ALARMING} and attempts < max_attempts
        ) as job where not exists (
          select from ${alerts} where ${alerts.id} = ${FAILING} || ':' || job.id
        ) limit 100`,
    );
    for (const {id} of failing) await beginAlert(tx, {kind: FAILING, reference: id});
  });

const FAILING = 'event_failing';

/** How many events wait for a person, for the metrics. */
export async function parkedEvents(db: Db): Promise<number> {
  const [row] = await db.prepared<{count: number}>({
    name: 'parked-events',
    text: `select count(*)::int as count from webhook_events where state = 'parked'`,
    values: [],
  });
  return row?.count ?? 0;
}
