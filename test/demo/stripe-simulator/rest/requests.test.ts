import assert from 'node:assert/strict';
import {test} from 'node:test';
import Stripe from 'stripe';
import {openBench, pay, typedCard} from './support.ts';

const intents = '/v1/payment_intents';

/** form → message, code and parameter of the refusal. */
const refusals: [
  form: string,
  message: RegExp,
  code: string | undefined,
  param: string | undefined,
][] = [
  ['currency=usd', /^Missing required param: amount\.$/, 'parameter_missing', 'amount'],
  ['amount=2000', /^Missing required param: currency\.$/, 'parameter_missing', 'currency'],
  [
    'amount=2000&currency=usd&colour=red',
    /^Received unknown parameter: colour$/,
    'parameter_unknown',
    'colour',
  ],
  [
    'amount=2000&currency=usd&a=1&b=2',
    /^Received unknown parameters: a, b$/,
    'parameter_unknown',
    'a',
  ],
  [
    'amount=2000&currency=usd&shipping[moon]=1',
    /unknown parameter: shipping\[moon\]/,
    'parameter_unknown',
    'shipping[moon]',
  ],
  ['amount=20.5&currency=usd', /^Invalid integer: 20\.5$/, 'parameter_invalid_integer', 'amount'],
  ['amount=ten&currency=usd', /^Invalid integer: ten$/, 'parameter_invalid_integer', 'amount'],
  ['amount=0&currency=usd', /greater than or equal to 1/, 'parameter_invalid_integer', 'amount'],
  ['amount=-5&currency=usd', /greater than or equal to 1/, 'parameter_invalid_integer', 'amount'],
  ['amount=49&currency=usd', /^Amount must be at least \$0\.50 usd$/, 'amount_too_small', 'amount'],
  ['amount=49&currency=jpy', /^Amount must be at least ¥50 jpy$/, 'amount_too_small', 'amount'],
  [
    'amount=100000000&currency=usd',
    /^Amount must be no more than \$999,999\.99$/,
    'amount_too_large',
    'amount',
  ],
  ['amount=1005&currency=kwd', /last digit/, 'parameter_invalid_integer', 'amount'],
  ['amount=1050&currency=isk', /end in 00/, 'parameter_invalid_integer', 'amount'],
  [
    'amount=2000&currency=xyz',
    /^Invalid currency: xyz\. Stripe currently supports these currencies: usd, aed/,
    undefined,
    'currency',
  ],
  ['amount=2000&currency=usd&confirm=maybe', /^Invalid boolean: maybe$/, undefined, 'confirm'],
  [
    'amount=2000&currency=usd&capture_method=later',
    /must be one of automatic, automatic_async, or manual$/,
    undefined,
    'capture_method',
  ],
  ['amount=2000&currency=usd&shipping=home', /^Invalid object$/, undefined, 'shipping'],
  ['amount=2000&currency=usd&expand=customer', /^Invalid array$/, undefined, 'expand'],
  [
    'amount=2000&currency=usd&customer=',
    /empty string for 'customer'/,
    'parameter_invalid_empty',
    'customer',
  ],
  [
    'amount=2000&currency=usd&customer=cus_none',
    /^No such customer: 'cus_none'$/,
    'resource_missing',
    'customer',
  ],
  [
    'amount=2000&currency=usd&payment_method=pm_none',
    /^No such PaymentMethod: 'pm_none'$/,
    'resource_missing',
    'payment_method',
  ],
  [
    'amount=2000&currency=usd&return_url=https://x.example',
    /unless `confirm` is set to true/,
    undefined,
    'return_url',
  ],
  [
    'amount=2000&currency=usd&application_fee_amount=3000',
    /^Can only apply an application_fee_amount when/,
    undefined,
    'application_fee_amount',
  ],
  [
    `amount=2000&currency=usd&metadata[${'k'.repeat(41)}]=v`,
    /at most 40 characters/,
    undefined,
    'metadata',
  ],
  [
    `amount=2000&currency=usd&metadata[k]=${'v'.repeat(501)}`,
    /up to 500 characters/,
    undefined,
    'metadata[k]',
  ],
  [
    `amount=2000&currency=usd&${Array.from({length: 51}, (_, i) => `metadata[k${i}]=v`).join('&')}`,
    /up to 50 metadata keys/,
    undefined,
    'metadata',
  ],
  [
    'amount=2000&currency=usd&expand[]=nonsense',
    /cannot be expanded \(nonsense\)/,
    undefined,
    'expand',
  ],
  [
    'amount=2000&currency=usd&statement_descriptor=A descriptor that is too long',
    /at most 22 characters/,
    undefined,
    'statement_descriptor',
  ],
  [
    'amount=2000&currency=usd&confirm=true&payment_method=pm_card_visa&return_url=nowhere',
    /Not a valid URL/,
    'url_invalid',
    'return_url',
  ],
];

for (const [form, message, code, param] of refusals) {
  test(`refuses ${form.slice(0, 70)}`, async (t) => {
    const bench = await openBench(t);
    const {status, body, headers} = await bench.send('POST', intents, form);
    assert.ok(status === 400 || status === 404, String(status));
    assert.equal(body.error.type, 'invalid_request_error');
    assert.match(body.error.message, message);
    assert.equal(body.error.code, code);
    assert.equal(body.error.param, param);
    assert.match(headers.get('request-id')!, /^req_/);
    assert.ok(body.error.request_log_url.includes(headers.get('request-id')));
  });
}

