/** A new release changes the tables of a shop that goes on selling. */
import assert from 'node:assert/strict';
import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, beforeEach, describe, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {sql} from 'drizzle-orm';
import pg from 'pg';
import {openPglite, openPostgres, rowsOf, type Db} from '../../api/db/connect.ts';
import {migrate} from '../../api/db/migrate.ts';
import {createLogger} from '../../api/log.ts';
import {StartError} from '../../api/start-error.ts';
import {startPostgres, type TestPostgres} from '../support/postgres.ts';
import {until} from '../support/until.ts';

const migrations = fileURLToPath(new URL('../../drizzle/migrations', import.meta.url));
const log = createLogger('silent');
const addColumn = 'alter table orders add column extra text';
const addIndex = 'CREATE INDEX CONCURRENTLY "orders_email" ON "orders" USING btree ("email");';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opc-migrate-'));
});
after(() => rm(folder, {recursive: true, force: true}));

/** The migrations of a next release: ours, and one more. */
async function nextRelease(statements: string): Promise<string> {
  const next = await mkdtemp(join(folder, 'next-'));
  await cp(migrations, next, {recursive: true});
  const path = join(next, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8')) as {entries: {when: number}[]};
  const last = journal.entries.at(-1)!;
  journal.entries.push({...last, when: last.when + 1, tag: '9999_next'} as typeof last);
  await writeFile(path, JSON.stringify(journal));
  await writeFile(join(next, '9999_next.sql'), statements);
  return next;
}

const columns = (db: Db) =>
  rowsOf(
    db.queries,
    sql`select from information_schema.columns where table_name = 'orders' and column_name = 'extra'`,
  );
const validIndexes = (db: Db) =>
  rowsOf<{name: string}>(
    db.queries,
    sql`select relname as name from pg_index join pg_class on oid = indexrelid
      where relname in ('orders_email', 'orders_name') and indisvalid order by 1`,
  );

test('an index is built anew where building it was broken off, on the embedded database too', async () => {
  const db = await openPglite(undefined);
  await migrate(db, migrations);
  await db.queries.execute(sql`create index orders_email on orders (name)`);
  const both = `${addIndex}--> statement-breakpoint\n${addIndex.replaceAll('email', 'name')}`;
  const next = await nextRelease(both);
  await migrate(db, next);
  await migrate(db, next);
  assert.deepEqual(await validIndexes(db), [{name: 'orders_email'}, {name: 'orders_name'}]);
  const [built] = await rowsOf<{definition: string}>(
    db.queries,
    sql`select pg_get_indexdef('orders_email'::regclass) as definition`,
  );
  assert.match(built?.definition ?? '', /\(email\)/);
  const mixed = await nextRelease(`${addIndex}--> statement-breakpoint\n${addColumn}`);
  const fresh = await openPglite(undefined);
  await assert.rejects(migrate(fresh, mixed), /holds nothing else/);
  await fresh.close();
  await db.close();
});

describe('on Postgres', () => {
  let postgres: TestPostgres;
  let url: string;
  let db: Db;
  before(async () => {
    postgres = await startPostgres();
  });
  beforeEach(async () => {
    await db?.close();
    url = await postgres.createDatabase();
    db = openPostgres(url, log);
    await migrate(db, migrations);
  });
  after(async () => {
    await db.close();
    await postgres.stop();
  });

  /** Somebody in the middle of a transaction that holds the table. */
  async function holding(statement: string) {
    const client = new pg.Client({connectionString: url});
    await client.connect();
    await client.query('begin');
    await client.query(statement);
    return {
      end: async () => {
        await client.query('rollback');
        await client.end();
      },
    };
  }

  const isWaiting = async () => {
    const rows = await rowsOf(
      db.queries,
      sql`select from pg_stat_activity
        where application_name = 'one-page-checkout start' and wait_event_type = 'Lock'`,
    );
    return rows.length > 0;
  };

  test('a change that waits for a table lets those go first who wait behind it', async () => {
    const reader = await holding('select from orders');
    const next = await nextRelease(addColumn);
    const migrated = migrate(db, next, {lockMs: 400, pauseMs: 400, tries: 100});
    for (let turn = 0; turn < 3; turn += 1) {
      await until('it waits', isWaiting);
      const asked = performance.now();
      await db.queries.execute(sql`select count(*) from orders`);
      assert.ok(performance.now() - asked < 3000);
    }
    assert.equal((await columns(db)).length, 0);
    await reader.end();
    await migrated;
    assert.equal((await columns(db)).length, 1);
  });

  test('a table that is held for good stops the start with what to do, and nothing is half done', async () => {
    const reader = await holding('select from orders');
    const next = await nextRelease(
      `alter table products add column extra text;--> statement-breakpoint\n${addColumn}`,
    );
    const patience = {lockMs: 50, pauseMs: 10, tries: 3};
    await assert.rejects(migrate(db, next, patience), (error) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, /something holds one of its tables/);
      return true;
    });
    await reader.end();
    await migrate(db, next, patience);
    assert.equal((await columns(db)).length, 1);
  });

  test('an index is built beside buyers, by one of the replicas that start', async () => {
    const buyer = await holding(`update orders set email = 'buyer@example.com'`);
    const next = await nextRelease(addIndex);
    const replicas = [db, openPostgres(url, log), openPostgres(url, log)];
    const migrated = Promise.all(replicas.map((replica) => migrate(replica, next)));
    await until('it waits for the buyer', isWaiting);
    await db.queries.execute(sql`update orders set email = 'other@example.com'`);
    await buyer.end();
    await migrated;
    assert.deepEqual(await validIndexes(db), [{name: 'orders_email'}]);
    await Promise.all(replicas.slice(1).map((replica) => replica.close()));
  });
});
