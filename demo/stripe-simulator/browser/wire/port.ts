/** Calls and notices over a `MessagePort`, the only line between the host page and a frame. */
export interface Port {
  call<T>(name: string, argument?: unknown): Promise<T>;
  tell(name: string, argument?: unknown): void;
  /** Ends the line; whoever waits for an answer hears why there will be none. */
  close(reason: Error): void;
}

export type Handlers = Record<string, (argument: never) => unknown>;

interface Envelope {
  id?: number;
  name?: string;
  argument?: unknown;
  result?: unknown;
  failure?: string;
}

/** Answers the other side's calls with `handlers`; a handler may be async. */
export function openPort(port: MessagePort, handlers: Handlers): Port {
  const waiting = new Map<number, {resolve(value: unknown): void; reject(reason: Error): void}>();
  let lastId = 0;

  const answer = async (message: Envelope) => {
    const handler = handlers[message.name ?? ''] as ((argument: unknown) => unknown) | undefined;
    try {
      const result = await handler?.(message.argument);
      if (message.id !== undefined) port.postMessage({id: message.id, result});
    } catch (error) {
      if (message.id === undefined) throw error;
      port.postMessage({id: message.id, failure: String(error)});
    }
  };

  port.addEventListener('message', (event: MessageEvent<Envelope>) => {
    const message = event.data;
    if (message.name !== undefined) {
      void answer(message);
      return;
    }
    const call = waiting.get(message.id ?? 0);
    waiting.delete(message.id ?? 0);
    if (message.failure === undefined) call?.resolve(message.result);
    else call?.reject(new Error(message.failure));
  });
  port.start();

  return {
    call: <T>(name: string, argument?: unknown) =>
      new Promise<T>((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, {resolve: (value) => resolve(value as T), reject});
        port.postMessage({id, name, argument});
      }),
    tell: (name, argument) => port.postMessage({name, argument}),
    close: (reason) => {
      port.close();
      for (const call of waiting.values()) call.reject(reason);
      waiting.clear();
    },
  };
}
