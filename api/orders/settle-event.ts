import {eq} from 'drizzle-orm';
import {webhookEvents} from '../../drizzle/schema.ts';
import type {OrderDeps} from '../deps.ts';
import {beginAlert} from '../effects/alert.ts';
import {ApiError, errorFacts} from '../errors.ts';
import {subjectOf} from '../stripe/event-types.ts';
import {readNews} from './read-news.ts';
import {settle, type Settled} from './settle.ts';

/** Of another shop on the same account, or of one that this database has lost. */
export const UNKNOWN_ORDER = 'unknown_order';

type Verdict = {state: 'processed' | 'ignored' | 'parked'; reason: string | null};

/**
 * Applies a stored event. Run twice it does nothing more: the order's own state decides. An event
 * that cannot be applied is tried again, and at last parked where the owner sees it; one whose
 * payment does not fit its order is parked at once, because no repetition makes it fit.
 */
export async function settleEvent(
  deps: OrderDeps,
  eventId: string,
  {isLast}: {isLast: boolean},
): Promise<void> {
  const {db, log, now, metrics} = deps;
  const [event] = await db.queries
    .select()
    .from(webhookEvents)
    .where(eq(webhookEvents.id, eventId));
  if (!event || event.state !== 'received') return;
  const finish = async ({state, reason}: Verdict, orderId?: string) => {
    await db.transaction(async (tx) => {
      await tx
        .update(webhookEvents)
        .set({state, reason, orderId: orderId ?? null, settledAt: now()})
        .where(eq(webhookEvents.id, eventId));
      if (state !== 'parked') return;
      await beginAlert(tx, {kind: 'event_parked', reference: eventId, orderId});
    });
    metrics.eventLag.observe(Math.max(0, (now().getTime() - event.createdAt.getTime()) / 1000));
  };
  // Of another account behind the same platform.
  if (event.account) return finish({state: 'ignored', reason: 'other_account'});
  if (event.livemode !== deps.config.livemode) {
    return finish({state: 'ignored', reason: 'livemode'});
  }
  try {
    const subject = subjectOf(event.type, storable(event.payload));
    if (!subject) return await finish({state: 'ignored', reason: null});
    const readAt = now();
    const news = await readNews(deps, event.type, subject);
    if ('ignored' in news) return await finish({state: 'ignored', reason: news.ignored});
    const settled = await settle(deps, news, readAt);
    if (settled.outcome === 'busy') throw new ApiError('order_busy');
    await finish(verdictOn(settled), settled.orderId);
  } catch (error) {
    if (!isLast) throw error;
    log.error({event: eventId, error: errorFacts(error)}, 'event parked after its last try');
    await finish({state: 'parked', reason: 'gave_up'});
  }
}

/**
 * What of an event can be kept in other tables: NUL and halves of surrogate pairs become U+FFFD, and
 * what is too large for a number becomes null. `JSON.stringify` writes whole pairs as they are: what it
 * escapes of them is a half. Escapes are read one by one, so that an escaped backslash before "u0000"
 * stays what it is.
 */
const storable = (payload: unknown): unknown =>
  JSON.parse(
    JSON.stringify(payload).replace(
      /\\(u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g,
      (escape, what: string) => (what.length > 1 ? '\\ufffd' : escape),
    ),
  );

function verdictOn(settled: Exclude<Settled, {outcome: 'busy'}>): Verdict {
  switch (settled.outcome) {
    case 'foreign':
      return {state: 'ignored', reason: settled.orderId ? UNKNOWN_ORDER : 'not_ours'};
    case 'refused':
      return settled.reason === 'livemode'
        ? {state: 'ignored', reason: 'livemode'}
        : {state: 'parked', reason: settled.reason};
    default:
      return {state: 'processed', reason: null};
  }
}
