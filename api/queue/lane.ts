import {EventEmitter} from 'node:events';
import {runTaskList, type TaskList, type WorkerEvents, type WorkerPool} from 'graphile-worker';
import type pg from 'pg';
import {errorFacts} from '../errors.ts';
import type {Logger} from '../log.ts';
import {workerLogger} from './logger.ts';

export interface LaneOptions {
  pool: pg.Pool;
  /** How many jobs run at once. */
  slots: number;
  tasks: TaskList;
  log: Logger;
}

export interface Lane {
  /** Whether jobs are being taken. */
  isRunning(): boolean;
  /** Stops claiming, lets running jobs finish. */
  close(): Promise<void>;
}

const ASK_AGAIN_MS = 1000;

/**
 * Slots of their own for some kinds of jobs, as many as it says for as long as it is open.
 *
 * Two faults of graphile-worker are made good here. It takes a slot away for good where it cannot
 * note how a job ended, for instance because the database is away at that moment, and goes on with
 * one less, or with none (https://github.com/graphile/worker/issues/592). And slots whose very first
 * question for a job fails never ask again: they keep that answer. In both cases other slots take
 * their place, once the database answers; the old ones end with the jobs they still have. A job
 * whose end was not noted is freed with those of dead processes.
 */
export function openLane({pool, slots, tasks, log}: LaneOptions): Lane {
  const leaving = new Set<Promise<void>>();
  let state: 'running' | 'stopped' | 'closed' = 'running';
  let current: WorkerPool | undefined;
  let timer: NodeJS.Timeout | undefined;

  function open(): void {
    const events: WorkerEvents = new EventEmitter();
    const options = {concurrency: slots, pollInterval: 1000, noHandleSignals: true, events};
    const workers = runTaskList({...options, logger: workerLogger(log)}, tasks, pool);
    current = workers;
    let hasAsked = false;
    const asked = () => (hasAsked = true);
    events.once('worker:getJob:empty', asked);
    events.once('job:start', asked);
    events.on('worker:getJob:error', () => {
      if (!hasAsked) replace(workers);
    });
    events.once('worker:fatalError', ({error}) => {
      log.warn({error: errorFacts(error)}, 'queue: the end of a job could not be noted');
      replace(workers);
    });
    // By itself only where a newer release changed the queue's tables so that this one must not go on.
    void workers.promise.then(() => {
      if (current === workers) state = 'stopped';
    });
  }

  function replace(workers: WorkerPool): void {
    if (current !== workers) return;
    leave();
    void reopen();
  }

  async function reopen(): Promise<void> {
    const answers = await pool.query('select 1').then(
      () => true,
      () => false,
    );
    if (state !== 'running') return;
    if (answers) open();
    else timer = setTimeout(() => void reopen(), ASK_AGAIN_MS);
  }

  function leave(): void {
    const gone = current?.gracefulShutdown();
    current = undefined;
    if (!gone) return;
    leaving.add(gone);
    void gone.finally(() => leaving.delete(gone));
  }

  open();
  return {
    isRunning: () => state === 'running',
    async close() {
      state = 'closed';
      clearTimeout(timer);
      leave();
      await Promise.all(leaving);
    },
  };
}
