/**
 * Why the server speaks to Postgres through `pg`: the same fault on both drivers. Backends are
 * ended while queries and transactions run, as in a failover; a driver passes when its process
 * lives and every loop goes on afterwards.
 *
 * `npm run driver-test` runs it for longer; `npm run driver-test -- --seconds 60` as long as said.
 */
import assert from 'node:assert/strict';
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import pg from 'pg';
import {startCluster, terminateBackends, type Cluster} from '../chaos/cluster.ts';
import type {LoadReport} from './driver/load.ts';

const {seconds} = parseArgs({options: {seconds: {type: 'string'}}, strict: false}).values;
const FAULT_EVERY_MS = 100;
const times = (Number(seconds ?? 2.5) * 1000) / FAULT_EVERY_MS;
const child = fileURLToPath(new URL('driver/child.ts', import.meta.url));

type Verdict = {terminated: number} & (
  | ({ended: false} & LoadReport)
  /** The process ended by itself: with this as the first line of what it said. */
  | {ended: true; said: string}
);

let cluster: Cluster;
before(async () => (cluster = await startCluster()));
after(() => cluster.stop());

test('the server’s driver outlives the loss of its connections', async (context) => {
  const [ours, other] = await Promise.all([
    suffer('pg', 'driver_pg'),
    suffer('postgres.js', 'driver_postgres_js'),
  ]);
  context.diagnostic(`pg: ${sentence(ours)}`);
  context.diagnostic(`postgres.js: ${sentence(other)}`);
  if (!other.ended && other.stuck === 0) {
    context.diagnostic('postgres.js passed: run it for longer; the choice can be looked at again.');
  }
  assert.ok(ours.terminated > 10, 'too few connections were lost to prove anything');
  assert.equal(ours.ended, false, sentence(ours));
  assert.ok(!ours.ended && ours.failed > 0, 'no query ever met the fault');
  assert.equal(ours.stuck, 0, sentence(ours));
});

/** Two backends ended so many times; then the load hears that this is over. */
async function suffer(driver: string, database: string): Promise<Verdict> {
  const url = await cluster.createDatabase(database);
  const runner = fork(child, [driver, url], {execArgv: ['--import', 'tsx'], silent: true});
  let said = '';
  let report: LoadReport | undefined;
  const over = new AbortController();
  runner.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const hasEnded = once(runner, 'exit').then(() => over.abort());
  await Promise.race([once(runner, 'message'), hasEnded]);
  runner.on('message', (message) => (report = message as LoadReport));

  const client = new pg.Client({connectionString: url});
  await client.connect();
  let terminated = 0;
  for (let time = 0; !over.signal.aborted && time < times; time += 1) {
    terminated += await terminateBackends(client, database, 2);
    await Promise.race([hasEnded, new Promise((resolve) => setTimeout(resolve, FAULT_EVERY_MS))]);
  }
  // Who has ended by itself does not hear it.
  runner.send('over', () => undefined);
  await client.end();
  await hasEnded;
  if (report) return {ended: false, terminated, ...report};
  const reason = /^\w*Error.*$/m.exec(said)?.[0] ?? said.trim().split('\n')[0] ?? '';
  return {ended: true, terminated, said: reason};
}

function sentence(verdict: Verdict): string {
  const lost = `${verdict.terminated} connections lost`;
  if (verdict.ended) return `${lost}: the process ended by itself (${verdict.said})`;
  const {done, failed, stuck} = verdict;
  return `${lost}: ${done} done, ${failed} failed, ${stuck} loops stuck`;
}
