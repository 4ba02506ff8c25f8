import {Logger as WorkerLogger} from 'graphile-worker';
import type {Logger} from '../log.ts';

/**
 * The worker's own lines. Its messages quote a job's error in full, which may hold personal data,
 * so none of them goes to the log: what failed is logged where it failed.
 */
export const workerLogger = (log: Logger): WorkerLogger =>
  new WorkerLogger(() => (_level, message) => {
    if (message.startsWith('Error with notify listener')) {
      log.warn('queue: the connection that listens for jobs was lost');
    }
  });

export const quietWorkerLogger = new WorkerLogger(() => () => undefined);
