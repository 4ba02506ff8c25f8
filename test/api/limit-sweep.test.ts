import assert from 'node:assert/strict';
import {test} from 'node:test';
import pg from 'pg';
import {openLimitStore, sweepExpired} from '../../api/http/limit-store.ts';
import {createLogger} from '../../api/log.ts';
import {countInDatabase} from '../support/count-in-database.ts';
import {startPostgres} from '../support/postgres.ts';

test('what a burst from everywhere has left is swept in steps, and only what has expired', async (t) => {
  const postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  const log = createLogger('silent');
  const store = await openLimitStore({databaseUrl, secret: 'a secret', log});
  // A client and no pool: the end of a pool does not wait for its connections, which would then
  // hear from Postgres that it stops.
  const client = new pg.Client({connectionString: databaseUrl});
  await client.connect();
  t.after(async () => {
    await Promise.all([store.close(), client.end()]);
    await postgres.stop();
  });
  const now = Date.now();
  await client.query(
    `insert into limit_counters select 'old' || n, 1, $1::bigint - n from generate_series(1, 12000) n`,
    [now],
  );
  await client.query(`insert into limit_callers values ('ord_1', 'gone', $1)`, [now - 1]);
  const place = store.shared({name: 'place', points: 50, seconds: 600});
  await countInDatabase(client, 'place:somebody', () => place.consume('somebody'));
  await store.rememberCaller('ord_2', 'somebody');

  const steps: (number | null)[] = [];
  await sweepExpired({
    query: async (text: string, values: unknown[]) => {
      const result = await client.query(text, values);
      steps.push(result.rowCount);
      return result;
    },
  } as unknown as pg.Pool);
  assert.deepEqual(steps, [5000, 5000, 2000, 1]);
  const left = await client.query<{key: string}>('select key from limit_counters');
  assert.deepEqual(left.rows, [{key: 'place:somebody'}]);
  assert.equal(await store.callerOf('ord_1'), undefined);
  assert.equal(await store.callerOf('ord_2'), 'somebody');
});
