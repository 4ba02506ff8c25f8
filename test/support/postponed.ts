import {sql} from 'drizzle-orm';
import {rowsOf, type Queries} from '../../api/db/connect.ts';
import {until} from './until.ts';

/**
 * The id of the job with this key, once it was tried in vain; its next try is a day off. Found and put
 * off in one statement: between two, it could come to be tried again.
 */
export async function postponed(queries: Queries, key: string): Promise<string> {
  const {id} = await until(`${key} was tried and waits`, async () => {
    const [job] = await rowsOf<{id: string}>(
      queries,
      sql`update graphile_worker._private_jobs set run_at = now() + interval '1 day'
        where key = ${key} and locked_at is null and attempts > 0 returning id::text as id`,
    );
    return job;
  });
  return id;
}
