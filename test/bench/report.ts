/** The results as Markdown, for people and for the README. */
import type {Intake, IntakeRow} from './intake.ts';
import type {LoadResult} from './load.ts';
import type {OrdersResult} from './orders.ts';

export interface SizeRow {
  size: number;
  place: LoadResult;
  read: LoadResult;
}

export function intakeTable(
  rows: IntakeRow[],
  {queued, ceiling}: {queued: Intake; ceiling: LoadResult},
): string {
  const inQueue = rows.find(({connections}) => connections === 32)?.ours;
  return [
    '**Webhook intake** (signature, store, 200): this server, a small Express 5 + stripe + pg server doing the same work (peer), and this server with storing left out; the middle one of several rounds.',
    '',
    table(
      [
        'connections',
        'events/s',
        'of the peer',
        'of not storing',
        'p99 ms (peer)',
        'Postgres CPU per event (peer)',
        'commits per event (peer)',
      ],
      rows.map(({connections, ours, peer, noStore}) => [
        String(connections),
        whole(ours.perSecond),
        ratio(ours.perSecond / peer.perSecond),
        ratio(ours.perSecond / noStore.perSecond),
        `${ours.p99.toFixed(1)} (${peer.p99.toFixed(1)})`,
        `${micro(ours.cpu)} (${micro(peer.cpu)})`,
        `${ours.commits.toFixed(3)} (${peer.commits.toFixed(2)})`,
      ]),
    ),
    '',
    `The same load against a server that does nothing: ${whole(ceiling.perSecond)} requests/s, so the generator is not what limits.`,
    ...(inQueue
      ? [
          `Events that are queued and worked on meanwhile, 32 connections: ${whole(queued.perSecond)} events/s (${ratio(queued.perSecond / inQueue.perSecond)} of the above), p99 ${queued.p99.toFixed(1)} ms.`,
        ]
      : []),
  ].join('\n');
}

export function ordersTable({ours, peer, bareCall, simulator}: OrdersResult): string {
  return [
    '**`POST /orders`** (priced, stored, with a PaymentIntent; this server also counts limits, takes a lease and keeps a token), 16 connections, against a Stripe that answers at once.',
    '',
    table(
      ['', 'per second', 'of this server', 'p50 ms', 'p99 ms'],
      [
        ['this server', whole(ours.perSecond), ratio(1), ours.p50.toFixed(1), ours.p99.toFixed(1)],
        [
          'peer',
          whole(peer.perSecond),
          ratio(peer.perSecond / ours.perSecond),
          peer.p50.toFixed(1),
          peer.p99.toFixed(1),
        ],
        [
          'the bare Stripe call (stripe-node)',
          whole(bareCall.perSecond),
          ratio(bareCall.perSecond / ours.perSecond),
          bareCall.p50.toFixed(1),
          '',
        ],
        [
          'the simulator itself',
          whole(simulator.perSecond),
          ratio(simulator.perSecond / ours.perSecond),
          simulator.p50.toFixed(1),
          simulator.p99.toFixed(1),
        ],
      ],
    ),
  ].join('\n');
}

export function sizesTable(rows: SizeRow[]): string {
  const first = rows[0];
  return [
    '**What a full table costs**, 16 connections.',
    '',
    table(
      [
        'orders',
        'POST /orders per second',
        'of the first row',
        'p99 ms',
        'GET /orders/{id} per second',
        'of the first row',
        'p99 ms',
      ],
      rows.map(({size, place, read}) => [
        size.toLocaleString('en'),
        whole(place.perSecond),
        ratio(place.perSecond / (first?.place.perSecond ?? Number.NaN)),
        place.p99.toFixed(1),
        whole(read.perSecond),
        ratio(read.perSecond / (first?.read.perSecond ?? Number.NaN)),
        read.p99.toFixed(1),
      ]),
    ),
  ].join('\n');
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const whole = (value: number) => Math.round(value).toLocaleString('en');
const ratio = (value: number) => `${value.toFixed(2)} ×`;
const micro = (value: number | undefined) => (value === undefined ? '–' : `${value.toFixed(0)} µs`);
