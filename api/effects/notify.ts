/**
 * Tells the merchant's own server what became of an order: a webhook signed as Standard Webhooks 1.0
 * says, repeated by its schedule. https://github.com/standard-webhooks/standard-webhooks
 */
import {Webhook} from 'standardwebhooks';
import {Agent, fetch, type Dispatcher, type Response} from 'undici';
import type {Config} from '../config.ts';
import type {Deps} from '../deps.ts';
import {ApiError, errorFacts} from '../errors.ts';
import {holdsOf} from '../orders/holds.ts';
import {loadLedger} from '../orders/ledger.ts';
import {loadOrder} from '../orders/store.ts';
import {enqueue, type Jobs} from '../queue/queue.ts';
import {beginAlert} from './alert.ts';
import {effectKey, endEffect, isDue} from './begin.ts';
import {guardedAgent} from './guarded-agent.ts';
import {merchantMessage, messageId} from './merchant-message.ts';

export interface MerchantHook {
  /** Throws unless the merchant answered 2xx. */
  post(message: {id: string; body: string; at: Date}): Promise<void>;
  close(): Promise<void>;
}

/** Seconds before each delivery after the first. */
const schedule = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];

/** The third repetition, after 35 minutes: a new release of the merchant's server is through by then. */
const ALARMING = 3;

/** A merchant who asks for more patience than this has forgotten to take it back. */
const MOST_ASKED = 86_400;

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
      if (!answer.ok) throw new MerchantRefused(answer);
    },
    close: () => dispatcher.close(),
  };
}

/** One delivery; a failed one plans the next. The id stays the same over all of them. */
export async function notifyMerchant(
  {db, merchantHook, log, now}: Deps,
  {orderId, kind, subject, delivery}: Jobs['notify-merchant'],
): Promise<void> {
  const {queries} = db;
  if (!(await isDue(queries, orderId, kind, subject))) return;
  const end = (outcome: Parameters<typeof endEffect>[3]) =>
    endEffect(queries, orderId, kind, outcome, subject);
  if (!merchantHook) return end('switched_off');
  const stored = await loadOrder(queries, orderId);
  if (!stored) throw new ApiError('order_not_found');
  const ledger = await loadLedger(queries, stored.row);
  const about = {
    subject,
    holds: await holdsOf(queries, orderId),
    refund: ledger.refunds.find(({id}) => id === subject),
    dispute: ledger.disputes.find(({id}) => id === subject),
  };
  const reference = messageId(orderId, kind, subject);
  try {
    await merchantHook.post({
      id: reference,
      body: merchantMessage(stored, kind, about, now()),
      at: now(),
    });
    return await end('done');
  } catch (error) {
    const planned = schedule[delivery];
    const isGone = error instanceof MerchantRefused && error.code === 'http_410';
    log.warn({orderId, kind, delivery, error: errorFacts(error)}, 'merchant webhook not delivered');
    if (isGone || planned === undefined) {
      return await db.transaction(async (tx) => {
        await beginAlert(tx, {kind: 'merchant_unreachable', reference, orderId});
        await endEffect(tx, orderId, kind, isGone ? 'gone' : 'given_up', subject);
      });
    }
    const asked = error instanceof MerchantRefused ? error.retryAfter : 0;
    const seconds = Math.max(planned, Math.min(asked, MOST_ASKED));
    // Up to a tenth more, so that a merchant who was away is not met by all at once.
    const runAt = new Date(now().getTime() + seconds * 1000 * (1 + Math.random() / 10));
    await db.transaction(async (tx) => {
      const key = effectKey(kind, orderId, subject);
      const next = {orderId, kind, subject, delivery: delivery + 1};
      await enqueue(tx, 'notify-merchant', next, {key, runAt});
      if (delivery !== ALARMING) return;
      await beginAlert(tx, {kind: 'merchant_failing', reference, orderId});
    });
  }
}

class MerchantRefused extends Error {
  override readonly name = 'MerchantRefused';
  readonly code: string;
  /** In how many seconds the merchant wants to be asked again; 0 where they did not say. */
  readonly retryAfter: number;

  constructor({status, headers}: Response) {
    super('The merchant did not answer 2xx.');
    this.code = `http_${status}`;
    const said = headers.get('retry-after') ?? '';
    // As a number or as a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
    const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
    this.retryAfter = Number.isFinite(seconds) ? Math.max(0, seconds) : 0;
  }
}
