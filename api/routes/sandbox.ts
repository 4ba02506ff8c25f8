/**
 * What the demo page shows beside the shop: mails, orders and events as they come. There is no key
 * to it, so it exists in the sandbox alone.
 */
import {join} from 'node:path';
import {desc} from 'drizzle-orm';
import {Hono} from 'hono';
import {orders, webhookEvents} from '../../drizzle/schema.ts';
import type {Deps} from '../deps.ts';
import {keptMails} from '../effects/mailer.ts';
import {ApiError} from '../errors.ts';
import type {AppEnv} from '../http/env.ts';

const LATEST = 50;

export function sandboxRoutes({config, db}: Deps) {
  const folder = join(config.dataDir, 'mails');
  return new Hono<AppEnv>()
    .get('/_sandbox/activity', async (c) => {
      const latestOrders = await db.queries
        .select({
          id: orders.id,
          number: orders.number,
          status: orders.status,
          amount: orders.amount,
          currency: orders.currency,
          email: orders.email,
          createdAt: orders.createdAt,
        })
        .from(orders)
        .orderBy(desc(orders.createdAt))
        .limit(LATEST);
      const events = await db.queries
        .select({
          id: webhookEvents.id,
          type: webhookEvents.type,
          received: webhookEvents.receivedAt,
          state: webhookEvents.state,
          reason: webhookEvents.reason,
          orderId: webhookEvents.orderId,
        })
        .from(webhookEvents)
        .orderBy(desc(webhookEvents.receivedAt))
        .limit(LATEST);
      const mails = (await keptMails(folder))
        .slice(0, LATEST)
        .map(({id, to, subject, createdAt}) => ({id, to, subject, createdAt}));
      c.header('Cache-Control', 'no-store');
      return c.json({orders: latestOrders, mails, events});
    })
    .get('/_sandbox/mails/:id', async (c) => {
      const mail = (await keptMails(folder)).find(({id}) => id === c.req.param('id'));
      if (!mail) throw new ApiError('not_found');
      // A mail holds what a buyer typed: it is shown, and can do nothing.
      c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
      c.header('Cache-Control', 'no-store');
      return c.html(mail.html);
    });
}
