import {randomBytes} from 'node:crypto';
import pg from 'pg';
import {startCluster, type Cluster} from '../chaos/cluster.ts';

export interface TestPostgres {
  /** The address of an empty database that nobody else uses. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Nobody pulls its plug, so nothing need wait for a disk. */
const NO_WAIT = ['-c', 'fsync=off'];

/**
 * A real Postgres: the one that DATABASE_URL_TEST names (its user may create databases), else the
 * embedded one, started for this test file alone.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env['DATABASE_URL_TEST'];
  const server = given ? onServer(given) : onCluster(await startCluster(NO_WAIT));
  let count = 0;
  return {
    createDatabase: () => {
      count += 1;
      return server.createDatabase(`opc_test_${randomBytes(4).toString('hex')}_${count}`);
    },
    stop: () => server.stop(),
  };
}

const onCluster = (cluster: Cluster) => ({
  createDatabase: (name: string) => cluster.createDatabase(name),
  stop: () => cluster.stop(),
});

function onServer(given: string) {
  const made: string[] = [];
  const run = async (statement: string) => {
    const client = new pg.Client({connectionString: given});
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    createDatabase: async (name: string) => {
      await run(`create database ${name}`);
      made.push(name);
      const url = new URL(given);
      url.pathname = `/${name}`;
      return url.href;
    },
    stop: async () => {
      for (const name of made) await run(`drop database ${name} with (force)`);
    },
  };
}
