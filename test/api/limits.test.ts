/** How often what may be asked, by whom, and what a card tester meets. */
import assert from 'node:assert/strict';
import type {IncomingMessage} from 'node:http';
import {after, before, describe, test} from 'node:test';
import {Hono} from 'hono';
import pg from 'pg';
import type {Problem} from '../../api/contract.ts';
import {clientNetwork, networkOf} from '../../api/http/client-address.ts';
import {openLimitStore} from '../../api/http/limit-store.ts';
import {createLimits} from '../../api/http/limits.ts';
import {createLogger} from '../../api/log.ts';
import {countInDatabase} from '../support/count-in-database.ts';
import {onEachDatabase} from '../support/databases.ts';
import {inParallel} from '../support/in-parallel.ts';
import {startPostgres, type TestPostgres} from '../support/postgres.ts';
import {buyer, intentId, openShop, type Shop} from '../support/shop.ts';
import {until} from '../support/until.ts';

const env = {RATE_LIMIT_FACTOR: '1', TRUSTED_PROXIES: '1'};
let addresses = 0;
/** An address that no other test has. */
const newAddress = () => `198.51.100.${(addresses += 1)}`;
const from = (address: string) => ({'x-forwarded-for': address});

/**
 * The statuses of `count` requests, with how often each came. As many at once as the limits have
 * connections: whoever waits too long for one is counted by its replica alone.
 */
async function burst(count: number, send: (index: number) => Promise<{status: number}>) {
  const times: Record<number, number> = {};
  const sendOne = async (index: number) => {
    const {status} = await send(index);
    times[status] = (times[status] ?? 0) + 1;
  };
  await inParallel([...Array(count).keys()], sendOne, 3);
  return times;
}

onEachDatabase(
  (shop) => {
    const badOrder = (headers: Record<string, string>) =>
      shop().call<Problem>('POST', '/orders', {body: {}, headers});

    test('a burst of orders from one client is answered 429, and no other client notices', async () => {
      const address = newAddress();
      // What stands left of the trusted entry anybody can make up, and it makes no difference.
      const times = await burst(310, (index) =>
        badOrder(from(`203.0.113.${index % 250}, ${address}`)),
      );
      assert.deepEqual(times, {400: 300, 429: 10});
      const refused = await badOrder(from(address));
      assert.equal(refused.status, 429);
      assert.equal(refused.body.code, 'rate_limited');
      assert.equal(refused.headers.get('content-type'), 'application/problem+json');
      const wait = Number(refused.headers.get('retry-after'));
      assert.ok(wait >= 1 && wait <= 600, `Retry-After is ${wait}`);
      assert.equal((await badOrder(from(newAddress()))).status, 400);
    });

    test('lookups are counted, whatever they ask for', async () => {
      const headers = from(newAddress());
      const lookup = async () => {
        const body = {paymentIntent: 'nothing'};
        return (await shop().call('POST', '/orders/lookup', {body, headers})).status;
      };
      for (let allowed = 1; allowed <= 60; allowed += 1) assert.equal(await lookup(), 400);
      assert.equal(await lookup(), 429);
      assert.equal(await lookup(), 429);
    });

    test("Stripe's webhook is never counted", async () => {
      const times = await burst(700, () =>
        fetch(`${shop().origin}/webhooks/stripe`, {method: 'POST', body: '{}'}),
      );
      assert.deepEqual(times, {400: 700});
    });

    test('an order is tried six times with failing cards, and then has to wait', async () => {
      const headers = from(newAddress());
      const {order, token, clientSecret} = await shop().placeOrder();
      const body = {expectedAmount: order.amount, billingDetails: buyer};
      const start = () =>
        shop().call<Problem>('POST', `/orders/${order.id}/payment`, {token, body, headers});
      for (let failures = 1; failures <= 6; failures += 1) {
        assert.equal((await start()).status, 200, `try ${failures}`);
        await assert.rejects(shop().confirm(clientSecret!, 'pm_card_visa_chargeDeclined'));
        await until('the failure is counted', async () => {
          return (await shop().deps.limits.tallied('failures-of-order', order.id)) === failures;
        });
      }
      const refused = await start();
      assert.equal(refused.status, 429);
      assert.equal(refused.body.code, 'rate_limited');
      assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    });

    test('a new order for each card does not help: the client cannot order any more', async () => {
      const headers = from(newAddress());
      let tried = 0;
      for (; ; tried += 1) {
        const placed = await shop().call<{order: {id: string}; clientSecret: string}>(
          'POST',
          '/orders',
          {body: {items: [{sku: 'tee', quantity: 1}]}, headers},
        );
        if (placed.status === 429) break;
        assert.equal(placed.status, 201);
        // Straight at Stripe, without ever telling us that a payment begins.
        await assert.rejects(
          shop().confirm(placed.body.clientSecret, 'pm_card_visa_chargeDeclined'),
        );
        const {id} = placed.body.order;
        await until('the failure is counted', async () => {
          return (await shop().deps.limits.tallied('failures-of-order', id)) === 1;
        });
        assert.ok(tried < 40, 'it goes on and on');
      }
      assert.ok(tried >= 14 && tried <= 17, `${tried} cards were tried`);
    });

    test('orders placed beforehand do not help: from the thirtieth failure on, each has one try', async () => {
      const headers = from(newAddress());
      const placed = [];
      for (let order = 1; order <= 8; order += 1) {
        placed.push(
          await shop().call<{order: {id: string}; clientSecret: string}>('POST', '/orders', {
            body: {items: [{sku: 'tee', quantity: 1}]},
            headers,
          }),
        );
      }
      let failures = 0;
      for (const {body} of placed) {
        const fail = async (which: number) => {
          await assert.rejects(shop().confirm(body.clientSecret, 'pm_card_visa_chargeDeclined'), {
            code: 'card_declined',
          });
          await until('the failure is counted', async () => {
            return (await shop().deps.limits.tallied('failures-of-order', body.order.id)) === which;
          });
        };
        const isCancelled = async () =>
          (await shop().stripe.paymentIntents.retrieve(intentId(body.clientSecret))).status ===
          'canceled';
        const most = failures < 30 ? 5 : 1;
        for (let which = 1; which <= most; which += 1) await fail(which);
        failures += most;
        if (failures >= 30) await until('nobody can go on with it', isCancelled);
      }
    });

    test('who does not hold the token cannot use up the tries of an order', async () => {
      const placed = await shop().placeOrder();
      const headers = from(newAddress());
      const times = await burst(60, () =>
        shop().call('POST', `/orders/${placed.order.id}/payment`, {
          token: 'x'.repeat(43),
          body: {expectedAmount: 1, billingDetails: buyer},
          headers,
        }),
      );
      assert.deepEqual(times, {404: 60});
      const paid = await shop().startPayment(placed);
      assert.equal(paid.status, 200);
    });
  },
  {env},
);

