/** The numbers for Prometheus, and whether the server is ready. */
import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {sql} from 'drizzle-orm';
import {createApp} from '../../api/app.ts';
import {createReadiness} from '../../api/http/readiness.ts';
import {onEachDatabase} from '../support/databases.ts';
import {eventOf, intentId, type Shop} from '../support/shop.ts';
import {until} from '../support/until.ts';

/** About nothing of ours. */
const plan = {id: 'plan_1', object: 'plan'};

const scrape = async (shop: Shop) => (await fetch(`${shop.origin}/metrics`)).text();

/** The value of the series with this name and, among others, these labels; 0 where there is none. */
function valueOf(text: string, name: string, labels: Record<string, string> = {}): number {
  const lines = text.split('\n').filter((line) => {
    const isNamed = line.startsWith(`${name}{`) || line.startsWith(`${name} `);
    return (
      isNamed && Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`))
    );
  });
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

onEachDatabase((shop, database) => {
  test('a purchase leaves its numbers, and no name of its own', async () => {
    const placed = await shop().placeOrder();
    await shop().pay(placed);
    await shop().becomes(placed.order, 'paid');
    await shop().show(placed);
    assert.equal(await shop().deliver('{}', {secret: 'whsec_wrong'}), 400);
    assert.equal(await shop().deliver(eventOf('plan.created', plan)), 200);
    const text = await until('the event is settled', async () => {
      const now = await scrape(shop());
      return valueOf(now, 'checkout_event_lag_seconds_count') >= 1 && now;
    });
    const intake = (type: string, result: string) =>
      valueOf(text, 'checkout_webhook_events_total', {type, result});
    assert.equal(intake('payment_intent.succeeded', 'new'), 1);
    assert.ok(intake('other', 'new') >= 1, 'a type that we do not handle has no label of its own');
    assert.equal(intake('unknown', 'refused'), 1);
    assert.ok(valueOf(text, 'checkout_settled_total', {outcome: 'changed'}) >= 1);
    assert.ok(valueOf(text, 'checkout_orders_total') >= 1);
    assert.equal(
      valueOf(text, 'checkout_http_seconds_count', {
        method: 'GET',
        route: '/orders/:id',
        status: '200',
      }),
      1,
    );
    assert.match(text, /^checkout_reconciled_total \d/m);
    assert.match(text, /^nodejs_eventloop_lag_p99_seconds \d/m);
    assert.equal(valueOf(text, 'checkout_http_in_flight', {kind: 'shop'}), 0);
    assert.ok(!text.includes(placed.order.id), 'no series is named after an order');
    if (database === 'Postgres') {
      assert.match(text, /checkout_pool_connections\{pool="requests",state="idle"\} \d/);
      assert.match(text, /checkout_pool_connections\{pool="jobs",state="waiting"\} 0/);
    }
    // The next test counts the mails that wait.
    await shop().mailsFor(placed.order);
  });

  test('jobs are counted by task and state, parked events by themselves', async () => {
    await shop().deps.db.queries.execute(
      sql`select graphile_worker.add_job('send-confirmation', '{"orderId":"ord_later"}'::json, run_at => now() + interval '1 day')`,
    );
    const placed = await shop().placeOrder();
    const intent = await shop().stripe.paymentIntents.retrieve(intentId(placed.clientSecret!));
    // Somebody paid another sum than the order's: for a person to look at.
    const told = {...intent, status: 'succeeded', amount: 1, amount_received: 1};
    const event = eventOf('payment_intent.succeeded', told);
    assert.equal(await shop().deliver(event), 200);
    assert.equal((await shop().settledEvent(event.id)).state, 'parked');
    const text = await scrape(shop());
    assert.equal(
      valueOf(text, 'checkout_queue_jobs', {task: 'send-confirmation', state: 'waiting'}),
      1,
    );
    assert.equal(valueOf(text, 'checkout_parked_events'), 1);
  });

  test('readiness names what is missing, and liveness does not care', async () => {
    const {deps} = shop();
    const empty = await mkdtemp(join(tmpdir(), 'opc-no-widget-'));
    const state = {isQueueRunning: true, isDraining: false};
    const readiness = createReadiness({
      db: deps.db,
      migrationsDir: fileURLToPath(new URL('../../drizzle/migrations', import.meta.url)),
      widgetDir: empty,
      isQueueRunning: () => state.isQueueRunning,
      isDraining: () => state.isDraining,
    });
    const app = createApp(deps, readiness);
    const ask = async () => {
      const answer = await app.request('/readyz');
      assert.equal((await app.request('/healthz')).status, 200);
      return {
        status: answer.status,
        ...((await answer.json()) as {code?: string; missing: string[]}),
      };
    };
    const noWidget = await ask();
    assert.equal(noWidget.status, 503);
    assert.equal(noWidget.code, 'not_ready');
    assert.deepEqual(noWidget.missing, ['widget']);
    Object.assign(state, {isQueueRunning: false, isDraining: true});
    const {queries} = deps.db;
    await queries.execute(sql`update drizzle.__drizzle_migrations set created_at = created_at - 1`);
    assert.deepEqual((await ask()).missing, ['migrations', 'queue', 'widget', 'draining']);
    await queries.execute(sql`alter schema drizzle rename to drizzle_gone`);
    assert.deepEqual((await ask()).missing, ['database', 'queue', 'widget', 'draining']);
    await queries.execute(sql`alter schema drizzle_gone rename to drizzle`);
    await queries.execute(sql`update drizzle.__drizzle_migrations set created_at = created_at + 1`);
    await rm(empty, {recursive: true});
  });

  test('with real keys the numbers are for who holds the token alone', async () => {
    const stripe = {secretKey: 'sk_test_1', publishableKey: 'pk_test_1', webhookSecrets: []};
    const {deps} = shop();
    const config = {...deps.config, stripe};
    const closed = createApp({...deps, config});
    assert.equal((await closed.request('/metrics')).status, 404);
    const metricsToken = 'a token for the metrics';
    const open = createApp({...deps, config: {...config, metricsToken}});
    assert.equal((await open.request('/metrics')).status, 404);
    const headers = {authorization: `Bearer ${metricsToken}`};
    assert.equal((await open.request('/metrics', {headers})).status, 200);
  });
});
