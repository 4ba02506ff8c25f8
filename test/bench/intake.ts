/** Webhook intake: an event is verified, stored, and answered 200. */
import type pg from 'pg';
import type {Generator} from './generator.ts';
import type {LoadResult} from './load.ts';
import {costPer, readCost, type PostgresCost} from './postgres-cost.ts';
import type {Measured} from './servers.ts';

/** Stored and not acted upon, by us as by the peer: the same work. */
const PLAIN = 'payment_intent.created';
/** This one our server also queues, and its workers look at it meanwhile. */
const QUEUED = 'payment_intent.succeeded';

export interface Intake extends LoadResult {
  cpu: number | undefined;
  commits: number;
}

export interface IntakeRow {
  connections: number;
  ours: Intake;
  peer: Intake;
  noStore: Intake;
}

interface Bench {
  generator: Generator;
  /** For Postgres's own numbers. */
  client: pg.Client;
  postmaster: number;
  measureMs: number;
}

/** Of each server the middle one of so many `rounds`. */
export async function measureIntake(
  bench: Bench,
  servers: {ours: Measured; peer: Measured; noStore: Measured},
  {connections, rounds}: {connections: number[]; rounds: number},
): Promise<IntakeRow[]> {
  for (const server of Object.values(servers)) await run(bench, server, 32, PLAIN);
  const rows: IntakeRow[] = [];
  for (const count of connections) {
    const all: Omit<IntakeRow, 'connections'>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      // One after the other, so that whatever else the machine does meets all three.
      all.push({
        peer: await run(bench, servers.peer, count, PLAIN),
        ours: await run(bench, servers.ours, count, PLAIN),
        noStore: await run(bench, servers.noStore, count, PLAIN),
      });
    }
    const middle = (name: keyof (typeof all)[number]) =>
      all.map((round) => round[name]).toSorted((one, other) => one.perSecond - other.perSecond)[
        rounds >> 1
      ] as Intake;
    const [peer, ours, noStore] = [middle('peer'), middle('ours'), middle('noStore')];
    rows.push({connections: count, peer, ours, noStore});
  }
  return rows;
}

export const measureQueued = (bench: Bench, server: Measured): Promise<Intake> =>
  run(bench, server, 32, QUEUED);

async function run(
  {generator, client, postmaster, measureMs}: Bench,
  {name, port}: Measured,
  connections: number,
  type: string,
): Promise<Intake> {
  const warmUpMs = measureMs / 4;
  let before: PostgresCost | undefined;
  const result = await generator.run(
    {
      port,
      connections,
      warmUpMs,
      measureMs,
      requests: {kind: 'event', type},
      // More than any server here can take.
      count: Math.ceil(((warmUpMs + measureMs) / 1000) * (connections === 1 ? 6000 : 26_000)),
    },
    async () => void (before = await readCost(client, postmaster)),
  );
  const after = await readCost(client, postmaster);
  if (!before || result.refused > 0) throw new Error(`${name} refused ${result.refused} events.`);
  return {...result, ...costPer(before, after, result.answers)};
}
