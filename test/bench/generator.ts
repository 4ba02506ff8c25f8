/** The load generator's process, and the handle of whoever asks it to work. */
import {fork} from 'node:child_process';
import {on} from 'node:events';
import {fileURLToPath} from 'node:url';
import {runLoad, type LoadJob, type LoadResult} from './load.ts';
import {makeRequests, type RequestKind} from './requests.ts';

type Order = LoadJob & {requests: RequestKind; count: number};
type Message = 'measuring' | LoadResult | {error: string};

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
      // Kept from here on: the answer may come before anybody asks for it.
      const heard = on(child, 'message', {close: ['exit']});
      child.send(order);
      for await (const [message] of heard as AsyncIterable<[Message]>) {
        if (message === 'measuring') await onMeasure?.();
        else if ('error' in message) throw new Error(message.error);
        else return message;
      }
      throw new Error('The load generator ended before it answered.');
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
