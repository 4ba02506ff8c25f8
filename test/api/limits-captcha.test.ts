/** After some failures a challenge must be solved; an intent that fails on and on is cancelled. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, before, test} from 'node:test';
import type {Config, Problem} from '../../api/contract.ts';
import {createCaptcha} from '../../api/http/captcha.ts';
import {createLogger} from '../../api/log.ts';
import type {ReceivedEvent} from '../../api/stripe/events.ts';
import {buyer, eventOf, intentId, openShop, type Shop} from '../support/shop.ts';
import {until} from '../support/until.ts';

/** Stands in for Cloudflare: knows one good token, and can be out of order. */
let turnstile: Server;
let isBroken = false;
const asked: URLSearchParams[] = [];
let shop: Shop;
let verifyUrl: string;

before(async () => {
  turnstile = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const form = new URLSearchParams(body);
      asked.push(form);
      // Never answers: whoever asks must give up by itself.
      if (form.get('response') === 'slow') return;
      response.writeHead(isBroken ? 500 : 200, {'content-type': 'application/json'});
      response.end(isBroken ? 'oops' : JSON.stringify({success: form.get('response') === 'good'}));
    });
  }).listen(0, '127.0.0.1');
  await once(turnstile, 'listening');
  verifyUrl = `http://127.0.0.1:${(turnstile.address() as AddressInfo).port}/siteverify`;
  shop = await openShop({
    env: {
      TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
      TURNSTILE_SECRET_KEY: 'secret of the turnstile',
      TURNSTILE_VERIFY_URL: verifyUrl,
    },
  });
});
after(async () => {
  await shop.close();
  turnstile.close();
  turnstile.closeAllConnections();
});

async function decline(order: {id: string}, clientSecret: string, failures: number) {
  await assert.rejects(shop.confirm(clientSecret, 'pm_card_visa_chargeDeclined'));
  await until(`failure ${failures} is counted`, async () => {
    return (await shop.deps.limits.tallied('failures-of-order', order.id)) === failures;
  });
}

test('the page learns the site key, and never the secret', async () => {
  const answer = await shop.call<Config>('GET', '/config');
  assert.deepEqual(answer.body.captcha, {
    provider: 'turnstile',
    siteKey: '1x00000000000000000000AA',
  });
  assert.doesNotMatch(JSON.stringify(answer.body), /secret of the turnstile/);
});

test('after three failures only a solved challenge goes on', async () => {
  const {order, token, clientSecret} = await shop.placeOrder();
  const start = (captchaToken?: string) =>
    shop.call<Problem>('POST', `/orders/${order.id}/payment`, {
      token,
      body: {
        expectedAmount: order.amount,
        billingDetails: buyer,
        ...(captchaToken ? {captchaToken} : {}),
      },
    });
  for (const failures of [1, 2, 3]) {
    assert.equal((await start()).status, 200, 'a mistyped card is no crime');
    await decline(order, clientSecret!, failures);
  }
  assert.equal(asked.length, 0);
  const refused = await start();
  assert.equal(refused.status, 403);
  assert.equal(refused.body.code, 'captcha_required');
  assert.equal((await start('bad')).status, 403);
  isBroken = true;
  assert.equal((await start('good')).status, 403, 'an outage opens no door');
  isBroken = false;
  assert.equal((await start('good')).status, 200);
  assert.equal(asked.at(-1)?.get('secret'), 'secret of the turnstile');
});

test('who never answers about a token is not waited for', async () => {
  const config = {siteKey: 'site', secretKey: 'secret', verifyUrl};
  const impatient = createCaptcha(config, createLogger('silent'), 100);
  assert.equal(await impatient('slow'), false);
  assert.equal(await createCaptcha(config, createLogger('silent'))('good'), true);
});

test('a failure counts once, whether Stripe delivers it or reconcile fetches it first', async () => {
  const {order, clientSecret} = await shop.placeOrder();
  const told = {
    id: intentId(clientSecret!),
    object: 'payment_intent',
    metadata: {order_id: order.id},
  };
  const event = eventOf('payment_intent.payment_failed', told);
  const body = JSON.stringify(event);
  await shop.deps.inbox.receive(JSON.parse(body) as ReceivedEvent, body);
  const counted = () => shop.deps.limits.tallied('failures-of-order', order.id);
  await until('it is counted', async () => (await counted()) === 1);
  assert.equal(await shop.deliver(event), 200);
  await shop.settledEvent(event.id);
  assert.equal(await counted(), 1);
});

test('an intent that is confirmed past us and fails on and on is cancelled', async () => {
  const {order, clientSecret} = await shop.placeOrder();
  for (let failures = 1; failures <= 20; failures += 1) {
    await decline(order, clientSecret!, failures);
  }
  await until('the intent is cancelled', async () => {
    const intent = await shop.stripe.paymentIntents.retrieve(intentId(clientSecret!));
    return intent.status === 'canceled';
  });
  await assert.rejects(shop.confirm(clientSecret!));
});
