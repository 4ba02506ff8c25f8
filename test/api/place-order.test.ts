import assert from 'node:assert/strict';
import {test} from 'node:test';
import {sql} from 'drizzle-orm';
import type {OrderPlaced, Problem} from '../../api/contract.ts';
import {orders, orderTokens} from '../../drizzle/schema.ts';
import {onEachDatabase} from '../support/databases.ts';
import {intentId, newKey} from '../support/shop.ts';

onEachDatabase((shop) => {
  const refused = async (body: unknown, headers: Record<string, string> = {}) => {
    const answer = await shop().call<Problem>('POST', '/orders', {body, headers});
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.equal(answer.body.status, answer.status);
    return answer.body;
  };
  const one = (sku: string, quantity = 1) => ({items: [{sku, quantity}]});

  test('the server prices the order and makes an intent for exactly that', async () => {
    const {order, token, clientSecret} = await shop().placeOrder({
      items: [
        {sku: 'tee', quantity: 2},
        {sku: 'mug', quantity: 1},
        {sku: 'tee', quantity: 1},
      ],
      currency: 'eur',
    });
    assert.equal(order.amount, 3 * 2900 + 2200);
    assert.deepEqual(
      order.lines.map(({sku, quantity, amount}) => [sku, quantity, amount]),
      [
        ['tee', 3, 8700],
        ['mug', 1, 2200],
      ],
    );
    assert.match(order.id, /^ord_[0-9A-Za-z]{22}$/);
    assert.match(order.number, /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    assert.ok(token.length >= 43);
    assert.equal(order.payable, true);
    const intent = await shop().stripe.paymentIntents.retrieve(intentId(clientSecret ?? ''));
    assert.equal(intent.amount, order.amount);
    assert.equal(intent.currency, 'eur');
    assert.deepEqual(intent.metadata, {order_id: order.id, attempt: '1'});
  });

  test('what cannot be sold is refused with a code that says why', async () => {
    assert.equal((await refused(one('nothing'))).code, 'unknown_sku');
    assert.equal((await refused(one('nothing'))).sku, 'nothing');
    assert.equal((await refused({...one('print'), currency: 'eur'})).code, 'currency_unsupported');
    assert.equal((await refused(one('course', 3))).code, 'invalid_quantity');
    assert.equal((await refused(one('pin', 4))).code, 'amount_too_small');
    assert.equal((await refused(one('house', 2))).code, 'amount_too_large');
    const soldOut = await refused(one('print', 4));
    assert.equal(soldOut.code, 'out_of_stock');
    assert.equal(soldOut.available, 3);
  });

  test('quantities that are harmless alone are added up before they are judged', async () => {
    const twice = {
      items: [
        {sku: 'course', quantity: 2},
        {sku: 'course', quantity: 1},
      ],
    };
    assert.equal((await refused(twice)).code, 'invalid_quantity');
  });

  test('a request that is not understood names the part that is wrong', async () => {
    const answer = await refused({items: [{sku: 'tee', quantity: 0}], price: 1});
    assert.equal(answer.code, 'invalid_request');
    const pointers = answer.errors?.map(({pointer}) => pointer);
    assert.deepEqual(pointers, ['/items/0/quantity', '']);
    const short = await refused(one('tee'), {'idempotency-key': 'short'});
    assert.equal(short.errors?.[0]?.pointer, '/idempotency-key');
  });

  test('the same key brings the same order, token and intent, even at the same moment', async () => {
    const key = newKey();
    const [first, second, third] = await Promise.all([
      shop().placeOrder({}, key),
      shop().placeOrder({}, key),
      shop().placeOrder({}, key),
    ]);
    const later = await shop().placeOrder({}, key);
    for (const other of [second, third, later]) {
      assert.equal(other.order.id, first.order.id);
      assert.equal(other.token, first.token);
      assert.equal(other.clientSecret, first.clientSecret);
    }
    const answer = await refused({items: [{sku: 'mug', quantity: 1}]}, {'idempotency-key': key});
    assert.equal(answer.code, 'idempotency_mismatch');
  });

  test('the key itself is stored nowhere', async () => {
    const key = newKey();
    const {token} = await shop().placeOrder({}, key);
    const {queries} = shop().deps.db;
    const rows = JSON.stringify([
      await queries.select().from(orders),
      await queries.select().from(orderTokens),
    ]);
    assert.ok(!rows.includes(key));
    assert.ok(!rows.includes(token));
  });

  test('a deferred order has no intent until the buyer submits', async () => {
    const placed = await shop().placeOrder({intent: 'deferred'});
    assert.equal(placed.clientSecret, undefined);
    assert.equal((await shop().show(placed)).body.clientSecret, undefined);
    const started = await shop().startPayment(placed);
    assert.equal(started.status, 200);
    assert.ok(started.body.clientSecret);
    await shop().confirm(started.body.clientSecret);
    await shop().becomes(placed.order, 'paid');
  });

  test('an order that Stripe has failed at is there again when it does not', async () => {
    const key = newKey();
    const place = () =>
      shop().call<Problem>('POST', '/orders', {
        body: one('tee'),
        headers: {'idempotency-key': key},
      });
    shop().control.play('api_down');
    const away = await place();
    // More often than somebody who tries cards may: nobody has tried one.
    for (let time = 0; time < 32; time += 1) assert.equal((await place()).status, 503);
    shop().control.play('healthy');
    assert.equal(away.status, 503);
    assert.equal(away.body.code, 'payment_provider_unavailable');
    assert.ok(Number(away.headers.get('retry-after')) > 0);
    const placed = await shop().call<OrderPlaced>('POST', '/orders', {
      body: one('tee'),
      headers: {'idempotency-key': key},
    });
    assert.equal(placed.status, 201);
    assert.ok(placed.body.clientSecret);
  });

  test('nobody sees an order without its own token', async () => {
    const mine = await shop().placeOrder();
    const theirs = await shop().placeOrder();
    const {call} = shop();
    const path = `/orders/${mine.order.id}`;
    assert.equal((await call<Problem>('GET', path)).body.code, 'unauthorized');
    const wrong = await call<Problem>('GET', path, {token: theirs.token});
    const unknown = await call<Problem>('GET', '/orders/ord_0000000000000000000000', {
      token: theirs.token,
    });
    assert.equal(wrong.status, 404);
    const {requestId: _one, ...wrongBody} = wrong.body;
    const {requestId: _other, ...unknownBody} = unknown.body;
    assert.deepEqual(wrongBody, unknownBody);
    assert.equal((await call('PATCH', path, {token: theirs.token, body: one('mug')})).status, 404);
    assert.equal((await shop().startPayment({...mine, token: theirs.token})).status, 404);
  });

  test('a column that a newer version has added is no matter to this one beside it', async () => {
    const run = (statement: string) => shop().deps.db.queries.execute(sql.raw(statement));
    for (const table of ['orders', 'order_items', 'order_tokens', 'payment_attempts']) {
      await run(`alter table ${table} add column since_then integer not null default 7`);
      try {
        await shop().placeOrder();
      } finally {
        await run(`alter table ${table} drop column since_then`);
      }
    }
  });
});