test('keys: none, a wrong one, one of the page', async (t) => {
  const bench = await openBench(t);
  const none = await bench.send('GET', intents, '', {Authorization: ''});
  assert.equal(none.status, 401);
  assert.match(none.body.error.message, /did not provide an API key/);
  const wrong = await bench.send('GET', intents, '', {
    Authorization: 'Bearer sk_test_51Wrong0000000000',
  });
  assert.equal(wrong.status, 401);
  assert.match(wrong.body.error.message, /^Invalid API Key provided: sk_test_\*+0000$/);
  const live = await bench.send('GET', intents, '', {
    Authorization: 'Bearer sk_live_51Wrong0000000000',
  });
  assert.equal(live.status, 401);
  const page = await bench.sendFromPage('GET', intents);
  assert.equal(page.status, 401);
  assert.equal(page.body.error.code, 'secret_key_required');
  const basic = Buffer.from(`${bench.simulator.secretKey}:`).toString('base64');
  assert.equal(
    (await bench.send('GET', intents, '', {Authorization: `Basic ${basic}`})).status,
    200,
  );
});

test('a page sees a part of the intent, and only with its secret', async (t) => {
  const bench = await openBench(t);
  const {id, secret} = await pay(bench, typedCard('4242424242424242'), {metadata: {cost: '5'}});
  const seen = await bench.sendFromPage('GET', `${intents}/${id}`, {client_secret: secret});
  assert.equal(seen.body.status, 'succeeded');
  for (const hidden of ['metadata', 'customer', 'latest_charge', 'application_fee_amount']) {
    assert.ok(!(hidden in seen.body), hidden);
  }
  const expanded = await bench.sendFromPage('GET', `${intents}/${id}`, {
    client_secret: secret,
    'expand[]': 'payment_method',
  });
  assert.equal(expanded.body.payment_method.card.last4, '4242');
  const without = await bench.sendFromPage('GET', `${intents}/${id}`);
  assert.equal(without.body.error.param, 'client_secret');
  const other = await bench.sendFromPage('GET', `${intents}/${id}`, {client_secret: 'x'});
  assert.equal(other.status, 400);
  const charges = await bench.sendFromPage('GET', '/v1/charges');
  assert.equal(charges.status, 401);
});

test('browsers of any origin may call', async (t) => {
  const bench = await openBench(t);
  const response = await fetch(`${bench.origin}${intents}/pi_x/confirm`, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://shop.example',
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization',
    },
  });
  assert.equal(response.headers.get('access-control-allow-origin'), '*');
  assert.equal(response.headers.get('access-control-allow-credentials'), null);
});

test('the version of a request is echoed, a nonsensical one refused', async (t) => {
  const bench = await openBench(t);
  const {lastResponse} = await bench.stripe.paymentIntents.list();
  assert.equal(lastResponse.apiVersion, Stripe.API_VERSION);
  assert.match(lastResponse.requestId, /^req_/);
  const wrong = await bench.send('GET', intents, '', {'Stripe-Version': 'tomorrow'});
  assert.equal(wrong.status, 400);
  assert.match(wrong.body.error.message, /Invalid Stripe API version/);
});

test('unknown objects are 404, unknown URLs too, and what is left out is 501', async (t) => {
  const bench = await openBench(t);
  await assert.rejects(bench.stripe.paymentIntents.retrieve('pi_none'), {
    statusCode: 404,
    code: 'resource_missing',
    param: 'intent',
    message: "No such payment_intent: 'pi_none'",
  });
  const nowhere = await bench.send('GET', '/v1/nonsense');
  assert.equal(nowhere.status, 404);
  assert.match(nowhere.body.error.message, /^Unrecognized request URL \(GET: \/v1\/nonsense\)/);
  await assert.rejects(bench.stripe.invoices.list(), {statusCode: 501, code: 'not_simulated'});
  await assert.rejects(
    bench.stripe.setupIntents.create(),
    /leaves this out: POST \/v1\/setup_intents/,
  );
  await assert.rejects(bench.stripe.paymentIntents.search({query: 'x'}), {statusCode: 501});
});

test('JSON bodies are refused', async (t) => {
  const bench = await openBench(t);
  const {status, body} = await bench.send('POST', intents, '{"amount":1}', {
    'Content-Type': 'application/json',
  });
  assert.equal(status, 400);
  assert.match(body.error.message, /application\/x-www-form-urlencoded/);
});

test('metadata merges, and empty values take keys away', async (t) => {
  const {stripe} = await openBench(t);
  const made = await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    metadata: {a: '1', b: '2'},
  });
  const merged = await stripe.paymentIntents.update(made.id, {metadata: {b: '', c: '3'}});
  assert.deepEqual(merged.metadata, {a: '1', c: '3'});
  const emptied = await stripe.paymentIntents.update(made.id, {metadata: ''});
  assert.deepEqual(emptied.metadata, {});
});
