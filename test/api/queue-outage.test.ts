/** A database that goes away in the midst of jobs: when it is back, the queue is as it was. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {openPostgres} from '../../api/db/connect.ts';
import {migrate} from '../../api/db/migrate.ts';
import {createLogger} from '../../api/log.ts';
import {enqueue, startQueue} from '../../api/queue/queue.ts';
import {startCluster} from '../chaos/cluster.ts';
import {idleHandlers} from '../support/idle-handlers.ts';
import {until} from '../support/until.ts';

const migrations = fileURLToPath(new URL('../../drizzle/migrations', import.meta.url));
const SLOTS = 4;

test('an outage while jobs end costs no slot, and no run of reconcile', async (t) => {
  const cluster = await startCluster();
  t.after(() => cluster.stop());
  const log = createLogger('silent');
  const db = openPostgres(await cluster.createDatabase('outage'), log);
  t.after(() => db.close());
  await migrate(db, migrations);

  let running = 0;
  let most = 0;
  let ended = 0;
  let reconciled = 0;
  let release = () => {};
  let gate = Promise.resolve();
  const close = () => {
    most = 0;
    ended = 0;
    gate = new Promise((resolve) => (release = resolve));
  };
  const queue = await startQueue(
    db,
    log,
    {
      ...idleHandlers,
      'settle-event': async () => {
        running += 1;
        most = Math.max(most, running);
        await gate;
        running -= 1;
        ended += 1;
      },
      reconcile: async () => void (reconciled += 1),
    },
    {reconcileEveryMs: 500},
  );
  t.after(() => {
    release();
    return queue.close();
  });
  const settle = (name: string, count: number) =>
    db.transaction(async (tx) => {
      for (let n = 1; n <= count; n += 1) {
        const eventId = `${name}${n}`;
        await enqueue(tx, 'settle-event', {eventId}, {key: eventId});
      }
    });

  for (const outage of [1, 2]) {
    close();
    await settle(`before${outage}-`, SLOTS);
    await until('all slots are taken', async () => running === SLOTS);
    await cluster.crash(async () => {
      release();
      await until('the jobs have ended', async () => ended === SLOTS);
      // Longer than a turn of reconcile, and than a worker waits before it asks for another job.
      await new Promise((resolve) => setTimeout(resolve, 1500));
    });
    assert.ok(queue.isRunning());

    close();
    const before = reconciled;
    await until('the database answers', () =>
      settle(`after${outage}-`, 2 * SLOTS).then(
        () => true,
        () => false,
      ),
    );
    await until(`all slots are taken after outage ${outage}`, async () => running === SLOTS);
    release();
    await until('all jobs have run', async () => ended === 2 * SLOTS);
    await until('reconcile goes on', async () => reconciled > before);
    assert.equal(most, SLOTS);
  }
});

/** Passes bytes on to a database, until `lose`: from then on nothing that is open hears anything. */
async function openLine(target: string) {
  const {hostname, port} = new URL(target);
  const ends: Socket[] = [];
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const end of [near, far]) end.on('error', () => {});
    near.pipe(far).pipe(near);
    ends.push(near, far);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    lose: () => {
      for (const end of ends) end.unpipe().pause();
    },
    close: () => {
      for (const end of ends) end.destroy();
      server.close();
    },
  };
}

test('connections that are lost without a word are not kept for the jobs', async (t) => {
  const cluster = await startCluster();
  t.after(() => cluster.stop());
  const line = await openLine(await cluster.createDatabase('silence'));
  t.after(() => line.close());
  const log = createLogger('silent');
  const db = openPostgres(line.url, log, {jobConnectionSeconds: 3});
  t.after(() => db.close());
  await migrate(db, migrations);
  let ended = 0;
  const work = {...idleHandlers, 'settle-event': async () => void (ended += 1)};
  const queue = await startQueue(db, log, work, {reconcileEveryMs: null});
  t.after(() => queue.close());
  const settle = (eventId: string) =>
    db.transaction((tx) => enqueue(tx, 'settle-event', {eventId}, {key: eventId}));
  await settle('before');
  await until('the first job has run', async () => ended === 1);

  // As many as there can be, none of which is left alone for long enough to be closed as idle.
  await Promise.all(Array.from({length: 20}, () => db.workerPool.query('select pg_sleep(0.2)')));
  line.lose();
  // A request's connection is given up as soon as it has not answered.
  await until(
    'the database answers',
    () =>
      settle('after').then(
        () => true,
        () => false,
      ),
    60_000,
  );
  await until('the other one runs', async () => ended === 2, 60_000);
});
