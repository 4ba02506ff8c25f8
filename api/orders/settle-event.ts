import {eq} from 'drizzle-orm';
import {webhookEvents} from '../../drizzle/schema.ts';
import type {OrderDeps} from '../deps.ts';
import {readIntent} from '../stripe/intents.ts';
import {intentIn, isTerminal} from '../stripe/events.ts';
import {settle, type Settled} from './settle.ts';

type Verdict = {state: 'processed' | 'ignored' | 'parked'; reason: string | null};

/**
 * Applies a stored event. Run twice it does nothing more: the order's own state decides. An event
 * that cannot be applied is tried again, and at last parked where the owner sees it.
 */
export async function settleEvent(
  deps: OrderDeps,
  eventId: string,
  {isLast}: {isLast: boolean},
): Promise<void> {
  const {db, now, metrics} = deps;
  const [event] = await db.queries
    .select()
    .from(webhookEvents)
    .where(eq(webhookEvents.id, eventId));
  if (!event || event.state !== 'received') return;
  const finish = async ({state, reason}: Verdict, orderId?: string) => {
    await db.queries
      .update(webhookEvents)
      .set({state, reason, orderId: orderId ?? null, settledAt: now()})
      .where(eq(webhookEvents.id, eventId));
    metrics.eventLag.observe(Math.max(0, (now().getTime() - event.createdAt.getTime()) / 1000));
  };
  // Of another account behind the same platform.
  if (event.account) return finish({state: 'ignored', reason: 'other_account'});
  try {
    const told = intentIn(event.payload);
    const readAt = now();
    const intent = isTerminal(event.type) ? told : await readIntent(deps.stripe, told.id);
    if (!intent) return await finish({state: 'ignored', reason: 'no_such_intent'});
    const settled = await settle(deps, intent, readAt);
    await finish(verdictOn(settled), 'orderId' in settled ? settled.orderId : undefined);
  } catch (error) {
    if (isLast) await finish({state: 'parked', reason: 'gave_up'});
    throw error;
  }
}

function verdictOn(settled: Settled): Verdict {
  switch (settled.outcome) {
    case 'foreign':
      return {state: 'ignored', reason: 'not_ours'};
    case 'refused':
      return settled.reason === 'livemode'
        ? {state: 'ignored', reason: 'livemode'}
        : {state: 'parked', reason: settled.reason};
    default:
      return {state: 'processed', reason: null};
  }
}
