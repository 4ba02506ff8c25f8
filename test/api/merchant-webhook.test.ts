/** A merchant's own server that does not take what it is told: how long we go on, and what then. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {after, before, describe, test} from 'node:test';
import {and, eq, sql} from 'drizzle-orm';
import {alerts, orderEffects} from '../../drizzle/schema.ts';
import {rowsOf} from '../../api/db/connect.ts';
import {createMerchantHook, notifyMerchant} from '../../api/effects/notify.ts';
import type {Jobs} from '../../api/queue/queue.ts';
import {onEachDatabase} from '../support/databases.ts';
import {freePort} from '../support/server.ts';
import {until} from '../support/until.ts';

const owner = 'owner@shop.example';
const secret = `whsec_${Buffer.from('the secret of the merchant').toString('base64')}`;
/** In seconds: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability */
const schedule = [5, 5 * 60, 30 * 60, ...[2, 5, 10, 14, 20, 24].map((hours) => hours * 3600)];

const port = await freePort();
const received: {headers: IncomingMessage['headers']; body: string}[] = [];
/** What the merchant's server answers. */
let status = 500;
const merchant = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    received.push({headers: request.headers, body});
    if (request.url === '/silent') return;
    if (request.url === '/busy') sayThatItIsBusy(response);
    else response.writeHead(status).end();
  });
});

/** An interim answer every few seconds, for as long as somebody listens. */
function sayThatItIsBusy(response: ServerResponse): void {
  const saying = setInterval(() => response.writeProcessing(), 4000);
  response.on('close', () => clearInterval(saying));
}

before(async () => {
  merchant.listen(port, '127.0.0.1');
  await once(merchant, 'listening');
});
after(() => {
  merchant.close();
  merchant.closeAllConnections();
});

