import {Logger as WorkerLogger} from 'graphile-worker';
import type {Logger} from '../log.ts';

/**
 * The worker's own lines. Its messages quote a job's error in full, which may hold personal data,
 * so only their level goes to the log: what failed is logged where it failed.
 */
export const workerLogger = (log: Logger): WorkerLogger =>
  new WorkerLogger(() => (level, message) => {
    if (level === 'error' && !message.startsWith('Failed task'))
      log.warn('queue: connection trouble');
  });

export const quietWorkerLogger = new WorkerLogger(() => () => undefined);
