/**
 * The queue behind typed names: graphile-worker, on both databases.
 *
 * A job is enqueued by the transaction that makes it necessary, so there is never one without the
 * other. It runs at least once: every handler is safe to run twice.
 */
import {sql} from 'drizzle-orm';
import type {Task} from 'graphile-worker';
import {rowsOf, type Db, type Queries} from '../db/connect.ts';
import {errorFacts} from '../errors.ts';
import type {MerchantKind} from '../effects/begin.ts';
import type {Logger} from '../log.ts';
import {openLane} from './lane.ts';

/** Every job there is, and what it is told. Never a secret, never personal data. */
export interface Jobs {
  'settle-event': {eventId: string};
  'send-confirmation': {orderId: string};
  'send-sold-out': {orderId: string};
  'notify-owner': {orderId: string};
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

/** How often each is tried, with a pause that grows to six hours: 17 tries take about two days. */
const tries: Record<JobName, number> = {
  'settle-event': 17,
  'send-confirmation': 17,
  'send-sold-out': 17,
  'notify-owner': 17,
  // It plans its own repetitions, by the schedule of Standard Webhooks; these here are for a process
  // that dies, or a database that is away, while it tells the merchant.
  'notify-merchant': 17,
  'refund-payment': 17,
  'alert-owner': 17,
  reconcile: 1,
};

interface LanePlan {
  jobs: JobName[];
  /** How many run at once. */
  slots: number;
  /** Longer than any handler takes: each of its network calls has a limit of its own. */
  limitMs: number;
}

/**
 * Jobs with slots of their own: a mail server or a merchant that lets everybody wait must not keep
 * an order from being paid. As many slots for mails as the mailer has connections.
 */
const lanes: LanePlan[] = [
  {jobs: ['settle-event', 'refund-payment', 'reconcile'], slots: 4, limitMs: 45_000},
  {jobs: ['send-confirmation', 'send-sold-out', 'notify-owner'], slots: 2, limitMs: 75_000},
  {jobs: ['notify-merchant', 'alert-owner'], slots: 2, limitMs: 75_000},
];

/** A job held for so much longer than its limit belongs to a process that died. */
const GRACE_MS = 15_000;
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

/** What the key of a `settle-event` begins with; the rest is the event's id. */
export const EVENT_KEY = 'event:';

/**
 * For the statement that stores events: a `settle-event` for each id in `table`, the `urgent` ones
 * (an expression) before all others. Many at once wake the workers once.
 */
export const settleEvents = (
  table: string,
  urgent: string,
): string => `graphile_worker.add_jobs(array(
  select row('settle-event', json_build_object('eventId', id), null, now(), ${tries['settle-event']},
    '${EVENT_KEY}' || id, case when ${urgent} then -1 else 0 end, null)::graphile_worker.job_spec
  from ${table}))`;

/** `reconcileEveryMs`: how often, by all replicas together; `null` for never. */
export async function startQueue(
  db: Db,
  log: Logger,
  handlers: Handlers,
  {reconcileEveryMs}: {reconcileEveryMs: number | null},
): Promise<Queue> {
  // The embedded database has one process: whatever is held now was held by one that is gone.
  await rescue(db, {all: db.kind === 'pglite'});
  const open = lanes.map(({jobs, slots, limitMs}) => {
    const tasks = jobs.map((name) => [name, taskOf(name, handlers, limitMs, log)] as const);
    return openLane({pool: db.workerPool, slots, tasks: Object.fromEntries(tasks), log});
  });
  const stops = [every(RESCUE_EVERY_MS, () => rescue(db), log)];
  if (reconcileEveryMs !== null) {
    const plan = () => planReconcile(db.queries, reconcileEveryMs);
    await plan();
    stops.push(every(reconcileEveryMs, plan, log));
  }
  return {
    isRunning: () => open.every((lane) => lane.isRunning()),
    close: async () => {
      for (const stop of stops) stop();
      await Promise.all(open.map((lane) => lane.close()));
    },
  };
}

/**
 * Asks for a run at the next full interval. All replicas ask, and it is one run: while it waits, its
 * time stays. Not graphile-worker's crontab, which ends the whole process where the database is away
 * at a full minute.
 */
const planReconcile = (queries: Queries, everyMs: number) =>
  queries.execute(
    sql`select graphile_worker.add_job('reconcile', queue_name => 'reconcile', job_key => 'reconcile',
      job_key_mode => 'preserve_run_at', max_attempts => ${tries.reconcile}, run_at =>
      to_timestamp(ceil(extract(epoch from now()) * 1000 / ${everyMs}::int) * ${everyMs}::int / 1000))`,
  );

/** Goes on whatever becomes of one turn; the result ends it. */
function every(milliseconds: number, work: () => Promise<unknown>, log: Logger): () => void {
  const timer = setInterval(() => {
    work().catch((error: unknown) => {
      log.warn({error: errorFacts(error)}, 'queue: the database did not answer, trying again soon');
    });
  }, milliseconds);
  return () => clearInterval(timer);
}

const taskOf =
  (name: JobName, handlers: Handlers, limitMs: number, log: Logger): Task =>
  async (payload, {job}) => {
    const handle = handlers[name] as (payload: unknown, run: JobRun) => Promise<void>;
    try {
      await within(limitMs, handle(payload, {isLast: job.attempts >= job.max_attempts}));
    } catch (error) {
      log.error({job: name, attempt: job.attempts, error: errorFacts(error)}, 'job failed');
      throw new JobFailed(error);
    }
  };

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
async function rescue(db: Db, {all = false}: {all?: boolean} = {}): Promise<void> {
  for (const {jobs, limitMs} of lanes) {
    const heldFor = all ? 0 : limitMs + GRACE_MS;
    await db.queries.execute(
      sql`select graphile_worker.force_unlock_workers(held.workers) from (
        select array_agg(distinct locked_by) as workers from graphile_worker.jobs
        where locked_at <= now() - ${heldFor} * interval '1 millisecond'
        and task_identifier in ${jobs}) as held
        where held.workers is not null`,
    );
  }
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