describe('several replicas', () => {
  let postgres: TestPostgres;
  let replicas: Shop[];
  before(async () => {
    postgres = await startPostgres();
    const databaseUrl = await postgres.createDatabase();
    // At the same moment: they make the same tables.
    replicas = await Promise.all([openShop({databaseUrl, env}), openShop({databaseUrl, env})]);
  });
  after(async () => {
    for (const replica of replicas) await replica.close();
    await postgres.stop();
  });

  test('count together', async () => {
    const headers = from(newAddress());
    const times = await burst(320, (index) =>
      replicas[index % 2]!.call('POST', '/orders', {body: {}, headers}),
    );
    assert.deepEqual(times, {400: 300, 429: 20});
  });
});

test('while the database is away, each replica counts for itself', async () => {
  const postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  const log = createLogger('silent');
  const store = await openLimitStore({databaseUrl, secret: 'a secret', log});
  const refused: string[] = [];
  const limits = createLimits({store, factor: 1, onRefused: (name) => refused.push(name)});
  const client = new pg.Client({connectionString: databaseUrl});
  await client.connect();
  await countInDatabase(client, 'pay-order:another', () => limits.take('pay-order', 'another'));
  await client.end();
  await limits.take('pay-order', 'order');
  await postgres.stop();
  for (let tries = 0; tries < 30; tries += 1) await limits.take('pay-order', 'order');
  await assert.rejects(limits.take('pay-order', 'order'), {code: 'rate_limited'});
  assert.deepEqual(refused, ['pay-order']);
  await store.rememberCaller('ord_1', 'somebody');
  assert.equal(await store.callerOf('ord_1'), 'somebody');
  await store.close();
});

test('a client is its IPv4 address or its /64, however it is written', () => {
  const cases: [string, string | undefined][] = [
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
    ['2130706433', undefined],
    ['0x7f.1', undefined],
    ['unknown', undefined],
    ['', undefined],
  ];
  for (const [written, network] of cases) assert.equal(networkOf(written), network, written);
});

test('X-Forwarded-For counts only behind trusted proxies, from the right', async () => {
  const seen = async (trusted: number, forwarded?: string) => {
    const app = new Hono().get('/', (c) => c.text(clientNetwork(c, trusted)));
    const incoming = {socket: {remoteAddress: '10.0.0.1'}} as IncomingMessage;
    const headers: Record<string, string> = forwarded ? {'x-forwarded-for': forwarded} : {};
    return (await app.request('/', {headers}, {incoming})).text();
  };
  assert.equal(await seen(0, '203.0.113.1'), '10.0.0.1');
  assert.equal(await seen(1), '10.0.0.1');
  assert.equal(await seen(1, '6.6.6.6, 203.0.113.1'), '203.0.113.1');
  assert.equal(await seen(2, '6.6.6.6, 203.0.113.1, 10.0.0.2'), '203.0.113.1');
  assert.equal(await seen(2, '203.0.113.1'), '10.0.0.1', 'it did not come through all of them');
  assert.equal(await seen(1, 'nonsense'), '10.0.0.1');
});
