/** Events that did not come by themselves. https://docs.stripe.com/webhooks/process-undelivered-events */
import type Stripe from 'stripe';
import type {Deps} from '../deps.ts';
import {calling} from '../stripe/calling.ts';
import {handledTypes} from '../stripe/event-types.ts';
import {checked} from '../stripe/events.ts';

/** As many types as one list may name: https://docs.stripe.com/api/events/list */
const TYPES_AT_ONCE = 20;
const PAGE = 100;
/** Stripe keeps events for 30 days. */
const KEPT_MS = 30 * 86_400_000;

/** The types that matter here, in lists that Stripe takes. */
export const typeLists: readonly string[][] = Array.from(
  {length: Math.ceil(handledTypes.length / TYPES_AT_ONCE)},
  (_, index) => handledTypes.slice(index * TYPES_AT_ONCE, (index + 1) * TYPES_AT_ONCE),
);

interface Span {
  types: string[];
  since: Date;
  onlyUndelivered: boolean;
  /** By this server's clock, in milliseconds. */
  stopAt: number;
}

interface Fetched {
  /** How many had not arrived. */
  added: number;
  /** Where it stopped for want of time; nothing where it came to the end. */
  stoppedBefore: Date | undefined;
}

/** Puts what Stripe lists since then into the inbox, oldest first, to be settled like any other. */
export async function fetchEvents(
  {stripe, inbox, log, now}: Pick<Deps, 'stripe' | 'inbox' | 'log' | 'now'>,
  {types, since, onlyUndelivered, stopAt}: Span,
): Promise<Fetched> {
  const oldest = Math.max(since.getTime(), now().getTime() - KEPT_MS);
  const filter = onlyUndelivered ? {delivery_success: false} : {};
  let added = 0;
  for await (const event of oldestFirst(stripe, types, filter, Math.floor(oldest / 1000))) {
    if (Date.now() > stopAt) return {added, stoppedBefore: new Date(event.created * 1000)};
    if ((await inbox.receive(checked(event), JSON.stringify(event))) === 'known') continue;
    added += 1;
    log.warn({event: event.id, type: event.type}, 'event fetched: it had not been delivered');
  }
  return {added, stoppedBefore: undefined};
}

/**
 * From the newest event before the span, delivered or not, pages go forward in time (`ending_before`),
 * so that a break in the middle leaves the newer part for the next time. An account without an older
 * event has few.
 */
async function* oldestFirst(
  stripe: Stripe,
  types: string[],
  filter: Stripe.EventListParams,
  since: number,
): AsyncIterable<Stripe.Event> {
  const {data} = await calling(() => stripe.events.list({types, created: {lt: since}, limit: 1}));
  const [before] = data;
  const page = {...filter, types, limit: PAGE};
  if (before) yield* stripe.events.list({...page, ending_before: before.id});
  else {
    const all: Stripe.Event[] = [];
    for await (const event of stripe.events.list(page)) all.push(event);
    yield* all.reverse();
  }
}
