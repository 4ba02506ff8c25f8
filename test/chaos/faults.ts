/** What happens to the replicas, the database and the webhooks while buyers buy. */
import {setTimeout as pause} from 'node:timers/promises';
import pg from 'pg';
import {terminateBackends, type Cluster} from './cluster.ts';
import type {Random} from './random.ts';
import type {Replica} from './replica.ts';
import type {BadStripe} from './stripe.ts';

export interface FaultCounts {
  kills: number;
  backendsTerminated: number;
  postgresCrashes: number;
}

export interface FaultPlan {
  kills: number;
  /** Milliseconds between two kills, at least and at most. */
  pause: [number, number];
  postgresCrashes: number;
}

/**
 * `kill -9`, of whoever, whenever: now and then in the middle of a start, mostly while it serves.
 * So a slow machine makes the run longer, not emptier.
 */
export async function killReplicas(
  replicas: readonly Replica[],
  plan: FaultPlan,
  random: Random,
  counts: FaultCounts,
): Promise<void> {
  while (counts.kills < plan.kills) {
    const victim = random.pick(replicas);
    if (random.chance(0.75)) await victim.ready();
    await pause(random.between(...plan.pause));
    await victim.kill();
    counts.kills += 1;
  }
}

/** Spells of lost connections, two every 100 ms, and power cuts of the database in between. */
export async function troubleDatabase(
  cluster: Cluster,
  {url, name}: {url: string; name: string},
  plan: FaultPlan,
  random: Random,
  counts: FaultCounts,
  signal: AbortSignal,
): Promise<void> {
  const expected = plan.kills * ((plan.pause[0] + plan.pause[1]) / 2);
  const gap = expected / (plan.postgresCrashes + 1);
  for (let round = 0; !signal.aborted; round += 1) {
    await rest(random.between(gap * 0.4, gap * 0.7), signal);
    await terminateFor(random.between(1000, 2000), {url, name}, counts, signal);
    if (signal.aborted || round >= plan.postgresCrashes) continue;
    // At times it is away for longer than a worker waits before it asks again.
    await cluster.crash(() => pause(random.between(0, 3000)));
    counts.postgresCrashes += 1;
  }
}

async function terminateFor(
  milliseconds: number,
  {url, name}: {url: string; name: string},
  counts: FaultCounts,
  signal: AbortSignal,
): Promise<void> {
  const client = new pg.Client({connectionString: url});
  client.on('error', () => {});
  await client.connect();
  try {
    for (const until = Date.now() + milliseconds; Date.now() < until && !signal.aborted;) {
      counts.backendsTerminated += await terminateBackends(client, name, 2);
      await rest(100, signal);
    }
  } finally {
    await client.end();
  }
}

/** Webhooks get lost, doubled, late, out of order and badly signed, each for a moment. */
export async function troubleWebhooks(
  {simulator}: BadStripe,
  random: Random,
  signal: AbortSignal,
): Promise<void> {
  const moods = ['lost', 'doubled', 'delayed', 'reordered', 'bad_signature'] as const;
  simulator.control.set({webhookDelay: 600});
  while (!signal.aborted) {
    simulator.control.set({webhooks: random.chance(0.4) ? 'normal' : random.pick(moods)});
    await rest(random.between(50, 250), signal);
  }
  simulator.control.set({webhooks: 'normal'});
}

/** A pause that the end of all faults cuts short. */
const rest = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  pause(milliseconds, undefined, {signal}).catch(() => undefined);
