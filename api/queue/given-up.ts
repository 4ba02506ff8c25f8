/** Jobs that the queue has given up. They stay, to be looked at and to be tried again. */
import {sql} from 'drizzle-orm';
import {rowsOf, type Queries} from '../db/connect.ts';

interface FailedJob {
  id: string;
  task: string;
  key: string | null;
  attempts: number;
  /** The kind of error; never its message. */
  error: string | null;
}

export const failedJobs = (queries: Queries): Promise<FailedJob[]> =>
  rowsOf(
    queries,
    sql`select id::text, task_identifier as task, key, attempts, last_error as error
      from graphile_worker.jobs where attempts >= max_attempts and locked_at is null order by id`,
  );

/** With a fresh count of tries; how many there were. */
export async function rerunJobs(queries: Queries, ids: string[]): Promise<number> {
  const known = ids.filter((id) => /^\d{1,18}$/.test(id));
  if (known.length === 0) return 0;
  const rows = await rowsOf(
    queries,
    sql`select id from graphile_worker.reschedule_jobs(
      array(select id from graphile_worker.jobs
        where id::text in ${known} and attempts >= max_attempts and locked_at is null),
      run_at => now(), attempts => 0)`,
  );
  return rows.length;
}
