/**
 * An event kept once and queued, in one statement. When `receive` resolves, the row is committed:
 * only then may Stripe be told 200.
 */
import type {Db} from '../db/connect.ts';
import {settleEvents} from '../queue/queue.ts';
import {isHandled, lastWords} from '../stripe/event-types.ts';
import type {ReceivedEvent} from '../stripe/events.ts';
import {groupCommit} from './group-commit.ts';

export interface Inbox {
  /** `body`: the event's JSON as it came. It is kept without client secrets. */
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
  const unique = [...new Map(received.map((one) => [one.event.id, one])).values()];
  const isForQueue = unique.some(({event}) => isHandled(event.type));
  const stored = await db.prepared<{id: string}>({
    ...(isForQueue ? storeAndQueue : storeOnly),
    values: [
      JSON.stringify(unique.map(({event}) => columnsOf(event))),
      unique.map(({body}) => withoutSecrets(body)).join(RECORD_SEPARATOR),
    ],
  });
  const fresh = new Set(stored.map(({id}) => id));
  return received.map(({event: {id}}) => (fresh.has(id) ? 'new' : 'known'));
}

/** A client secret opens its payment, and no event is applied by it. */
const withoutSecrets = (body: string): string =>
  body.replace(/("client_secret"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1null');

/** No JSON has it in it: https://www.rfc-editor.org/rfc/rfc7464 */
const RECORD_SEPARATOR = '\u001e';

/**
 * The bodies go beside the columns, and stay texts: inside of JSON they would be read twice. In one
 * order for all replicas, so that two batches cannot block each other.
 */
const insertEvents = `
  insert into webhook_events (id, type, api_version, livemode, account, state, created_at, payload)
  select id, type, api_version, livemode, account, state, created_at, payload::json
  from rows from (
    json_to_recordset($1::json) as (
      id text, type text, api_version text, livemode boolean, account text, state text,
      created_at timestamptz),
    string_to_table($2, E'\\x1e')
  ) as told (id, type, api_version, livemode, account, state, created_at, payload)
  order by id
  on conflict do nothing`;

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const storeOnly = {name: 'store-events', text: `${insertEvents} returning id`};

/**
 * Calling the queue costs as much as storing: only where there is something for it. Money whose event
 * says everything does not wait behind those for which Stripe must be asked, and may be slow.
 */
const storeAndQueue = {
  name: 'store-and-queue-events',
  text: `
    with stored as (${insertEvents} returning id, type, state), handled as (
      select id, type from stored where state = 'received'
    ), queued as (
      select ${settleEvents('handled', `type in (${quoted(lastWords)})`)}
      where exists (select from handled)
    )
    select id from stored, (select count(*) from queued) as jobs`,
};

const columnsOf = (event: ReceivedEvent) => ({
  id: event.id,
  type: event.type,
  api_version: event.api_version,
  livemode: event.livemode,
  account: event.account,
  state: isHandled(event.type) ? 'received' : 'ignored',
  created_at: new Date(event.created * 1000).toISOString(),
});
