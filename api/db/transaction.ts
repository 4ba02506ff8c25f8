import {drizzle} from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import {fromDriver} from './away.ts';
import type {Queries} from './connect.ts';

/**
 * A transaction on a pool that survives the loss of its connection. Drizzle's own sends `begin`
 * outside its `try`: when that fails, the client never goes back and the pool runs dry.
 *
 * The answer to a commit can be lost on its way, so whatever runs in here must be safe to run twice.
 */
export async function inTransaction<Result>(
  pool: pg.Pool,
  work: (tx: Queries) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw fromDriver(error);
  });
  const send = (statement: 'begin' | 'commit') =>
    client.query(statement).catch((error: unknown) => {
      throw fromDriver(error);
    });
  let broken: Error | undefined;
  try {
    await send('begin');
    const result = await work(drizzle(client));
    await send('commit');
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (cause) {
      broken = new Error('The connection is lost.', {cause});
    }
    throw error;
  } finally {
    // A client with an error is closed instead of being lent out again.
    client.release(broken);
  }
}
