/**
 * Two replicas on a real Postgres, buyers who buy, and everything that can break breaking. In the
 * end every payment that was taken is one paid order, with one mail to its buyer, one to the owner, and
 * one call to the merchant.
 */
import {randomBytes} from 'node:crypto';
import {setTimeout as pause} from 'node:timers/promises';
import {freePort} from '../support/server.ts';
import {until} from '../support/until.ts';
import {startBalancer} from './balancer.ts';
import {startCluster} from './cluster.ts';
import {
  killReplicas,
  troubleDatabase,
  troubleWebhooks,
  type FaultCounts,
  type FaultPlan,
} from './faults.ts';
import {createRandom, type Random} from './random.ts';
import {startMailServer, startMerchant} from './receivers.ts';
import {answers, createReplica, type Replica} from './replica.ts';
import {serverMistakes, visit, type Shop, type Visit} from './shoppers.ts';
import {startBadStripe} from './stripe.ts';
import {takeTally, type Tally} from './tally.ts';
import {letEverythingEnd, withClient} from './time.ts';

export interface ChaosOptions extends FaultPlan {
  seed: number;
  buyersPerSecond: number;
  /** How long a buyer goes on trying. */
  patienceMs: number;
  /** What happens just now, for whoever watches. */
  say?: (what: string) => void;
}

export interface ChaosReport {
  tally: Tally;
  visits: Record<Visit, number>;
  faults: FaultCounts;
  stripeCallsSpoiled: number;
  /** 500s that buyers met: mistakes of the server, whatever the database did. */
  serverMistakes: string[];
  /** Replicas that ended without having been killed. */
  deaths: string[];
  failedStarts: string[];
  /** Replicas that lived and no longer served. */
  hung: string[];
}

/** The first sells out, so that reserving matters; of the others there is enough. */
const stock = new Map([
  ['rare', 25],
  ['tee', 100_000],
  ['mug', 100_000],
]);

const DATABASE = 'chaos';
const MOST_INSIDE = 10;
const WEBHOOK_SECRET = 'whsec_chaosChaosChaosChaosChaosChaos';

export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const {say = () => {}, patienceMs} = options;
  const random = createRandom(options.seed);
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const cluster = await startCluster();
    closers.push(() => cluster.stop());
    const url = await cluster.createDatabase(DATABASE);
    const ports = [await freePort(), await freePort()];
    const balancer = await startBalancer(ports);
    closers.push(() => balancer.close());
    const origin = `http://127.0.0.1:${balancer.port}`;
    const webhook = {url: `${origin}/webhooks/stripe`, secret: WEBHOOK_SECRET};
    const stripe = await startBadStripe(random.fork(), webhook);
    closers.push(() => stripe.close());
    const merchantSecret = `whsec_${randomBytes(24).toString('base64')}`;
    const mails = await startMailServer(random.fork());
    closers.push(() => mails.close());
    const merchant = await startMerchant(random.fork(), merchantSecret);
    closers.push(() => merchant.close());

    const environment = {
      DATABASE_URL: url,
      STRIPE_SECRET_KEY: stripe.simulator.secretKey,
      // All shoppers come from one address: counted, and never refused.
      RATE_LIMIT_FACTOR: '1000000',
      STRIPE_PUBLISHABLE_KEY: stripe.simulator.publishableKey,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_BASE: stripe.origin,
      SMTP_URL: `smtp://127.0.0.1:${mails.port}`,
      MAIL_FROM: 'shop@example.com',
      OWNER_EMAIL: 'owner@example.com',
      MERCHANT_WEBHOOK_URL: `http://127.0.0.1:${merchant.port}/`,
      MERCHANT_WEBHOOK_SECRET: merchantSecret,
      MERCHANT_WEBHOOK_ALLOW_PRIVATE: 'true',
      TRUSTED_PROXIES: '1',
      LOG_LEVEL: 'warn',
    };
    const replicas = ports.map((port, index) =>
      createReplica(`replica ${index}`, port, environment),
    );
    closers.push(async () => void (await Promise.all(replicas.map((each) => each.kill('stay')))));
    // At once, so that their migrations race too.
    for (const replica of replicas) replica.start();
    await Promise.all(replicas.map((replica) => replica.ready()));
    await withClient(url, async (client) => {
      for (const [sku, count] of stock) {
        await client.query('insert into products (sku, name, stock) values ($1, $1, $2)', [
          sku,
          count,
        ]);
        await client.query("insert into prices values ($1, 'usd', 2500)", [sku]);
      }
    });

    const shop: Shop = {origin, stripe, skus: [...stock.keys()], patienceMs};
    const receivers = [mails, merchant];
    const faults: FaultCounts = {kills: 0, backendsTerminated: 0, postgresCrashes: 0};
    const over = new AbortController();
    stripe.setFaults(0.08);
    for (const receiver of receivers) receiver.setFaults(0.08);
    say(`seed ${options.seed}: ${options.kills} kills`);
    const buyers = letBuyersIn(shop, options.buyersPerSecond, random.fork(), over.signal);
    const troubles = [
      troubleDatabase(cluster, {url, name: DATABASE}, options, random.fork(), faults, over.signal),
      troubleWebhooks(stripe, random.fork(), over.signal),
    ];
    await killReplicas(replicas, options, random.fork(), faults);
    over.abort();
    await Promise.all(troubles);
    stripe.setFaults(0);
    for (const receiver of receivers) receiver.setFaults(0);
    say('the faults are over');
    const visits = await buyers;

    const hung = [...(await findHung(replicas, shop, random.fork())), ...(await findWaiting(url))];
    // The last blow takes both, in the middle of whatever they do; then the shop stands still.
    await Promise.all(replicas.map((replica) => replica.kill('stay')));
    faults.kills += 2;
    say('ten minutes later');
    await letEverythingEnd(url, async () => {
      for (const replica of replicas) replica.start();
      await Promise.all(replicas.map((replica) => replica.ready()));
    });
    const tally = await withClient(url, (client) =>
      takeTally(client, stripe, {mails, merchant}, stock),
    );
    return {
      tally,
      visits,
      faults,
      stripeCallsSpoiled: [...stripe.spoiled.values()].reduce((sum, count) => sum + count, 0),
      serverMistakes: [...serverMistakes],
      deaths: replicas.flatMap(({deaths}) => deaths),
      failedStarts: replicas.flatMap(({failedStarts}) => failedStarts),
      hung,
    };
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

