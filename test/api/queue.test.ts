/** The queue on both databases: what is enqueued with a change stands and falls with it. */
import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {sql} from 'drizzle-orm';
import {openPglite, openPostgres, rowsOf, type Db} from '../../api/db/connect.ts';
import {migrate} from '../../api/db/migrate.ts';
import {groupCommit} from '../../api/inbox/group-commit.ts';
import {createInbox} from '../../api/inbox/inbox.ts';
import {createLogger} from '../../api/log.ts';
import {failedJobs} from '../../api/queue/given-up.ts';
import {enqueue, startQueue} from '../../api/queue/queue.ts';
import type {ReceivedEvent} from '../../api/stripe/events.ts';
import {idleHandlers} from '../support/idle-handlers.ts';
import {inParallel} from '../support/in-parallel.ts';
import {eventOf} from '../support/shop.ts';
import {startPostgres, type TestPostgres} from '../support/postgres.ts';
import {until} from '../support/until.ts';

const log = createLogger('silent');
const migrations = fileURLToPath(new URL('../../drizzle/migrations', import.meta.url));
const jobs = (db: Db) =>
  rowsOf<{id: string; attempts: number}>(
    db.queries,
    sql`select id, attempts from graphile_worker.jobs`,
  );

const suite = (db: () => Db) => {
  test('a rolled back transaction leaves no job, a committed one leaves one', async () => {
    await assert.rejects(
      db().transaction(async (tx) => {
        await enqueue(tx, 'settle-event', {eventId: 'a'}, {key: 'a'});
        throw new Error('changed my mind');
      }),
      /changed my mind/,
    );
    assert.equal((await jobs(db())).length, 0);
    await db().transaction((tx) => enqueue(tx, 'settle-event', {eventId: 'b'}, {key: 'b'}));
    await db().transaction((tx) => enqueue(tx, 'settle-event', {eventId: 'b'}, {key: 'b'}));
    assert.equal((await jobs(db())).length, 1);
  });

  test('transactions and jobs run beside each other, and none loses an update', async () => {
    await db().queries.execute(sql`create table tally (id int primary key, n int not null)`);
    await db().queries.execute(sql`insert into tally values (1, 0)`);
    const addOne = () =>
      db().transaction(async (tx) => {
        const [row] = await rowsOf<{n: number}>(
          tx,
          sql`select n from tally where id = 1 for update`,
        );
        await new Promise((resolve) => setImmediate(resolve));
        await tx.execute(sql`update tally set n = ${(row?.n ?? 0) + 1} where id = 1`);
      });
    const seen = new Map<string, number>();
    const queue = await startQueue(
      db(),
      log,
      {
        ...idleHandlers,
        'send-confirmation': async ({orderId}) => {
          seen.set(orderId, (seen.get(orderId) ?? 0) + 1);
          await addOne();
          // One of them fails after its work: it comes again.
          if (orderId === 'o8' && seen.get(orderId) === 1) throw new Error('once');
        },
      },
      {reconcileEveryMs: null},
    );
    let committed = 0;
    const commit = async (i: number) => {
      await db().transaction(async (tx) => {
        await tx.execute(sql`update tally set n = n + 1 where id = 1`);
        await enqueue(tx, 'send-confirmation', {orderId: `o${i}`}, {key: `o${i}`});
        if (i % 3 === 0) throw new Error('roll back');
      });
      committed += 1;
    };
    // With the two jobs at once these are as many as there are connections: nobody waits for one.
    await inParallel([...Array(60).keys()], (i) => commit(i).catch(() => undefined), 8);
    assert.equal(committed, 40);
    await until('all jobs are done', async () => (await jobs(db())).length === 0, 45_000);
    await queue.close();
    assert.equal(seen.size, 40);
    const [tally] = await rowsOf<{n: number}>(db().queries, sql`select n from tally`);
    assert.equal(tally?.n, 40 + 41);
  });

  test('mails and merchants that take their time keep no event waiting', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const begun = {mails: 0, merchants: 0};
    const settled: string[] = [];
    const queue = await startQueue(
      db(),
      log,
      {
        ...idleHandlers,
        'send-confirmation': () => {
          begun.mails += 1;
          return released;
        },
        'notify-merchant': () => {
          begun.merchants += 1;
          return released;
        },
        'settle-event': async ({eventId}) => void settled.push(eventId),
      },
      {reconcileEveryMs: null},
    );
    await db().transaction(async (tx) => {
      for (let i = 0; i < 8; i += 1) {
        const orderId = `slow${i}`;
        const told = {orderId, kind: 'merchant_paid', subject: '', delivery: 0} as const;
        await enqueue(tx, 'notify-merchant', told, {key: `merchant:${i}`});
        await enqueue(tx, 'send-confirmation', {orderId}, {key: `mail:${i}`});
      }
    });
    await until('both have all they can do', async () => begun.mails > 1 && begun.merchants > 1);
    await db().transaction((tx) => enqueue(tx, 'settle-event', {eventId: 'now'}, {key: 'now'}));
    await until('the event is settled', async () => settled.includes('now'));
    release();
    await until('the others are done', async () => (await jobs(db())).length === 0, 20_000);
    await queue.close();
  });

  test('money that came after events for which Stripe must be asked is not behind them', async () => {
    const {receive} = createInbox(db());
    const tell = async (id: string, type: string) => {
      const event = eventOf(type, {id: 'x'}, {id});
      await receive(event as unknown as ReceivedEvent, JSON.stringify(event));
    };
    for (let n = 1; n <= 8; n += 1) await tell(`evt_slow${n}`, 'charge.updated');
    await tell('evt_money', 'payment_intent.succeeded');
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const begun: string[] = [];
    const slow = async ({eventId}: {eventId: string}) => {
      begun.push(eventId);
      await released;
    };
    const handlers = {...idleHandlers, 'settle-event': slow};
    const queue = await startQueue(db(), log, handlers, {reconcileEveryMs: null});
    await until('all slots are taken', async () => begun.length === 4);
    assert.ok(begun.includes('evt_money'), begun.join());
    release();
    await until('the others are done', async () => (await jobs(db())).length === 0, 20_000);
    await queue.close();
  });

  test('a job of a process that died is taken up again', async () => {
    await db().transaction((tx) => enqueue(tx, 'settle-event', {eventId: 'c'}, {key: 'c'}));
    await db().queries.execute(
      sql`update graphile_worker._private_jobs set locked_by = 'worker-of-the-dead', locked_at = now() - interval '61 seconds', attempts = 1`,
    );
    const done: string[] = [];
    const queue = await startQueue(
      db(),
      log,
      {
        ...idleHandlers,
        'settle-event': async ({eventId}) => void done.push(eventId),
      },
      {reconcileEveryMs: null},
    );
    await until('the job is done', async () => done.includes('c'));
    await queue.close();
  });

  test('a job that died after it had asked for its next run is no job given up', async () => {
    const tell = () =>
      db().transaction((tx) => enqueue(tx, 'alert-owner', {alertId: 'd'}, {key: 'd'}));
    await tell();
    await db().queries.execute(
      sql`update graphile_worker._private_jobs set locked_by = 'worker-of-the-dead', locked_at = now() - interval '91 seconds', attempts = 1`,
    );
    await tell();
    assert.equal((await jobs(db())).length, 2);
    let runs = 0;
    const queue = await startQueue(
      db(),
      log,
      {...idleHandlers, 'alert-owner': async () => void (runs += 1)},
      {reconcileEveryMs: null},
    );
    await until('no job is left', async () => (await jobs(db())).length === 0);
    await queue.close();
    assert.equal(runs, 1);
    assert.deepEqual(await failedJobs(db().queries), []);
  });
};