onEachDatabase(
  (shop) => {
    const queries = () => shop().deps.db.queries;
    const keyOf = (orderId: string) => `merchant_paid:${orderId}`;

    /** The next delivery as it stands in the queue, taken out of it: its time is far off. */
    async function takePlanned(orderId: string) {
      const [planned] = await rowsOf<{id: string; payload: Jobs['notify-merchant']; at: string}>(
        queries(),
        sql`select jobs.id::text as id, payload, jobs.run_at::text as at
          from graphile_worker.jobs join graphile_worker._private_jobs using (id)
          where jobs.key = ${keyOf(orderId)}`,
      );
      if (!planned) return undefined;
      await queries().execute(
        sql`select graphile_worker.complete_jobs(array[${planned.id}::bigint])`,
      );
      return {job: planned.payload, at: new Date(planned.at)};
    }

    /** An order of which the merchant is to be told that it is paid. */
    async function toBeTold() {
      const {order} = await shop().placeOrder();
      await queries().insert(orderEffects).values({orderId: order.id, kind: 'merchant_paid'});
      const job = {orderId: order.id, kind: 'merchant_paid', subject: '', delivery: 0} as const;
      return {order, job};
    }

    const alertsOf = (orderId: string, kind: string) =>
      queries()
        .select()
        .from(alerts)
        .where(and(eq(alerts.orderId, orderId), eq(alerts.kind, kind)));

    /** As if all that was told until now was told long ago. */
    const hoursLater = () =>
      queries()
        .update(alerts)
        .set({createdAt: sql`${alerts.createdAt} - interval '5 hours'`});

    async function effectOf(orderId: string) {
      const [effect] = await queries()
        .select()
        .from(orderEffects)
        .where(and(eq(orderEffects.orderId, orderId), eq(orderEffects.kind, 'merchant_paid')));
      return effect;
    }

    /** What the owner is told of this order, once all ways to tell have been tried. */
    async function ownersMailOf(
      orderId: string,
      kind: 'merchant_failing' | 'merchant_unreachable' = 'merchant_unreachable',
    ) {
      const mail = await until('the mail to the owner', async () =>
        (await shop().mails()).find(
          ({to, subject, text}) =>
            to === owner && subject.includes(kind.replace('_', ' ')) && text.includes(orderId),
        ),
      );
      const [alert] = await alertsOf(orderId, kind);
      await until('the alert has been told', async () => {
        const jobs = await rowsOf(
          queries(),
          sql`select id from graphile_worker.jobs where key = ${`alert:${alert?.id}`}`,
        );
        return jobs.length === 0;
      });
      return {mail, alert};
    }

    test('a merchant who stays away is told by the whole schedule, then given up', async (t) => {
      // Without the tenth that is added by chance.
      t.mock.method(Math, 'random', () => 0);
      status = 500;
      const {order, job: first} = await toBeTold();
      await hoursLater();
      // Far from now, so that the server's own queue never takes what is planned here.
      let at = new Date('2040-01-01T00:00:00Z');
      let job: Jobs['notify-merchant'] = first;
      const pauses: number[] = [];
      for (;;) {
        const now = at;
        await notifyMerchant({...shop().deps, now: () => now}, job);
        const planned = await takePlanned(order.id);
        if (!planned) break;
        assert.equal(
          (await effectOf(order.id))?.outcome,
          null,
          'nothing is given up before the end',
        );
        assert.equal(
          (await alertsOf(order.id, 'merchant_failing')).length,
          pauses.length >= 3 ? 1 : 0,
          'the owner hears of it half an hour after the first call',
        );
        pauses.push((planned.at.getTime() - at.getTime()) / 1000);
        ({job, at} = planned);
      }
      assert.deepEqual(pauses, schedule);
      const calls = received.filter(({body}) => body.includes(order.id));
      assert.equal(calls.length, 1 + schedule.length);
      assert.deepEqual(
        new Set(calls.map(({headers}) => headers['webhook-id'])),
        new Set([`msg_${order.id}_paid`]),
      );
      assert.equal(calls.at(-1)?.headers['webhook-timestamp'], String(seconds(at)));

      const effect = await effectOf(order.id);
      assert.equal(effect?.outcome, 'given_up');
      assert.ok(effect.doneAt);
      const {mail} = await ownersMailOf(order.id);
      assert.equal(mail.subject, `Please look: merchant unreachable, order ${order.number}`);
      assert.match(mail.text, /Your server did not take the message/);
      assert.ok(mail.text.includes(`msg_${order.id}_paid`));
      const early = (await ownersMailOf(order.id, 'merchant_failing')).mail;
      assert.match(early.text, /For half an hour, your server has not taken the message/);
      assert.ok(early.text.includes(`msg_${order.id}_paid`));
      assert.ok(
        !received.some(({body}) => body.includes('owner.alert')),
        'the server that does not answer is not told that it does not answer',
      );
      await notifyMerchant(shop().deps, {...first, delivery: 3});
      assert.equal(received.filter(({body}) => body.includes(order.id)).length, calls.length);
    });

    test('merchants who were away are not all called in the same second', async (t) => {
      status = 500;
      const {order, job} = await toBeTold();
      const at = new Date('2040-01-01T00:00:00Z');
      t.mock.method(Math, 'random', () => 0.99);
      await notifyMerchant({...shop().deps, now: () => at}, {...job, delivery: 1});
      const planned = await takePlanned(order.id);
      assert.equal(planned?.at.getTime(), at.getTime() + 329_700);
    });

    test('a merchant who says that nobody is there any more is not asked again', async () => {
      status = 410;
      const {order, job} = await toBeTold();
      await hoursLater();
      await notifyMerchant(shop().deps, job);
      assert.equal((await effectOf(order.id))?.outcome, 'gone');
      assert.equal(await takePlanned(order.id), undefined);
      const {mail} = await ownersMailOf(order.id);
      assert.match(mail.subject, /merchant unreachable/);
    });

    test('of many messages that fail, the owner hears at once of the first, and of the rest together', async () => {
      status = 410;
      // What fails on both sides of a full hour is told twice.
      const HOUR_MS = 3_600_000;
      const isFarFromEnd = async () => HOUR_MS - (Date.now() % HOUR_MS) > 60_000;
      await until('the hour does not end soon', isFarFromEnd, 90_000);
      await hoursLater();
      const first = await toBeTold();
      await notifyMerchant(shop().deps, first.job);
      await ownersMailOf(first.order.id);
      const rest = [await toBeTold(), await toBeTold(), await toBeTold()];
      for (const {job} of rest) await notifyMerchant(shop().deps, job);
      const waiting = await rowsOf<{id: string; at: string}>(
        queries(),
        sql`select id::text as id, run_at::text as at from graphile_worker.jobs
          where key like 'alert:merchant_unreachable:%' and attempts = 0`,
      );
      assert.equal(waiting.length, 1);
      assert.equal(new Date(waiting[0]!.at).getTime() % 3_600_000, 0, 'at the full hour');
      await queries().execute(
        sql`select graphile_worker.reschedule_jobs(array[${waiting[0]!.id}::bigint], run_at => now())`,
      );
      const mails = new Set<string>();
      for (const {order} of rest) mails.add((await ownersMailOf(order.id)).mail.text);
      assert.equal(mails.size, 1);
      const [text = ''] = mails;
      assert.ok(!text.includes(first.order.id), 'of the first it was told');
      for (const {order} of rest) assert.equal(text.split(`_${order.id.slice(4)}_`).length, 2);
    });

    test('a merchant who is back within the schedule is told, and nobody is alarmed', async () => {
      const {order, job} = await toBeTold();
      status = 204;
      await notifyMerchant(shop().deps, {...job, delivery: schedule.length});
      assert.equal((await effectOf(order.id))?.outcome, 'done');
      assert.deepEqual(
        await queries().select().from(alerts).where(eq(alerts.orderId, order.id)),
        [],
      );
    });
  },
  {
    env: {
      OWNER_EMAIL: owner,
      MERCHANT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
      MERCHANT_WEBHOOK_SECRET: secret,
      MERCHANT_WEBHOOK_ALLOW_PRIVATE: 'true',
    },
  },
);

describe('a merchant who takes the call', {concurrency: true, timeout: 60_000}, () => {
  /** What becomes of the call, and after how many seconds. */
  async function callOf(path: string) {
    const url = `http://127.0.0.1:${port}${path}`;
    const hook = createMerchantHook({url, secret, allowPrivate: true});
    const began = performance.now();
    const message = {id: `msg_of${path}`, body: '{}', at: new Date()};
    const error = await hook.post(message).then(
      () => assert.fail('It was taken for delivered.'),
      (error: Error) => error,
    );
    await hook.close();
    return {error, took: (performance.now() - began) / 1000};
  }

  test('and never answers is left after 15 seconds', async () => {
    const {error, took} = await callOf('/silent');
    assert.equal((error.cause as {code?: string}).code, 'UND_ERR_HEADERS_TIMEOUT');
    // Its clock counts in halves of a second.
    assert.ok(took > 14.5, `${took} s`);
  });

  test('and goes on saying that it will answer is left after 20 seconds', async () => {
    const {error, took} = await callOf('/busy');
    assert.equal(error.name, 'TimeoutError');
    assert.ok(took > 19.5 && took < 30, `${took} s`);
  });
});

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
