import {Hono} from 'hono';
import type {Deps} from '../deps.ts';
import {ApiError} from '../errors.ts';
import type {AppEnv} from '../http/env.ts';
import {verifyEvent} from '../stripe/events.ts';

/** Stripe's door. A 200 means: stored. Everything after that is the queue's. */
export const webhookRoutes = ({inbox, webhookSecrets, metrics, now}: Deps) =>
  new Hono<AppEnv>().post('/webhooks/stripe', async (c) => {
    // The bytes as they came: the signature is over them, not over what they mean.
    const body = await c.req.text();
    try {
      const event = verifyEvent(body, c.req.header('stripe-signature'), webhookSecrets, now());
      metrics.events.inc({result: await inbox.receive(event)});
    } catch (error) {
      if (error instanceof ApiError) {
        metrics.events.inc({result: 'refused'});
        throw error;
      }
      // Not stored, so not accepted: Stripe delivers it again.
      throw new ApiError('not_ready', {cause: error, retryAfter: 5});
    }
    return c.json({received: true});
  });
