import {Hono} from 'hono';
import type {Deps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import type {AppEnv} from '../http/env.ts';
import {sealedAnswer} from '../http/guards.ts';
import {isHandled} from '../stripe/event-types.ts';
import {verifyEvent, type ReceivedEvent} from '../stripe/events.ts';

/** Stripe's door. A 200 means: stored. Everything after that is the queue's. */
export const webhookRoutes = ({inbox, webhookSecrets, metrics, now}: Deps) =>
  new Hono<AppEnv>().post('/webhooks/stripe', async (c) => {
    // The bytes as they came: the signature is over them, not over what they mean.
    const body = await c.req.text();
    let event: ReceivedEvent;
    try {
      event = verifyEvent(body, c.req.header('stripe-signature'), webhookSecrets, now());
    } catch (error) {
      metrics.events.inc({type: 'unknown', result: 'refused'});
      throw error;
    }
    const type = isHandled(event.type) ? event.type : 'other';
    try {
      const result = await inbox.receive(event, body);
      metrics.events.inc({type, result});
    } catch (error) {
      metrics.events.inc({type, result: 'failed'});
      // Not stored, so not accepted: Stripe delivers it again.
      throw new ApiError('not_ready', {cause: error, retryAfter: 5});
    }
    return sealedAnswer('{"received":true}', c.get('requestId'));
  });
