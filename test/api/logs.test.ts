/** What the log tells of a day full of purchases and failures, and what it never does. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sql} from 'drizzle-orm';
import type {Problem} from '../../api/contract.ts';
import {onEachDatabase} from '../support/databases.ts';
import {freePort} from '../support/server.ts';
import {buyer, eventOf, intentId, newKey, WEBHOOK_SECRET} from '../support/shop.ts';
import {until} from '../support/until.ts';

/** Of everything that goes wrong on the way, the credentials too. */
const smtpPassword = 'hunter2-of-the-mail-server';
const merchantSecret = `whsec_${'bWVyY2hhbnQ'.repeat(4)}`;
const closed = await freePort();
const env = {
  LOG_LEVEL: 'debug',
  TRUSTED_PROXIES: '1',
  RATE_LIMIT_FACTOR: '1',
  SMTP_URL: `smtp://shop:${smtpPassword}@127.0.0.1:${closed}`,
  MAIL_FROM: 'shop-sender@example.com',
  MERCHANT_WEBHOOK_URL: `http://127.0.0.1:${closed}/hook`,
  MERCHANT_WEBHOOK_SECRET: merchantSecret,
  MERCHANT_WEBHOOK_ALLOW_PRIVATE: 'true',
};

const typed = {
  ...buyer,
  name: 'Wilhelmina Quux-Featherstone',
  email: 'wilhelmina.quux@example.org',
  phone: '+44 20 7946 0958',
  address: {country: 'GB', line1: '9 Zephyr Mews', city: 'Llanfairpwll', postalCode: 'LL61 5UJ'},
};

onEachDatabase(
  (shop) => {
    const secrets = new Set<string>();
    const remember = (...values: (string | undefined)[]) => {
      for (const value of values) if (value) secrets.add(value);
    };
    const lines = () =>
      shop()
        .logged()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Record<string, unknown>);

    test('an answer, its problem and its line in the log bear the same id', async () => {
      const answer = await shop().call<Problem>('GET', '/orders/ord_not-there', {token: newKey()});
      const id = answer.headers.get('x-request-id');
      assert.ok(id);
      assert.equal(answer.body.requestId, id);
      const line = lines().find(({requestId}) => requestId === id);
      assert.equal(line?.['route'], '/orders/:id');
      assert.equal(line?.['status'], 404);
      assert.equal(line?.['level'], 'info');
    });

    test('nothing that was typed or issued is in the log of a whole day', async () => {
      const key = newKey();
      const headers = {'x-forwarded-for': '198.51.100.77'};
      remember(key, '198.51.100.77', WEBHOOK_SECRET, smtpPassword, merchantSecret, env.MAIL_FROM);
      remember('sk_test_simulatorSecretKeyForTestsOnly');
      remember(typed.name, typed.email, typed.phone, ...Object.values(typed.address).slice(1));

      const placed = await shop().placeOrder(
        {customer: {email: typed.email, name: typed.name}, clientReferenceId: 'cart-of-wilhelmina'},
        key,
      );
      const {order, token} = placed;
      remember(token, placed.clientSecret, 'cart-of-wilhelmina');
      await shop().call('PATCH', `/orders/${order.id}`, {
        token,
        headers,
        body: {customer: {email: typed.email}},
      });
      const pay = (change: Record<string, unknown> = {}) =>
        shop().startPayment(placed, {
          billingDetails: typed,
          shipping: {name: typed.name, phone: typed.phone, address: typed.address},
          ...change,
        });
      assert.equal((await pay({captchaToken: 'a-solved-challenge-token'})).status, 200);
      remember('a-solved-challenge-token');
      // Declined, then asked with nonsense in every place, then paid.
      await assert.rejects(shop().confirm(placed.clientSecret!, 'pm_card_visa_chargeDeclined'));
      await shop().becomes(order, 'payment_failed');
      assert.equal((await pay({expectedAmount: 1})).status, 409);
      assert.equal(
        (await pay({billingDetails: {...typed, email: `${typed.email} <`}})).status,
        400,
      );
      assert.equal((await pay({[typed.email]: 1})).status, 400);
      const strange = `/orders/${encodeURIComponent(typed.email)}?secret=${token}`;
      assert.equal((await shop().call('GET', strange, {token: newKey()})).status, 404);
      const half = await fetch(`${shop().origin}/orders`, {
        method: 'POST',
        headers: {'content-type': 'application/json', authorization: `Bearer ${token}`},
        body: `{"email":"${typed.email}`,
      });
      assert.equal(half.status, 400);
      assert.equal((await pay()).status, 200);
      await shop().confirm(placed.clientSecret!);
      await shop().becomes(order, 'paid');
      remember((await shop().lookUp(placed.clientSecret!)).body.token);
      assert.equal(
        (await shop().lookUp(`${intentId(placed.clientSecret!)}_secret_no`)).status,
        404,
      );

      // An event with the buyer in it, signed by nobody we know; and again as Stripe would.
      const told = {
        id: intentId(placed.clientSecret!),
        receipt_email: typed.email,
        client_secret: placed.clientSecret,
      };
      const event = eventOf('payment_intent.succeeded', told);
      assert.equal(await shop().deliver(event, {secret: 'whsec_of_a_stranger'}), 400);
      assert.equal(await shop().deliver(`{"id":"${typed.email}"}`), 400);
      remember('whsec_of_a_stranger');

      // The mail server and the merchant are away: both jobs fail and say so.
      for (const trouble of ['"job":"send-confirmation"', 'merchant webhook not delivered']) {
        await until(`the log says: ${trouble}`, async () => shop().logged().includes(trouble));
      }

      // The worst: a database error, whose message holds the query and what was to be stored.
      const {queries} = shop().deps.db;
      await queries.execute(sql`alter table orders rename to orders_gone`);
      const failed = await shop().call<Problem>('POST', '/orders', {
        body: {
          items: [{sku: 'tee', quantity: 1}],
          customer: {email: typed.email, name: typed.name},
        },
        headers: {...headers, 'idempotency-key': key},
      });
      await queries.execute(sql`alter table orders_gone rename to orders`);
      assert.equal(failed.status, 500);
      assert.equal(failed.body.code, 'internal_error');
      const unexpected = lines().find(({msg}) => msg === 'unexpected error');
      assert.ok(unexpected);
      const {type, code} = unexpected['error'] as Record<string, unknown>;
      // What `pg` calls its errors, and the table that is not there.
      assert.deepEqual({type, code}, {type: 'error', code: '42P01'});

      const log = shop().logged();
      assert.ok(secrets.size > 15);
      for (const secret of secrets) {
        assert.ok(!log.includes(secret), `the log holds ${secret}`);
        assert.ok(!JSON.stringify(failed.body).includes(secret));
      }
      assert.doesNotMatch(log, /_secret_|whsec_|sk_test_|Bearer|@example/);
    });
  },
  {env},
);
