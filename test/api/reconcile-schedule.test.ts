/** Reconcile as the queue runs it: by itself, one at a time, and with a number of what it repaired. */
import assert from 'node:assert/strict';
import {after, before, describe, test, type TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';
import {eq, sql} from 'drizzle-orm';
import {marks, orders} from '../../drizzle/schema.ts';
import {openPglite, openPostgres, rowsOf, type Db} from '../../api/db/connect.ts';
import {migrate} from '../../api/db/migrate.ts';
import {createLogger} from '../../api/log.ts';
import {reconcile} from '../../api/orders/reconcile.ts';
import {enqueue, startQueue, type Handlers} from '../../api/queue/queue.ts';
import {onEachDatabase} from '../support/databases.ts';
import {idleHandlers} from '../support/idle-handlers.ts';
import {startPostgres, type TestPostgres} from '../support/postgres.ts';
import {until} from '../support/until.ts';

const log = createLogger('silent');
const migrations = fileURLToPath(new URL('../../drizzle/migrations', import.meta.url));
const MINUTE = 60_000;
/** As often as it is asked for here. */
const EVERY_MS = 400;

async function runsByItself(t: TestContext, db: Db): Promise<void> {
  let runs = 0;
  const work = {
    ...idleHandlers,
    reconcile: async () => {
      runs += 1;
      if (runs === 1) throw new Error('This time it fails.');
    },
  };
  const queue = await startQueue(db, log, work, {reconcileEveryMs: EVERY_MS});
  t.after(() => queue.close());
  await until('it has run three times', async () => runs >= 3);
}

describe('on PGlite', () => {
  let db: Db;
  before(async () => {
    db = await openPglite(undefined);
    await migrate(db, migrations);
  });
  after(() => db.close());

  test('reconcile runs by itself, again and again', (t) => runsByItself(t, db));
});

describe('on Postgres', () => {
  let postgres: TestPostgres;
  before(async () => (postgres = await startPostgres()));
  after(() => postgres.stop());

  async function openReplicas(count: number): Promise<Db[]> {
    const url = await postgres.createDatabase();
    const replicas = Array.from({length: count}, () => openPostgres(url, log));
    await migrate(replicas[0]!, migrations);
    return replicas;
  }

  test('reconcile runs by itself, again and again', async (t) => {
    const [db] = await openReplicas(1);
    await runsByItself(t, db!);
    t.after(() => db!.close());
  });

  test('of two replicas one reconciles, and the other waits until it is through', async (t) => {
    const replicas = await openReplicas(2);
    const [db] = replicas;
    const runs: number[] = [];
    let running = 0;
    let most = 0;
    let finish = () => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const alerted: string[] = [];
    const work: Handlers = {
      ...idleHandlers,
      reconcile: async () => {
        runs.push(Date.now());
        running += 1;
        most = Math.max(most, running);
        await finished;
        running -= 1;
      },
      'alert-owner': async ({alertId}) => void alerted.push(alertId),
    };
    const queues = await Promise.all(
      replicas.map((replica) => startQueue(replica, log, work, {reconcileEveryMs: EVERY_MS})),
    );
    t.after(async () => {
      finish();
      for (const queue of queues) await queue.close();
      for (const replica of replicas) await replica.close();
    });
    const waiting = async () => {
      const jobs = await rowsOf(
        db!.queries,
        sql`select id from graphile_worker.jobs
        where task_identifier = 'reconcile' and locked_at is null and run_at <= now()`,
      );
      return jobs.length;
    };
    await until('one of them reconciles', async () => running === 1);
    await until('the next is due', async () => runs.length > 1 || (await waiting()) === 1);
    // Whoever had taken it would have taken it before these.
    for (const alertId of ['1', '2', '3', '4']) {
      await db!.transaction((tx) => enqueue(tx, 'alert-owner', {alertId}, {key: alertId}));
      await until(`job ${alertId} is done`, async () => alerted.includes(alertId));
    }
    assert.equal(runs.length, 1);
    assert.equal(await waiting(), 1);
    const finishedAt = Date.now();
    finish();
    await until('eight more have run', async () => runs.length > 8);
    assert.equal(most, 1);
    // Of the eight, the first was due long ago, and one may have been asked for just then; each other
    // waits for a time of its own, and a slow machine only makes it later.
    assert.ok(runs[8]! - finishedAt >= 5 * EVERY_MS, 'once a time, not once a time and replica');
  });
});

onEachDatabase((shop) => {
  const queries = () => shop().deps.db.queries;

  async function repaired(): Promise<number> {
    const text = await (await fetch(`${shop().origin}/metrics`)).text();
    return Number(/^checkout_reconciled_total (\d+)$/m.exec(text)?.[1]);
  }

  /** What was logged since then. */
  const linesSince = (length: number) =>
    shop()
      .logged()
      .slice(length)
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  async function reconcileAll() {
    const old = new Date(Date.now() - 60 * MINUTE);
    await queries().delete(marks);
    await queries().update(orders).set({nextCheckAt: old});
    await reconcile(shop().deps);
  }

  test('what reconcile repairs is counted and logged, and nothing where nothing is wrong', async () => {
    const refunded = await shop().placeOrder();
    const {id} = await shop().pay(refunded);
    await shop().becomes(refunded.order, 'paid');
    const missed = await shop().placeOrder();
    const abandoned = await shop().placeOrder();
    await shop().startPayment(abandoned);
    await shop().control.idle();
    await reconcileAll();
    const countBefore = await repaired();
    const saidBefore = shop().logged().length;

    await shop().unheard(async () => {
      await shop().stripe.refunds.create({payment_intent: id});
      await shop().pay(missed);
    });
    await queries()
      .update(orders)
      .set({expiresAt: new Date(Date.now() - MINUTE)})
      .where(eq(orders.id, abandoned.order.id));
    await reconcileAll();

    const lines = linesSince(saidBefore);
    // The server's own minute may have come in between: all of them together are what happened.
    const reports = lines.filter(({msg}) => msg === 'reconciled');
    const sum = (what: string) =>
      reports.reduce((total, report) => total + Number(report[what]), 0);
    assert.equal(sum('orders'), 1);
    assert.equal(sum('expired'), 1);
    assert.equal((await repaired()) - countBefore, sum('orders') + sum('events'));
    const told = (msg: string) => lines.filter((line) => line['msg'] === msg);
    assert.deepEqual(
      told('order repaired: no webhook had told').map(({orderId}) => orderId),
      [missed.order.id],
    );
    const fetched = told('event fetched: it had not been delivered');
    assert.equal(fetched.length, sum('events'));
    assert.ok(fetched.some(({type}) => type === 'refund.created'));

    await shop().becomes(refunded.order, 'refunded');
    await shop().control.idle();
    const countAfter = await repaired();
    const saidAfter = shop().logged().length;
    await reconcileAll();
    assert.equal(await repaired(), countAfter);
    assert.ok(!linesSince(saidAfter).some(({msg}) => msg === 'reconciled'));
  });
});
