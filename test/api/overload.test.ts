/** More than the server can do: some are refused at once, the rest is served, money is heard of. */
import assert from 'node:assert/strict';
import {connect} from 'node:net';
import {after, before, test} from 'node:test';
import {createApp} from '../../api/app.ts';
import type {Problem} from '../../api/contract.ts';
import {watchLoop} from '../../api/http/load.ts';
import {eventOf, openShop, type Shop} from '../support/shop.ts';
import {until} from '../support/until.ts';

let shop: Shop;
before(async () => {
  shop = await openShop({env: {MOST_REQUESTS_AT_ONCE: '4', MOST_LAG_MS: '250'}});
});
after(() => shop.close());

/** What an event that we do not handle is about. */
const plan = {id: 'plan_1', object: 'plan'};
const order = {items: [{sku: 'tee', quantity: 1}]};

test('a burst is shed with 503 and Retry-After, while webhooks and health go on', async () => {
  const headers = {origin: 'https://shop.example'};
  const burst = Array.from({length: 60}, () =>
    shop.call<Problem>('POST', '/orders', {body: order, headers}),
  );
  const beside = await Promise.all([
    shop.deliver(eventOf('plan.created', plan)),
    shop.call('GET', '/healthz').then(({status}) => status),
  ]);
  assert.deepEqual(beside, [200, 200]);
  const answers = await Promise.all(burst);
  const refused = answers.filter(({status}) => status === 503);
  assert.ok(refused.length > 0, 'nobody was refused');
  assert.ok(refused.length < 60, 'nobody was served');
  assert.equal(answers.filter(({status}) => status === 201).length, 60 - refused.length);
  for (const {headers: given, body} of refused) {
    assert.equal(body.code, 'overloaded');
    assert.equal(given.get('content-type'), 'application/problem+json');
    assert.equal(given.get('retry-after'), '1');
    // The page must be able to read it, or it looks like a broken network.
    assert.equal(given.get('access-control-allow-origin'), '*');
  }
  const text = await (await fetch(`${shop.origin}/metrics`)).text();
  assert.match(text, /checkout_shed_total\{kind="shop",reason="in_flight"\} \d/);
  assert.equal((await shop.call('POST', '/orders', {body: order})).status, 201, 'it goes on');
});

test('who sends slowly takes nobody’s place', async () => {
  const {port} = new URL(shop.origin);
  const send = async (path: string) => {
    const socket = connect(Number(port), '127.0.0.1');
    const head = `POST ${path} HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n`;
    await new Promise((sent) =>
      socket.write(`${head}Content-Length: 1000\r\n\r\n{`, () => sent(null)),
    );
    return socket;
  };
  const senders = await Promise.all(
    ['/orders', '/webhooks/stripe'].flatMap((path) => Array.from({length: 20}, () => send(path))),
  );
  // By the second one at the latest, all of them have arrived.
  for (let turn = 1; turn <= 3; turn += 1) {
    assert.equal((await shop.call('POST', '/orders', {body: order})).status, 201);
    assert.equal(await shop.deliver(eventOf('plan.created', plan, {turn})), 200);
  }
  for (const sender of senders) sender.destroy();
  const hungUp = () => shop.logged().match(/"route":"[^"]+","status":400/g)?.length;
  await until('all of them have hung up', async () => hungUp() === senders.length);
  assert.doesNotMatch(shop.logged(), /unexpected error/);
});

test('an order counts once: a shop that serves one request at a time can place one', async () => {
  const app = createApp({...shop.deps, config: {...shop.deps.config, mostAtOnce: 1}});
  const placed = await app.request('/orders', {
    method: 'POST',
    body: JSON.stringify(order),
    headers: {'content-type': 'application/json'},
  });
  assert.equal(placed.status, 201);
});

test('while the event loop lags, orders are refused and Stripe is not', async () => {
  let lag = 10_000;
  const app = createApp({...shop.deps, loop: {lagMs: () => lag, close: () => {}}});
  const request = {
    method: 'POST',
    body: JSON.stringify(order),
    headers: {'content-type': 'application/json'},
  };
  const refused = await app.request('/orders', request);
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get('retry-after'), '1');
  const unsigned = await app.request('/webhooks/stripe', {method: 'POST', body: '{}'});
  assert.equal(unsigned.status, 400, 'looked at, and refused for its signature');
  assert.equal((await app.request('/healthz')).status, 200);
  lag = 5;
  assert.equal((await app.request('/orders', request)).status, 201);
});

test("the webhook's own cap is the larger one, and holds too", async () => {
  // An event of the orders before, still on its way, would have one of the places.
  await shop.control.idle();
  const held: (() => void)[] = [];
  const app = createApp({
    ...shop.deps,
    inbox: {
      receive: async () => {
        await new Promise<void>((resolve) => held.push(resolve));
        return 'known';
      },
    },
  });
  const payload = JSON.stringify(eventOf('plan.created', plan));
  const [secret = ''] = shop.deps.webhookSecrets;
  const deliver = async () =>
    app.request('/webhooks/stripe', {
      method: 'POST',
      body: payload,
      headers: {
        'stripe-signature': shop.stripe.webhooks.generateTestHeaderString({payload, secret}),
      },
    });
  const waiting = Array.from({length: 16}, deliver);
  await until('all of them wait', async () => held.length === 16);
  assert.equal((await deliver()).status, 503, 'Stripe will deliver it again');
  for (const release of held) release();
  for (const answer of await Promise.all(waiting)) assert.equal(answer.status, 200);
});

test('a blocked event loop is noticed, and so is its recovery', async () => {
  const loop = watchLoop();
  try {
    await until('the lag is seen', async () => {
      const end = performance.now() + 300;
      while (performance.now() < end);
      return loop.lagMs() > 100;
    });
    await until('it is over', async () => loop.lagMs() < 100);
  } finally {
    loop.close();
  }
});
