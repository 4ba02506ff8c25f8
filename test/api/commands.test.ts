/** The commands for a shop's owner at a terminal, as processes beside a real database. */
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {getRequestListener} from '@hono/node-server';
import {eq, sql} from 'drizzle-orm';
import type Stripe from 'stripe';
import {orders, webhookEvents} from '../../drizzle/schema.ts';
import {openPostgres, rowsOf, type Db} from '../../api/db/connect.ts';
import {lockDataDir} from '../../api/db/lock.ts';
import {migrate} from '../../api/db/migrate.ts';
import type {Deps} from '../../api/deps.ts';
import {createLogger} from '../../api/log.ts';
import {seedProducts} from '../../api/orders/catalog.ts';
import {enqueue} from '../../api/queue/queue.ts';
import {createStripe} from '../../api/stripe/client.ts';
import {handledTypes} from '../../api/stripe/event-types.ts';
import {createSimulator, type Simulator} from '../../demo/stripe-simulator/index.ts';
import {startPostgres, type TestPostgres} from '../support/postgres.ts';
import {freePort} from '../support/server.ts';
import {eventOf} from '../support/shop.ts';
import {beginOrder, depsOf, rowOf} from './properties/embedded.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let postgres: TestPostgres;
let db: Db;
let simulator: Simulator;
let stripeServer: Server;
let stripe: Stripe;
let deps: Deps;
let environment: Record<string, string>;
/** What Stripe answers with an error of its own, by the beginning of its path. */
let broken = 'nothing';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opc-commands-'));
  postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  db = openPostgres(databaseUrl, createLogger('silent'));
  await migrate(db, join(root, 'drizzle/migrations'));
  await seedProducts(db.queries, [{sku: 'tee', name: 'Tee', prices: {usd: 3200}}]);
  simulator = await createSimulator();
  const answer = getRequestListener(simulator.app.fetch);
  stripeServer = createServer((request, response) => {
    if (request.url?.startsWith(broken))
      response.writeHead(500).end('{"error":{"type":"api_error"}}');
    else void answer(request, response);
  });
  stripeServer.listen(0, '127.0.0.1');
  await once(stripeServer, 'listening');
  const base = `http://127.0.0.1:${(stripeServer.address() as AddressInfo).port}`;
  stripe = createStripe(simulator.secretKey, new URL(base));
  deps = depsOf(db, {stripe});
  environment = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(folder, 'data'),
    STRIPE_SECRET_KEY: simulator.secretKey,
    STRIPE_PUBLISHABLE_KEY: simulator.publishableKey,
    STRIPE_WEBHOOK_SECRET: 'whsec_of_the_commands_test',
    STRIPE_API_BASE: base,
  };
});
after(async () => {
  await simulator.close();
  stripeServer.close();
  stripeServer.closeAllConnections();
  await db.close();
  await postgres.stop();
  await rm(folder, {recursive: true, force: true});
});

type Command = 'reconcile' | 'events-rerun' | 'jobs';

