import type {Order} from '../api/contract.ts';
import type {ApiClient} from './api-client.ts';
import {sleep} from './time.ts';

/** Seconds between two looks at an order: soon at first, then ever less often, two minutes in all. */
const pauses = [0, 0.5, 1, 1, 2, 2, 3, 4, 5, 7, 9, 11, 13, 15, 15, 15, 15];

/**
 * Asks for an order until it says something certain, and tells of every answer. It ends: after
 * two minutes the buyer is told that it takes longer, and gets an e-mail when it is done.
 */
export async function watchOrder(
  {api, signal}: {api: ApiClient; signal: AbortSignal},
  {orderId, token}: {orderId: string; token: string},
  onOrder: (order: Order) => Promise<'open' | 'settled'>,
): Promise<void> {
  for (const pause of pauses) {
    await sleep(pause * 1000, signal);
    try {
      const {order} = await api.showOrder(orderId, token);
      if ((await onOrder(order)) === 'settled') return;
    } catch {
      // Not reached this time; the next look may be luckier, and the last one ends it.
      signal.throwIfAborted();
    }
  }
}
