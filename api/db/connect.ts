/** One face for both databases: PGlite inside the process, or Postgres through `pg`. */
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {PGlite} from '@electric-sql/pglite';
import type {SQL} from 'drizzle-orm';
import type {PgDatabase, PgQueryResultHKT} from 'drizzle-orm/pg-core';
import {drizzle as drizzlePostgres} from 'drizzle-orm/node-postgres';
import {drizzle as drizzlePglite} from 'drizzle-orm/pglite';
import pg from 'pg';
import {errorFacts} from '../errors.ts';
import type {Logger} from '../log.ts';
import {pglitePool} from '../queue/pglite-pool.ts';
import {fromDriver} from './away.ts';
import {inTransaction} from './transaction.ts';

/** Drizzle on the whole database, or on one transaction of it. */
export type Queries = PgDatabase<PgQueryResultHKT>;

export interface Db {
  kind: 'pglite' | 'postgres';
  /**
   * Single statements outside any transaction. Never inside one: PGlite has one session, and would
   * wait for itself.
   */
  queries: Queries;
  /** One hand-written statement, planned once per connection and not once per call. */
  prepared<Row>(statement: {name: string; text: string; values: unknown[]}): Promise<Row[]>;
  transaction<Result>(work: (tx: Queries) => Promise<Result>): Promise<Result>;
  /** One connection for start-up work that needs a session of its own. */
  session<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  /** Connections for the queue's worker, which speaks `pg`. */
  workerPool: pg.Pool;
  /** By name, for the metrics; none where there are no connections to count. */
  pools: Readonly<Record<string, pg.Pool>>;
  close(): Promise<void>;
}

/** Opens the embedded database; `undefined` keeps it in memory. */
export async function openPglite(dataDir: string | undefined): Promise<Db> {
  const folder = dataDir && join(dataDir, 'database');
  if (folder) await mkdir(folder, {recursive: true});
  const pglite = await (folder ? PGlite.create(folder) : PGlite.create());
  const queries = drizzlePglite(pglite);
  return {
    kind: 'pglite',
    queries,
    prepared: async <Row>({text, values}: {text: string; values: unknown[]}) =>
      (await pglite.query<Row>(text, values)).rows,
    transaction: (work) => queries.transaction((tx) => work(tx)),
    session: (work) => work(queries),
    workerPool: pglitePool(pglite),
    pools: {},
    close: () => pglite.close(),
  };
}

/**
 * A server that is gone without a word, as after a failover, leaves connections on which nobody ever
 * answers. Requests give such a one up by themselves; graphile-worker hands it back as if it were
 * sound, and takes it again. So those of the jobs are replaced every `jobConnectionSeconds`.
 */
export function openPostgres(
  connectionString: string,
  log: Logger,
  {jobConnectionSeconds = 60}: {jobConnectionSeconds?: number} = {},
): Db {
  const pool = openPool(connectionString, {max: 10}, log);
  // Jobs must not wait behind a burst of requests: one for each of the queue's slots, one for each of
  // its lanes to LISTEN, and one to spare.
  const workerPool = openPool(
    connectionString,
    {max: 12, maxLifetimeSeconds: jobConnectionSeconds},
    log,
  );
  const queries = drizzlePostgres(pool);
  return {
    kind: 'postgres',
    queries,
    prepared: async <Row>(statement: pg.QueryConfig) => {
      const {rows} = await pool.query(statement).catch((error: unknown) => {
        throw fromDriver(error);
      });
      return rows as Row[];
    },
    transaction: (work) => inTransaction(pool, work),
    session: async (work) => {
      // Not from the pool: waiting for a lock or rewriting a table may outlast any request.
      const client = new pg.Client({connectionString, application_name: 'one-page-checkout start'});
      client.on('error', (error) =>
        log.warn({error: errorFacts(error)}, 'database connection lost'),
      );
      await client.connect();
      try {
        return await work(drizzlePostgres(client));
      } finally {
        await client.end();
      }
    },
    workerPool,
    pools: {requests: pool, jobs: workerPool},
    close: async () => {
      await Promise.all([pool.end(), workerPool.end()]);
    },
  };
}

/** The rows of a hand-written statement: both drivers answer `{rows}`. */
export async function rowsOf<Row>(queries: Queries, statement: SQL): Promise<Row[]> {
  const result: unknown = await queries.execute(statement);
  return (result as {rows: Row[]}).rows;
}

function openPool(
  connectionString: string,
  size: Pick<pg.PoolConfig, 'max' | 'maxLifetimeSeconds'>,
  log: Logger,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    ...size,
    connectionTimeoutMillis: 3000,
    statement_timeout: 10_000,
    query_timeout: 12_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'one-page-checkout',
  });
  const lost = (error: Error) => log.warn({error: errorFacts(error)}, 'database connection lost');
  pool.on('error', lost);
  // Without this one, the loss of a connection that is in use would end the process.
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}
