/**
 * Tells the merchant's own server that an order is paid: a webhook signed as Standard Webhooks 1.0
 * says, repeated by its schedule. https://github.com/standard-webhooks/standard-webhooks
 */
import {Webhook} from 'standardwebhooks';
import {Agent, fetch, type Dispatcher} from 'undici';
import type {Config} from '../config.ts';
import type {Deps} from '../deps.ts';
import {ApiError, errorFacts} from '../errors.ts';
import {loadOrder, toOrder, type StoredOrder} from '../orders/store.ts';
import {enqueue} from '../queue/queue.ts';
import {endEffect, isDue} from './begin.ts';
import {guardedAgent} from './guarded-agent.ts';

export interface MerchantHook {
  /** Throws unless the merchant answered 2xx. */
  post(message: {id: string; body: string; at: Date}): Promise<void>;
  close(): Promise<void>;
}

/** Seconds before each delivery after the first. */
const schedule = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

export function createMerchantHook({
  url,
  secret,
  allowPrivate,
}: NonNullable<Config['merchantWebhook']>): MerchantHook {
  const dispatcher: Dispatcher = allowPrivate
    ? new Agent({connect: {timeout: 8000}, headersTimeout: 15_000, bodyTimeout: 15_000})
    : guardedAgent();
  const signer = new Webhook(secret);
  return {
    post: async ({id, body, at}) => {
      const answer = await fetch(url, {
        method: 'POST',
        body,
        dispatcher,
        // A redirect could lead anywhere, and the specification counts it as a failure.
        redirect: 'manual',
        signal: AbortSignal.timeout(20_000),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'one-page-checkout',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signer.sign(id, at, body),
        },
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new MerchantRefused(answer.status);
    },
    close: () => dispatcher.close(),
  };
}

/** The id stays the same over all deliveries, so the merchant can tell a repetition. */
export async function notifyMerchant(
  {db, merchantHook, log, now}: Deps,
  {orderId, delivery}: {orderId: string; delivery: number},
): Promise<void> {
  if (!(await isDue(db.queries, orderId, 'merchant_paid'))) return;
  const end = endEffect.bind(undefined, db.queries, orderId, 'merchant_paid');
  if (!merchantHook) return end('switched_off');
  const stored = await loadOrder(db.queries, orderId);
  if (!stored) throw new ApiError('order_not_found');
  try {
    await merchantHook.post({
      id: `msg_${orderId}_paid`,
      body: paidMessage(stored, now()),
      at: now(),
    });
    return await end('done');
  } catch (error) {
    const seconds = schedule[delivery];
    const isGone = error instanceof MerchantRefused && error.code === 'http_410';
    log.warn({orderId, delivery, error: errorFacts(error)}, 'merchant webhook not delivered');
    if (isGone) return end('gone');
    if (seconds === undefined) return end('given_up');
    // Up to a tenth more, so that a merchant who was away is not met by all at once.
    const runAt = new Date(now().getTime() + seconds * 1000 * (1 + Math.random() / 10));
    await enqueue(
      db.queries,
      'notify-merchant',
      {orderId, delivery: delivery + 1},
      {key: `merchant_paid:${orderId}`, runAt},
    );
  }
}

/** Unlike the page, the merchant is told who bought and where to send it. */
function paidMessage(stored: StoredOrder, now: Date): string {
  const {row} = stored;
  return JSON.stringify({
    type: 'order.paid',
    timestamp: (row.paidAt ?? now).toISOString(),
    data: {
      ...toOrder(stored, now),
      email: row.email,
      billingDetails: row.billingDetails,
      shipping: row.shipping,
    },
  });
}

class MerchantRefused extends Error {
  override readonly name = 'MerchantRefused';
  readonly code: string;

  constructor(status: number) {
    super('The merchant did not answer 2xx.');
    this.code = `http_${status}`;
  }
}
