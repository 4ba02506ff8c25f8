/** The owner hears of what needs a person, also where half of the ways to tell are broken. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, test} from 'node:test';
import {and, eq, sql} from 'drizzle-orm';
import {alerts, orderEffects} from '../../drizzle/schema.ts';
import {rowsOf} from '../../api/db/connect.ts';
import {notifyMerchant} from '../../api/effects/notify.ts';
import {openShop, type Shop} from '../support/shop.ts';
import {until} from '../support/until.ts';

const received: {type: string; data: {orderId: string; kind: string}}[] = [];
let isGone = false;
let shop: Shop;
const merchant = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    received.push(JSON.parse(body));
    response.writeHead(isGone ? 410 : 204).end();
  });
});

before(async () => {
  merchant.listen(0, '127.0.0.1');
  await once(merchant, 'listening');
  shop = await openShop({
    env: {
      // Nobody listens there.
      SMTP_URL: 'smtp://127.0.0.1:9',
      MAIL_FROM: 'shop@example.com',
      OWNER_EMAIL: 'owner@shop.example',
      MERCHANT_WEBHOOK_URL: `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/hook`,
      MERCHANT_WEBHOOK_SECRET: `whsec_${Buffer.from('the secret of the merchant').toString('base64')}`,
      MERCHANT_WEBHOOK_ALLOW_PRIVATE: 'true',
    },
  });
});
after(async () => {
  await shop.close();
  merchant.close();
});

test('a mail server that is away keeps no alert from the merchant’s own server', async () => {
  const placed = await shop.placeOrder();
  await shop.pay(placed, 'pm_card_createDispute');
  await until('the alert', async () =>
    received.find(({type, data}) => type === 'owner.alert' && data.orderId === placed.order.id),
  );
});

test('an alert that could not be put into the queue is not taken for told', async () => {
  const {db} = shop.deps;
  const placed = await shop.placeOrder();
  const orderId = placed.order.id;
  const job = {orderId, kind: 'merchant_paid', subject: '', delivery: 0} as const;
  await db.queries.insert(orderEffects).values({orderId, kind: job.kind});
  const name = 'graphile_worker.add_job(text,json,text,timestamptz,int,text,int,text[],text)';
  isGone = true;
  await db.queries.execute(sql.raw(`alter function ${name} rename to add_job_away`));
  try {
    await assert.rejects(notifyMerchant(shop.deps, job));
  } finally {
    await db.queries.execute(
      sql.raw(`alter function ${name.replace('add_job', 'add_job_away')} rename to add_job`),
    );
  }
  await notifyMerchant(shop.deps, job);
  isGone = false;
  const [alert] = await db.queries
    .select()
    .from(alerts)
    .where(and(eq(alerts.orderId, orderId), eq(alerts.kind, 'merchant_unreachable')));
  const jobs = await rowsOf<{key: string}>(
    db.queries,
    sql`select key from graphile_worker.jobs where key = ${`alert:${alert?.id}`}`,
  );
  assert.equal(jobs.length, 1);
});