describe('on PGlite', () => {
  let db: Db;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'opc-queue-'));
    db = await openPglite(folder);
    await migrate(db, migrations);
  });
  after(async () => {
    await db.close();
    await rm(folder, {recursive: true, force: true});
  });
  suite(() => db);
});

describe('on Postgres', () => {
  let postgres: TestPostgres;
  let db: Db;
  before(async () => {
    postgres = await startPostgres();
    db = openPostgres(await postgres.createDatabase(), log);
    await migrate(db, migrations);
  });
  after(async () => {
    await db.close();
    await postgres.stop();
  });
  suite(() => db);

  test('replicas that start at once migrate one after the other', async () => {
    const url = await postgres.createDatabase();
    const replicas = Array.from({length: 6}, () => openPostgres(url, log));
    await Promise.all(replicas.map((replica) => migrate(replica, migrations)));
    const [row] = await rowsOf<{n: number}>(
      replicas[0]!.queries,
      sql`select count(*)::int as n from drizzle.__drizzle_migrations`,
    );
    await Promise.all(replicas.map((replica) => replica.close()));
    assert.ok(row && row.n >= 1);
  });
});

test('what arrives during a commit is the next batch, and a failed batch fails its own items', async () => {
  const batches: number[][] = [];
  let finish: (() => void) | undefined;
  const {add} = groupCommit(3, async (items: number[]) => {
    batches.push(items);
    await new Promise<void>((resolve) => (finish = resolve));
    if (items.includes(7)) throw new Error('lost');
    return items.map((item) => item * 2);
  });
  const results = [1, 2, 3, 4, 5, 6, 7].map((item) => add(item).catch(() => 'failed' as const));
  for (let i = 0; i < 4; i += 1) {
    finish?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(await Promise.all(results), [2, 4, 6, 8, 'failed', 'failed', 'failed']);
  assert.deepEqual(batches, [[1], [2, 3, 4], [5, 6, 7]]);
});
