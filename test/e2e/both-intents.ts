import {test as testOnce} from 'node:test';

export type Intent = 'first' | 'deferred';

/**
 * A test of what shoppers go through, once for each way to make the payment; it tells them which.
 * What is only drawn, printed or asked by our own form is the same in both, and tested once.
 */
export function test(what: string, run: (intent: Intent) => Promise<void>): void {
  for (const intent of ['first', 'deferred'] as const) {
    testOnce(`[intent ${intent}] ${what}`, () => run(intent));
  }
}
