/**
 * `npm run bench`: our server against a small Express server that does the same work, in one run on
 * one machine. Prints Markdown and writes nothing. Load generator, servers and Postgres share the
 * machine: the ratios mean something, the rates do not.
 *
 * `npm run bench -- --quick` is over in half a minute, and less exact; `--milliseconds 600` measures
 * each thing for that long only, to see that everything runs.
 */
import {cpus} from 'node:os';
import {parseArgs} from 'node:util';
import pg from 'pg';
import {startCluster} from '../chaos/cluster.ts';
import {startGenerator} from './generator.ts';
import {measureIntake, measureQueued} from './intake.ts';
import {fillOrders, measureOrders, placeOrders, readOrders} from './orders.ts';
import {intakeTable, ordersTable, sizesTable, type SizeRow} from './report.ts';
import {startBare, startOurs, startPeer, startSimulator} from './servers.ts';

const {quick, milliseconds} = parseArgs({
  options: {quick: {type: 'boolean', default: false}, milliseconds: {type: 'string'}},
}).values;
const isShort = quick || milliseconds !== undefined;
const measureMs = milliseconds === undefined ? (quick ? 500 : 2500) : Number(milliseconds);
const rounds = isShort ? 1 : 7;
const sizes = isShort ? [1000, 10_000] : [1000, 100_000, 1_000_000];

const closers: (() => unknown)[] = [];
const opened = <Thing extends {stop(): unknown}>(thing: Thing): Thing => {
  closers.push(() => thing.stop());
  return thing;
};

try {
  // A checkpoint in the middle of one run would be held against whoever is running.
  const cluster = opened(
    await startCluster(['-c', 'max_wal_size=8GB', '-c', 'shared_buffers=512MB']),
  );
  const generator = startGenerator();
  closers.push(() => generator.close());
  const simulator = opened(await startSimulator());
  const stripe = `http://127.0.0.1:${simulator.port}`;
  const peer = opened(await startPeer(cluster, {stripe}));
  const ours = opened(await startOurs(cluster, {stripe}));
  const noStore = opened(await startOurs(cluster, {stripe, store: false}));
  const client = new pg.Client({connectionString: ours.databaseUrl});
  await client.connect();
  closers.push(() => client.end());

  say('how fast the generator is');
  const bare = await startBare();
  const ceiling = await generator.run({
    port: bare.port,
    connections: 32,
    warmUpMs: measureMs / 4,
    measureMs,
    requests: {kind: 'event', type: 'payment_intent.created'},
    count: Math.ceil((measureMs / 1000) * 60_000),
  });
  await bare.stop();

  const postmaster = cluster.pid();
  const bench = {generator, client, postmaster, measureMs: Math.min(measureMs, 1500)};
  say('webhook intake');
  const connections = [1, 8, 32, 128];
  const intake = await measureIntake(bench, {ours, peer, noStore}, {connections, rounds});
  await noStore.stop();
  say('orders');
  const orders = await measureOrders(generator, measureMs, {ours, peer, simulator});
  await peer.stop();
  const rows: SizeRow[] = [];
  for (const size of sizes) {
    say(`orders beside ${size} others`);
    await fillOrders(ours, size);
    rows.push({
      size,
      place: await placeOrders(generator, ours, measureMs),
      read: await readOrders(generator, ours, measureMs),
    });
  }
  say('webhook intake with the queue at work');
  const queued = await measureQueued(bench, ours);

  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
  console.log(
    [
      intakeTable(intake, {queued, ceiling}),
      ordersTable(orders),
      sizesTable(rows),
      `Measured on ${machine}; load generator, servers and Postgres share it.`,
    ].join('\n\n'),
  );
} finally {
  for (const close of closers.reverse()) await close();
}

function say(what: string): void {
  console.error(`… ${what}`);
}
