/** Nothing here waits for ever: every wait has a limit and can be called off. */

export class TimeLimitError extends Error {
  override name = 'TimeLimitError' as const;
}

/** The promise's own end, or a `TimeLimitError` after so many milliseconds. */
export function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new TimeLimitError(`Took more than ${milliseconds} ms.`)),
      milliseconds,
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A pause that a signal can end early; it then rejects with the signal's reason. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, {once: true});
  });
}

/** A wallet's sheet or a bank's challenge may take minutes; but not for ever. */
export const buyerTime = 15 * 60_000;
