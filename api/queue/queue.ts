/**
 * The queue behind typed names: graphile-worker, on both databases.
 *
 * A job is enqueued by the transaction that makes it necessary, so there is never one without the
 * other. It runs at least once: every handler is safe to run twice.
 */
import {sql} from 'drizzle-orm';
import {run, type Runner} from 'graphile-worker';
import {rowsOf, type Db, type Queries} from '../db/connect.ts';
import {errorFacts} from '../errors.ts';
import type {MerchantKind} from '../effects/begin.ts';
import type {Logger} from '../log.ts';
import {workerLogger} from './logger.ts';

/** Every job there is, and what it is told. Never a secret, never personal data. */
export interface Jobs {
  'settle-event': {eventId: string};
  'send-confirmation': {orderId: string};
  'notify-merchant': {orderId: string; kind: MerchantKind; subject: string; delivery: number};
  'refund-payment': {orderId: string; paymentIntentId: string};
  'alert-owner': {alertId: string};
  reconcile: object;
}

type JobName = keyof Jobs;

export interface JobRun {
  /** Whether the queue gives up after this try. */
  isLast: boolean;
}

export type Handlers = {[Name in JobName]: (payload: Jobs[Name], run: JobRun) => Promise<void>};

export interface Queue {
  /** Whether jobs are being taken; false once it has stopped for whatever reason. */
  isRunning(): boolean;
  /** Stops claiming, lets running jobs finish. */
  close(): Promise<void>;
}

/** How often each is tried, with a growing pause: 14 tries take about two days. */
const tries: Record<JobName, number> = {
  'settle-event': 14,
  'send-confirmation': 14,
  // It plans its own repetitions, by the schedule of Standard Webhooks; these here are for a process
  // that dies, or a database that is away, while it tells the merchant.
  'notify-merchant': 14,
  'refund-payment': 14,
  'alert-owner': 14,
  reconcile: 1,
};

/** Longer than any handler takes: each of its network calls has a limit of its own. */
const JOB_LIMIT_MS = 45_000;
/** A job held for longer than this belongs to a process that died. */
const HELD_TOO_LONG = '60 seconds';
const RESCUE_EVERY_MS = 10_000;

/** `key`: while a job with this key waits or runs, another one takes its place. */
export async function enqueue<Name extends JobName>(
  tx: Queries,
  name: Name,
  payload: Jobs[Name],
  {key, runAt}: {key: string; runAt?: Date},
): Promise<void> {
  await tx.execute(
    sql`select graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::json, job_key => ${key}, run_at => ${runAt?.toISOString() ?? null}::timestamptz, max_attempts => ${tries[name]})`,
  );
}

/**
 * For the statement that stores events: a `settle-event` for each id in the table `ids`, an
 * expression. Many at once wake the workers once.
 */
export const settleEvents = (ids: string): string => `graphile_worker.add_jobs(array(
  select row('settle-event', json_build_object('eventId', id), null, now(), ${tries['settle-event']},
    'event:' || id, 0, null)::graphile_worker.job_spec from ${ids}))`;

export async function startQueue(
  db: Db,
  log: Logger,
  handlers: Handlers,
  {reconcile = true, concurrency = 4}: {reconcile?: boolean; concurrency?: number} = {},
): Promise<Queue> {
  // The embedded database has one process: whatever is held now was held by one that is gone.
  await rescue(db, db.kind === 'pglite' ? '0 seconds' : HELD_TOO_LONG);
  const runner: Runner = await run({
    pgPool: db.workerPool,
    concurrency,
    pollInterval: 1000,
    noHandleSignals: true,
    logger: workerLogger(log),
    crontab: reconcile ? '* * * * * reconcile ?jobKey=reconcile&queue=reconcile&max=1' : '',
    taskList: Object.fromEntries(
      (Object.keys(handlers) as JobName[]).map((name) => [
        name,
        async (payload, {job}) => {
          const handle = handlers[name] as (payload: unknown, run: JobRun) => Promise<void>;
          try {
            await within(JOB_LIMIT_MS, handle(payload, {isLast: job.attempts >= job.max_attempts}));
          } catch (error) {
            log.error({job: name, attempt: job.attempts, error: errorFacts(error)}, 'job failed');
            throw new JobFailed(error);
          }
        },
      ]),
    ),
  });
  const rescuing = setInterval(() => {
    rescue(db, HELD_TOO_LONG).catch((error: unknown) => {
      log.warn({error: errorFacts(error)}, 'queue: rescue failed');
    });
  }, RESCUE_EVERY_MS);
  let isRunning = true;
  void runner.promise.then(
    () => (isRunning = false),
    () => (isRunning = false),
  );
  return {
    isRunning: () => isRunning,
    close: async () => {
      isRunning = false;
      clearInterval(rescuing);
      await runner.stop();
    },
  };
}

interface QueueDepth {
  task: string;
  waiting: number;
  running: number;
  failed: number;
}

/** How many jobs of each kind wait, run, and have been given up, for the metrics. */
export const queueDepth = (queries: Queries): Promise<QueueDepth[]> =>
  rowsOf(
    queries,
    sql`select task_identifier as task,
      count(*) filter (where locked_at is null and attempts < max_attempts)::int as waiting,
      count(*) filter (where locked_at is not null)::int as running,
      count(*) filter (where locked_at is null and attempts >= max_attempts)::int as failed
      from graphile_worker.jobs group by task_identifier`,
  );

/**
 * Frees the jobs of dead processes; graphile-worker itself would wait four hours. What was running
 * when its key was asked for again is to have no other try, and loses its key: another job does its
 * work. One that then dies or fails would stay among those that wait for a person.
 * https://worker.graphile.org/docs/job-key
 */
async function rescue(db: Db, heldFor: string): Promise<void> {
  await db.queries.execute(
    sql`select graphile_worker.force_unlock_workers(held.workers) from (
      select array_agg(distinct locked_by) as workers from graphile_worker.jobs
      where locked_at <= now() - ${heldFor}::interval) as held
      where held.workers is not null`,
  );
  await db.queries.execute(
    sql`select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs
      where key is null and attempts >= max_attempts and locked_at is null))`,
  );
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new JobTooLong()), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** The queue stores an error's message: this one says nothing about anybody. */
class JobFailed extends Error {
  override readonly name = 'JobFailed';

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.name : 'Error', {cause});
  }
}

class JobTooLong extends Error {
  override readonly name = 'JobTooLong';
}
