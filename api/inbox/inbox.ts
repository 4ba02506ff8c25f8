/**
 * An event kept once and queued, in one statement. When `receive` resolves, the row is committed:
 * only then may Stripe be told 200.
 */
import type {Db} from '../db/connect.ts';
import {settleEvents} from '../queue/queue.ts';
import {isHandled} from '../stripe/event-types.ts';
import type {ReceivedEvent} from '../stripe/events.ts';
import {groupCommit} from './group-commit.ts';

export interface Inbox {
  /** `body`: the event's JSON as it came, so that it need not be written again. */
  receive: (event: ReceivedEvent, body: string) => Promise<'new' | 'known'>;
}

const MOST_AT_ONCE = 200;

export function createInbox(db: Db): Inbox {
  const {add} = groupCommit(MOST_AT_ONCE, (events: Received[]) => store(db, events));
  return {receive: (event, body) => add({event, body})};
}

interface Received {
  event: ReceivedEvent;
  body: string;
}

async function store(db: Db, received: Received[]): Promise<('new' | 'known')[]> {
  // Each id once, and in one order for all replicas, so that two batches cannot block each other.
  const byId = new Map(received.map((one) => [one.event.id, one]));
  const rows = [...byId]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, one]) => toRow(one));
  const stored = await db.prepared<{id: string}>({
    name: 'store-events',
    text: storeEvents,
    values: [`[${rows.join()}]`],
  });
  const fresh = new Set(stored.map(({id}) => id));
  return received.map(({event: {id}}) => (fresh.has(id) ? 'new' : 'known'));
}

/** Calling the queue costs as much as storing: only where there is something for it. */
const storeEvents = `
  with told as (
    select * from json_to_recordset($1::json) as told (
      id text, type text, api_version text, livemode boolean, account text, payload jsonb,
      state text, created_at timestamptz)
  ), stored as (
    insert into webhook_events (id, type, api_version, livemode, account, payload, state, created_at)
    select id, type, api_version, livemode, account, payload, state, created_at
    from told order by id
    on conflict do nothing
    returning id, state
  ), handled as (
    select id from stored where state = 'received'
  ), queued as (
    select ${settleEvents('handled')} where exists (select from handled)
  )
  select id from stored, (select count(*) from queued) as jobs`;

/** One object of the JSON that the statement reads. */
function toRow({event, body}: Received): string {
  const columns = JSON.stringify({
    id: event.id,
    type: event.type,
    api_version: event.api_version ?? null,
    livemode: event.livemode,
    account: event.account ?? null,
    state: isHandled(event.type) ? 'received' : 'ignored',
    created_at: new Date(event.created * 1000).toISOString(),
  });
  return `${storable(columns).slice(0, -1)},"payload":${suspect.test(body) ? storable(JSON.stringify(event)) : body}}`;
}

/**
 * Escapes of NUL and of surrogates, and numbers that may be too large to keep. Whole pairs and
 * texts may look like that too, so this is no verdict: such an event is written anew.
 */
const suspect = /\\u(0000|d[89a-f])|[:,[\s]-?\d[\d.]*e[+-]?\d{3}/i;

/**
 * JSON that Postgres takes as `jsonb`: NUL and halves of surrogate pairs become U+FFFD. One event
 * with such a thing in it would else be refused for ever, and every other of its batch with it.
 *
 * `JSON.stringify` writes whole pairs as they are: what it escapes of them is a half. Escapes are
 * read one by one, so that an escaped backslash before "u0000" stays what it is.
 */
function storable(json: string): string {
  return json.replace(/\\(u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g, (escape, what: string) =>
    what.length > 1 ? '\\ufffd' : escape,
  );
}