/** One after the other comes in, as long as there is room; none comes once it is over. */
async function letBuyersIn(
  shop: Shop,
  perSecond: number,
  random: Random,
  signal: AbortSignal,
): Promise<Record<Visit, number>> {
  const visits: Record<Visit, number> = {paid: 0, left: 0, 'sold out': 0, 'gave up': 0};
  const inside = new Set<Promise<void>>();
  for (let number = 0; !signal.aborted; number += 1) {
    const coming: Promise<void> = visit(shop, random.fork(), number).then((ending) => {
      visits[ending] += 1;
      inside.delete(coming);
    });
    inside.add(coming);
    await pause(random.between(500, 1500) / perSecond);
    // A slow machine has fewer buyers, not a crowd that drowns it.
    while (inside.size >= MOST_INSIDE) await Promise.race(inside);
  }
  await Promise.all(inside);
  return visits;
}

/** A replica that lives must serve: its own health, and a whole purchase through it alone. */
async function findHung(replicas: Replica[], shop: Shop, random: Random): Promise<string[]> {
  const hung: string[] = [];
  for (const replica of replicas) {
    await replica.ready().catch(() => undefined);
    const serves = await until(
      `${replica.name} sells`,
      async () => {
        if (!(await answers(replica.port))) return false;
        const origin = `http://127.0.0.1:${replica.port}`;
        return (
          (await visit({...shop, origin, skus: ['tee'], patienceMs: 15_000}, random, 0)) !==
          'gave up'
        );
      },
      20_000,
    ).catch(() => false);
    if (!serves) hung.push(`${replica.name}: ${replica.output().slice(-2000)}`);
  }
  return hung;
}

/**
 * Jobs whose time has come must be taken by the replicas that went through all of it; these would
 * wait for ever. Not reconcile: the lock of a killed one is freed after a minute.
 */
const findWaiting = (url: string): Promise<string[]> =>
  withClient(url, async (client) => {
    let waiting: string[] = [];
    await until(
      'no job waits',
      async () => {
        const {rows} = await client.query<{task: string}>(
          `select distinct task_identifier as task from graphile_worker.jobs
          where locked_at is null and attempts < max_attempts and task_identifier <> 'reconcile'
          and run_at < now() - interval '3 seconds'`,
        );
        waiting = rows.map(({task}) => `nobody takes a ${task}`);
        return waiting.length === 0;
      },
      30_000,
    ).catch(() => undefined);
    return waiting;
  });
