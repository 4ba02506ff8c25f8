import {setTimeout as pause} from 'node:timers/promises';
import {sql} from 'drizzle-orm';
import {DrizzleQueryError} from 'drizzle-orm/errors';
import {readMigrationFiles, type MigrationMeta} from 'drizzle-orm/migrator';
import {runMigrations} from 'graphile-worker';
import {quietWorkerLogger} from '../queue/logger.ts';
import {StartError} from '../start-error.ts';
import {rowsOf, type Db, type Queries} from './connect.ts';

/** Any number will do, as long as every replica takes the same. */
const LOCK = 7_140_266;

interface Patience {
  /** How long a change waits for its table. Whoever comes after it waits too, buyers included. */
  lockMs: number;
  /** Between two tries: those who have waited go first. */
  pauseMs: number;
  tries: number;
}

/** Five minutes in all. */
const usual: Patience = {lockMs: 3000, pauseMs: 2000, tries: 60};

/**
 * Brings the schema and the queue's own up to date, while other replicas serve the shop. Replicas
 * starting at once wait for each other: the lock, the check and the change are on one connection, and
 * the lock goes when it does.
 */
export async function migrate(db: Db, folder: string, patience = usual): Promise<void> {
  await db.session(async (session) => {
    // Asked for again and again: to wait for it inside the database would be a transaction that goes
    // on, and an index that is built beside the shop waits for all of them.
    while (!(await isLocked(session))) await pause(200);
    try {
      await applyMigrations(session, folder, patience);
      await runMigrations({pgPool: db.workerPool, logger: quietWorkerLogger});
    } finally {
      await session.execute(sql`select pg_advisory_unlock(${LOCK})`);
    }
  });
}

async function isLocked(session: Queries): Promise<boolean> {
  const asked = sql`select pg_try_advisory_lock(${LOCK}) as locked`;
  const [answer] = await rowsOf<{locked: boolean}>(session, asked);
  return answer?.locked ?? false;
}

/** Each statement is sent as a text, so that it needs no client of a particular driver. */
async function applyMigrations(
  session: Queries,
  folder: string,
  patience: Patience,
): Promise<void> {
  await session.execute(sql`create schema if not exists drizzle`);
  // The table is the one of drizzle-kit.
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
    const indexes = migration.sql.flatMap((statement) => concurrent.exec(statement)?.[1] ?? []);
    if (indexes.length === 0) await applyAtOnce(session, migration, patience);
    else await buildIndexes(session, migration, indexes);
  }
}

/** In one transaction, tried again where something else holds a table for long. */
async function applyAtOnce(
  session: Queries,
  migration: MigrationMeta,
  {lockMs, pauseMs, tries}: Patience,
): Promise<void> {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await session.transaction(async (tx) => {
        await tx.execute(sql.raw(`set local lock_timeout = ${lockMs}`));
        for (const statement of migration.sql) await tx.execute(sql.raw(statement));
        await note(tx, migration);
      });
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      if (left === 0) throw new StartError(blocked, {cause: error});
    }
    await pause(pauseMs);
  }
}

/** Beside the shop, which no transaction can hold. What was broken off is begun anew. */
async function buildIndexes(
  session: Queries,
  migration: MigrationMeta,
  indexes: string[],
): Promise<void> {
  if (indexes.length < migration.sql.length) {
    throw new Error('A migration with an index that is built concurrently holds nothing else.');
  }
  for (const [position, statement] of migration.sql.entries()) {
    await session.execute(sql.raw(`drop index concurrently if exists "${indexes[position]}"`));
    await session.execute(sql.raw(statement));
  }
  await note(session, migration);
}

const concurrent = /^\s*create (?:unique )?index concurrently (?:if not exists )?"(\w+)"/i;

const note = (queries: Queries, {hash, folderMillis}: MigrationMeta) =>
  queries.execute(
    sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`,
  );

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: lock_not_available */
const isLockTimeout = (error: unknown): boolean =>
  error instanceof DrizzleQueryError &&
  error.cause !== undefined &&
  'code' in error.cause &&
  error.cause.code === '55P03';

const blocked =
  'The database cannot be brought up to date: something holds one of its tables. End what runs for long there (pg_stat_activity), a copy or an evaluation for example, and start again.';
