/** The load generator's process, and the handle of whoever asks it to work. */
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {runLoad, type LoadJob, type LoadResult} from './load.ts';
import {makeRequests, type RequestKind} from './requests.ts';

type Order = LoadJob & {requests: RequestKind; count: number};

export interface Generator {
  /** `onMeasure` is called when the warm-up is over and the clock starts. */
  run(order: Order, onMeasure?: () => Promise<void>): Promise<LoadResult>;
  close(): void;
}

export function startGenerator(): Generator {
  const child = fork(fileURLToPath(import.meta.url), {
    execArgv: ['--import', 'tsx'],
    // Numbers that are none come over as what they are.
    serialization: 'advanced',
  });
  return {
    async run(order, onMeasure) {
      child.send(order);
      await once(child, 'message');
      await onMeasure?.();
      const [answer] = (await once(child, 'message')) as [LoadResult | {error: string}];
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    },
    close: () => void child.kill(),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.on('message', (order: Order) => {
    const requests = makeRequests(order.requests, order.count);
    runLoad(order, requests, () => process.send?.('measuring'))
      .catch((error: unknown) => ({error: String(error)}))
      .then((answer) => process.send?.(answer))
      .catch(() => process.exit(1));
  });
}
