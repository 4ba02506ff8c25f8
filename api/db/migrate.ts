import {sql} from 'drizzle-orm';
import {readMigrationFiles} from 'drizzle-orm/migrator';
import {runMigrations} from 'graphile-worker';
import {quietWorkerLogger} from '../queue/logger.ts';
import {rowsOf, type Db, type Queries} from './connect.ts';

/** Any number will do, as long as every replica takes the same. */
const LOCK = 7_140_266;

/**
 * Brings the schema and the queue's own up to date. Replicas starting at once wait for each other:
 * the lock, the check and the change are on one connection, and the lock goes when it does.
 */
export async function migrate(db: Db, folder: string): Promise<void> {
  await db.session(async (session) => {
    await session.execute(sql`select pg_advisory_lock(${LOCK})`);
    try {
      await applyMigrations(session, folder);
      await runMigrations({pgPool: db.workerPool, logger: quietWorkerLogger});
    } finally {
      await session.execute(sql`select pg_advisory_unlock(${LOCK})`);
    }
  });
}

/**
 * Each migration is one transaction of its own, sent as one text, so that it needs no client of a
 * particular driver; the table is the one of drizzle-kit.
 */
async function applyMigrations(session: Queries, folder: string): Promise<void> {
  await session.execute(sql`create schema if not exists drizzle`);
  await session.execute(
    sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
  );
  const [last] = await rowsOf<{at: string | number | null}>(
    session,
    sql`select max(created_at) as at from drizzle.__drizzle_migrations`,
  );
  const newest = Number(last?.at ?? 0);
  for (const migration of readMigrationFiles({migrationsFolder: folder})) {
    if (migration.folderMillis <= newest) continue;
    await session.transaction(async (tx) => {
      for (const statement of migration.sql) await tx.execute(sql.raw(statement));
      await tx.execute(
        sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`,
      );
    });
  }
}
