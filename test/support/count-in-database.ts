import type pg from 'pg';
import {until} from './until.ts';

/**
 * Counts until the database has this counter. The first connection may take longer than a limit waits
 * for it, and then the count is in memory; the next one finds the connection open.
 */
export async function countInDatabase(
  client: pg.Client,
  key: string,
  count: () => Promise<unknown>,
): Promise<void> {
  await until(`${key} is counted in the database`, async () => {
    await count();
    const {rowCount} = await client.query('select from limit_counters where key = $1', [key]);
    return rowCount === 1;
  });
}