/** What the command says, without what is for the log, and how it ends. */
async function run(command: Command, args: string[] = [], env: Record<string, string> = {}) {
  const entry = join(root, `api/commands/${command}.ts`);
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...args], {
    cwd: root,
    env: {PATH: process.env['PATH'], ...environment, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = said.split('\n').filter((line) => line && !line.startsWith('{'));
  return {code, lines};
}

const says = (...lines: string[]) => ({code: 0, lines});
const refuses = (...lines: string[]) => ({code: 1, lines});

/** How many events Stripe has that move an order. */
async function eventsAtStripe(): Promise<number> {
  let count = 0;
  for await (const {type} of stripe.events.list({limit: 100})) {
    if (handledTypes.includes(type)) count += 1;
  }
  return count;
}

const waitingEvents = async () =>
  (await db.queries.select().from(webhookEvents).where(eq(webhookEvents.state, 'received'))).length;

test('reconcile says what it found, and leaves it right', async () => {
  const paid = await beginOrder(deps);
  const abandoned = await beginOrder(deps);
  const resting = await beginOrder(deps);
  await stripe.paymentIntents.confirm(paid.first, {
    payment_method: 'pm_card_visa',
    return_url: 'http://127.0.0.1/return',
  });
  // A payment is booked a moment later.
  await simulator.control.advance(5000);
  await db.queries
    .update(orders)
    .set({expiresAt: new Date(Date.now() - 60_000)})
    .where(eq(orders.id, abandoned.id));

  const events = await eventsAtStripe();
  assert.ok(events >= 2);
  assert.deepEqual(
    await run('reconcile', ['--since', '2h']),
    says(
      `${events} events had not arrived, 1 orders were not what Stripe says they are.`,
      '1 abandoned orders have expired.',
    ),
  );
  assert.equal((await rowOf(db, paid.id)).status, 'paid');
  assert.equal((await rowOf(db, abandoned.id)).status, 'expired');
  assert.equal((await rowOf(db, resting.id)).status, 'pending');
  assert.equal(await waitingEvents(), 0, 'they were settled, and not only fetched');

  // The cancellation of what was abandoned, and a refund that Stripe does not want to speak of.
  await stripe.refunds.create({payment_intent: paid.first});
  const more = (await eventsAtStripe()) - events;
  broken = '/v1/refunds';
  const {code, lines} = await run('reconcile', ['--since', '30m']);
  broken = 'nothing';
  assert.equal(code, 0);
  assert.ok((await waitingEvents()) > 0);
  assert.deepEqual(lines, [
    `${more} events had not arrived, 0 orders were not what Stripe says they are.`,
    `${await waitingEvents()} events wait for the server's queue.`,
  ]);
  assert.equal((await rowOf(db, paid.id)).status, 'paid');

  broken = '/v1/payment_intents';
  assert.deepEqual(
    await run('reconcile', ['--since', '1d']),
    refuses(
      'Stripe cannot be reached, or does not take the key: try again, what was done stays done.',
    ),
    'an order that could not be compared is not one that is right',
  );
  broken = 'nothing';
  assert.deepEqual(
    await run('reconcile', ['--since', '1d']),
    says('0 events had not arrived, 0 orders were not what Stripe says they are.'),
  );
  assert.equal((await rowOf(db, paid.id)).status, 'refunded');
});

test('reconcile that cannot be done says in one sentence why', async () => {
  const sentence = 'Say since when: npm run reconcile -- --since 2h';
  for (const args of [[], ['--since'], ['--since', '2 hours'], ['2h']]) {
    assert.deepEqual(await run('reconcile', args), refuses(sentence), args.join(' '));
  }
  const since = ['--since', '2h'];
  const noKeys = {
    STRIPE_SECRET_KEY: '',
    STRIPE_PUBLISHABLE_KEY: '',
    STRIPE_WEBHOOK_SECRET: '',
    STRIPE_API_BASE: '',
  };
  assert.deepEqual(
    await run('reconcile', since, noKeys),
    refuses('Set the keys of Stripe: in the sandbox there is nothing to compare with.'),
  );
  const away =
    'Stripe cannot be reached, or does not take the key: try again, what was done stays done.';
  const closed = await freePort();
  for (const env of [
    {STRIPE_API_BASE: `http://127.0.0.1:${closed}`},
    {STRIPE_SECRET_KEY: 'sk_test_of_somebody_else'},
  ]) {
    assert.deepEqual(await run('reconcile', since, env), refuses(away), Object.keys(env).join());
  }
});

test('events:rerun shows what is parked, and puts back what it is told to', async () => {
  const park = async (reason: string, orderId: string | null, receivedAt: string) => {
    const {id, type} = eventOf('payment_intent.succeeded', {id: 'pi_of_nobody'});
    await db.queries.insert(webhookEvents).values({
      id,
      type: String(type),
      livemode: false,
      state: 'parked',
      reason,
      orderId,
      createdAt: new Date(receivedAt),
      receivedAt: new Date(receivedAt),
    });
    return id;
  };
  const again = 'Again: npm run events:rerun -- evt_… (or --all)';
  assert.deepEqual(await run('events-rerun'), says(`0 events are parked. ${again}`));

  const newer = await park('gave_up', null, '2026-02-03T04:05:06.000Z');
  const older = await park('amount', 'ord_1', '2026-01-02T03:04:05.000Z');
  const third = await park('currency', 'ord_2', '2026-03-04T05:06:07.000Z');
  assert.deepEqual(
    await run('events-rerun'),
    says(
      `${older}  payment_intent.succeeded  amount  ord_1  2026-01-02T03:04:05.000Z`,
      `${newer}  payment_intent.succeeded  gave_up  -  2026-02-03T04:05:06.000Z`,
      `${third}  payment_intent.succeeded  currency  ord_2  2026-03-04T05:06:07.000Z`,
      `3 events are parked. ${again}`,
    ),
  );
  assert.deepEqual(
    await run('events-rerun', ['evt_of_nobody']),
    says('0 events are in the queue again.'),
  );
  assert.deepEqual(await queuedEvents(), []);
  assert.deepEqual(await run('events-rerun', [newer]), says('1 events are in the queue again.'));
  assert.deepEqual(await queuedEvents(), [`event:${newer}`]);
  assert.deepEqual(await run('events-rerun', ['--all']), says('2 events are in the queue again.'));
  assert.deepEqual(await queuedEvents(), [newer, older, third].map((id) => `event:${id}`).sort());
  assert.equal(await waitingEvents(), 3);
});

/** The keys of the jobs that settle an event of the test above. */
async function queuedEvents(): Promise<string[]> {
  const rows = await rowsOf<{key: string}>(
    db.queries,
    sql`select key from graphile_worker.jobs where key like 'event:evt_test_%' order by key`,
  );
  return rows.map(({key}) => key);
}

test('jobs shows what was given up, and puts back what it is told to', async () => {
  const again = 'Again: npm run jobs -- rerun ID (or --all)';
  assert.deepEqual(await run('jobs'), says(`0 jobs were given up. ${again}`));
  for (const orderId of ['ord_1', 'ord_2', 'ord_3']) {
    await enqueue(db.queries, 'send-confirmation', {orderId}, {key: `mail:${orderId}`});
  }
  await db.queries.execute(
    sql`update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'JobFailed'
      where key in ('mail:ord_1', 'mail:ord_2')`,
  );
  const known = await rowsOf<{id: string; key: string; tries: number}>(
    db.queries,
    sql`select id::text as id, key, max_attempts as tries from graphile_worker.jobs
      where key like 'mail:ord_%' order by key`,
  );
  const [first, second, third] = known;
  const lineOf = ({id, key, tries} = first!) =>
    `${id}  send-confirmation  ${key}  ${tries} tries  JobFailed`;
  const bothLines = [lineOf(first), lineOf(second), `2 jobs were given up. ${again}`];
  assert.deepEqual(await run('jobs'), says(...bothLines));
  // What it does not understand, and what nobody gave up, changes nothing.
  const which = 'Say which: npm run jobs -- rerun ID (or --all); or nothing, to see them.';
  assert.deepEqual(await run('jobs', ['retry', first!.id]), refuses(which));
  assert.deepEqual(await run('jobs', ['rerun']), refuses(which));
  const none = says('0 jobs are in the queue again.');
  assert.deepEqual(await run('jobs', ['rerun', 'x; drop', third!.id]), none);

  assert.deepEqual(await run('jobs', ['rerun', first!.id]), says('1 jobs are in the queue again.'));
  assert.deepEqual(await run('jobs'), says(lineOf(second), `1 jobs were given up. ${again}`));
  assert.deepEqual(await run('jobs', ['rerun', '--all']), says('1 jobs are in the queue again.'));
  const attempts = await rowsOf<{attempts: number}>(
    db.queries,
    sql`select attempts from graphile_worker.jobs where key like 'mail:ord_%'`,
  );
  assert.deepEqual(
    attempts.map(({attempts: tries}) => tries),
    [0, 0, 0],
  );
});

test('a command that cannot have the database says so, and touches nothing', async () => {
  assert.deepEqual(
    await run('jobs', [], {DATABASE_URL: `postgres://nobody@127.0.0.1:${await freePort()}/none`}),
    refuses(
      'The database cannot be reached: check DATABASE_URL, and that the server it names is running.',
    ),
  );
  const dataDir = join(folder, 'embedded');
  const lock = await lockDataDir(dataDir);
  const {code, lines} = await run('events-rerun', [], {DATABASE_URL: '', DATA_DIR: dataDir});
  await lock.release();
  assert.equal(code, 1);
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /^Another process is using this data folder: /);
});
