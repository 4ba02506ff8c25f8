/** What Postgres itself spends: CPU time from /proc, and transactions that wrote something. */
import {readdirSync, readFileSync} from 'node:fs';
import type pg from 'pg';

export interface PostgresCost {
  /** Microseconds of CPU, where the system tells. */
  cpu: number | undefined;
  commits: number;
}

export async function readCost(client: pg.Client, postmaster: number): Promise<PostgresCost> {
  // The next transaction id, read without taking one: exact at once, where pg_stat_database lags
  // behind by up to ten seconds.
  const {rows} = await client.query<{next: string}>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as next',
  );
  return {cpu: cpuOf(postmaster), commits: Number(rows[0]?.next)};
}

export const costPer = (before: PostgresCost, after: PostgresCost, count: number) => ({
  cpu:
    before.cpu === undefined || after.cpu === undefined
      ? undefined
      : (after.cpu - before.cpu) / count,
  commits: (after.commits - before.commits) / count,
});

/** Of the postmaster and its children, those that have ended included. */
function cpuOf(postmaster: number): number | undefined {
  try {
    let ticks = 0;
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const fields = statOf(name);
      const isOwn = Number(name) === postmaster;
      if (!isOwn && Number(fields[1]) !== postmaster) continue;
      // utime and stime; for the postmaster also those of the children it has waited for.
      const numbers = fields.slice(11, isOwn ? 15 : 13).map(Number);
      ticks += numbers.reduce((sum, number) => sum + number, 0);
    }
    return (ticks * 1_000_000) / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}

/** USER_HZ: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** The fields after the program's name, which may hold anything; none for a process just gone. */
function statOf(pid: string): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
