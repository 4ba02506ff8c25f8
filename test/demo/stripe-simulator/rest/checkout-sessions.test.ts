import assert from 'node:assert/strict';
import {type TestContext, test} from 'node:test';
import type Stripe from 'stripe';
import {idOf} from '../../../../demo/stripe-simulator/machine/charges.ts';
import {type Bench, eventTypes, openBench, press, stillTime} from './support.ts';

const tea: Stripe.Checkout.SessionCreateParams = {
  mode: 'payment',
  line_items: [
    {
      price_data: {currency: 'eur', unit_amount: 990, product_data: {name: 'Green tea'}},
      quantity: 2,
    },
    {
      price_data: {currency: 'eur', unit_amount: 490, product_data: {name: 'Shipping'}},
      quantity: 1,
    },
  ],
  success_url: 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://shop.example/cart',
  client_reference_id: 'order-17',
  metadata: {order_id: '17'},
  payment_intent_data: {metadata: {order_id: '17'}, description: 'Order 17'},
};
const visa = {method: 'card', number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123'};
const jenny = {
  email: 'jenny@example.com',
  name: 'Jenny Rosen',
  country: 'de',
  postal_code: '10115',
};

const open = async (bench: Bench, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) => {
  const session = await bench.stripe.checkout.sessions.create({...tea, ...more});
  return {session, url: session.url ?? ''};
};
const fill = (url: string, form: Record<string, string>) =>
  fetch(url, {method: 'POST', body: new URLSearchParams({...jenny, ...form}), redirect: 'manual'});
const again = (bench: Bench, {id}: {id: string}) => bench.stripe.checkout.sessions.retrieve(id);

async function openPage(t: TestContext, more: Partial<Stripe.Checkout.SessionCreateParams> = {}) {
  const bench = await openBench(t, {now: stillTime});
  return {bench, ...(await open(bench, more))};
}

test('a session adds its lines up and has a page that says what it is', async (t) => {
  const {bench, session, url} = await openPage(t, {customer_email: 'known@example.com'});
  assert.match(session.id, /^cs_test_/);
  assert.equal(session.amount_total, 2470);
  assert.equal(session.currency, 'eur');
  assert.equal(session.status, 'open');
  assert.equal(session.payment_status, 'unpaid');
  assert.equal(session.payment_intent, null);
  assert.equal(session.client_reference_id, 'order-17');
  assert.deepEqual(session.metadata, {order_id: '17'});
  const page = await (await fetch(url)).text();
  for (const text of ['2 × Green tea: €19.80', '€24.70', 'known@example.com', 'No money moves']) {
    assert.ok(page.includes(text), text);
  }
  const items = await bench.stripe.checkout.sessions.listLineItems(session.id, {limit: 1});
  assert.deepEqual([items.data[0]?.description, items.has_more], ['Green tea', true]);
  const expanded = await bench.stripe.checkout.sessions.retrieve(session.id, {
    expand: ['line_items'],
  });
  assert.deepEqual(
    expanded.line_items?.data.map(({amount_total}) => amount_total),
    [1980, 490],
  );
});

test('a paid page makes the payment, completes the session and goes back to the shop', async (t) => {
  const {bench, session, url} = await openPage(t);
  const answer = await fill(url, visa);
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('location'), `https://shop.example/thanks?session=${session.id}`);
  const done = await again(bench, session);
  assert.deepEqual([done.status, done.payment_status, done.url], ['complete', 'paid', null]);
  assert.equal(done.customer_details?.email, 'jenny@example.com');
  assert.equal(done.customer_details?.address?.country, 'DE');
  const intent = await bench.stripe.paymentIntents.retrieve(idOf(done.payment_intent) ?? '');
  assert.equal(intent.status, 'succeeded');
  assert.equal(intent.amount, 2470);
  assert.equal(intent.description, 'Order 17');
  assert.deepEqual(intent.metadata, {order_id: '17'});
  const types = (await eventTypes(bench)).filter((type) => !/^(product|price)\./.test(type));
  assert.deepEqual(types, [
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
  ]);
  // A second visit, by the back button or a second tab, pays nothing again.
  assert.equal((await fill(url, visa)).status, 303);
  assert.equal((await bench.stripe.paymentIntents.list()).data.length, 1);
  const found = await bench.stripe.checkout.sessions.list({payment_intent: intent.id});
  assert.deepEqual(
    found.data.map(({id}) => id),
    [session.id],
  );
});

test('a declined card leaves the session open, and the next try uses the same payment', async (t) => {
  const {bench, session, url} = await openPage(t);
  const declined = await fill(url, {...visa, number: '4000000000009995'});
  assert.equal(declined.status, 402);
  const text = await declined.text();
  assert.match(text, /insufficient funds/);
  assert.ok(text.includes('value="Jenny Rosen"') && !text.includes('4000000000009995'));
  const first = await again(bench, session);
  assert.equal(first.status, 'open');
  await fill(url, visa);
  const second = await again(bench, session);
  assert.equal(second.status, 'complete');
  assert.equal(second.payment_intent, first.payment_intent);
});

test('what is wrong in the form is said on the page', async (t) => {
  const {url} = await openPage(t);
  for (const [form, says] of [
    [{...visa, number: '4242424242424241'}, /card number is (incorrect|invalid)/i],
    [{...visa, expiry: ''}, /expiration|exp_/i],
    [{...visa, email: ''}, /email is missing/],
    [{...visa, method: 'twint'}, /does not take twint/],
  ] as const) {
    const answer = await fill(url, form);
    assert.equal(answer.status, 402);
    assert.match(await answer.text(), says);
  }
});

test('3D Secure and the bank lead away and back, done or failed', async (t) => {
  const {bench, session, url} = await openPage(t);
  const challenge = (await fill(url, {...visa, number: '4000002760003184'})).headers.get(
    'location',
  );
  assert.match(challenge ?? '', /three-d-secure/);
  const failed = await press(challenge ?? '', 'fail');
  const back = new URL(failed.headers.get('location') ?? '');
  assert.equal(back.pathname, `/_simulator/checkout/${session.id}/return`);
  const form = await (await fetch(back)).text();
  assert.match(form, /role="alert"/);
  assert.equal((await again(bench, session)).status, 'open');

  const bank = (await fill(url, {method: 'ideal'})).headers.get('location');
  const approved = await press(bank ?? '', 'approve');
  const thanks = await fetch(approved.headers.get('location') ?? '', {redirect: 'manual'});
  assert.equal(thanks.headers.get('location'), `https://shop.example/thanks?session=${session.id}`);
  assert.equal((await again(bench, session)).payment_status, 'paid');
});

for (const [iban, ending, status] of [
  ['AT611904300234573201', 'async_payment_succeeded', 'paid'],
  ['AT861904300235473202', 'async_payment_failed', 'unpaid'],
] as const) {
  test(`a debit completes the session unpaid; later comes ${ending}`, async (t) => {
    const {bench, session, url} = await openPage(t);
    await fill(url, {method: 'sepa_debit', iban});
    const waiting = await again(bench, session);
    assert.deepEqual([waiting.status, waiting.payment_status], ['complete', 'unpaid']);
    await bench.simulator.control.advance(10_000);
    const types = (await eventTypes(bench)).filter((type) => type.startsWith('checkout.'));
    assert.deepEqual(types, ['checkout.session.completed', `checkout.session.${ending}`]);
    assert.equal((await again(bench, session)).payment_status, status);
  });
}

test('a reserved amount completes the session unpaid, and capturing makes it paid', async (t) => {
  const {bench, session, url} = await openPage(t, {
    payment_intent_data: {capture_method: 'manual'},
  });
  await fill(url, visa);
  const held = await again(bench, session);
  assert.deepEqual([held.status, held.payment_status], ['complete', 'unpaid']);
  await bench.stripe.paymentIntents.capture(idOf(held.payment_intent) ?? '');
  assert.equal((await again(bench, session)).payment_status, 'paid');
});

test('the payment of a page can be cancelled only while its amount is reserved', async (t) => {
  const held = await openPage(t, {payment_intent_data: {capture_method: 'manual'}});
  await fill(held.url, visa);
  const reserved = idOf((await again(held.bench, held.session)).payment_intent) ?? '';
  const {status} = await held.bench.stripe.paymentIntents.cancel(reserved);
  assert.equal(status, 'canceled');

  const bench = await openBench(t, {paymentMethodTypes: ['card', 'multibanco']});
  bench.simulator.control.play('voucher_unpaid');
  const {session, url} = await open(bench);
  await fill(url, {method: 'multibanco', country: 'PT'});
  const waiting = await again(bench, session);
  assert.equal(waiting.status, 'complete');
  const voucher = idOf(waiting.payment_intent) ?? '';
  await assert.rejects(bench.stripe.paymentIntents.cancel(voucher), /Checkout Session/);
});

test('a session expires when its time is up or when it is told to, and takes its payment along', async (t) => {
  const bench = await openBench(t);
  const now = Math.floor(bench.simulator.control.now() / 1000);
  const timed = await open(bench, {expires_at: now + 1800});
  const told = await open(bench);
  await fill(told.url, {...visa, number: '4000000000000002'});
  const intent = idOf((await again(bench, told.session)).payment_intent) ?? '';
  await assert.rejects(bench.stripe.paymentIntents.cancel(intent), /Checkout Session/);
  const expired = await bench.stripe.checkout.sessions.expire(told.session.id);
  assert.deepEqual([expired.status, expired.url], ['expired', null]);
  assert.equal((await bench.stripe.paymentIntents.retrieve(intent)).status, 'canceled');
  await assert.rejects(bench.stripe.checkout.sessions.expire(told.session.id), /expired/);
  await bench.simulator.control.advance(1_801_000);
  assert.equal((await again(bench, timed.session)).status, 'expired');
  assert.equal((await fetch(timed.url)).status, 410);
  assert.equal((await fill(timed.url, visa)).status, 410);
  const types = (await eventTypes(bench)).filter((type) => type.startsWith('checkout.'));
  assert.deepEqual(types, ['checkout.session.expired', 'checkout.session.expired']);
});

test('the address to send to is asked for, checked and kept', async (t) => {
  const {bench, session, url} = await openPage(t, {
    shipping_address_collection: {allowed_countries: ['DE', 'AT']},
  });
  const address = {
    shipping_name: 'Jenny Rosen',
    shipping_line1: 'Teestraße 1',
    shipping_city: 'Berlin',
    shipping_postal_code: '10115',
  };
  assert.match(
    await (await fill(url, {...visa, ...address, shipping_country: 'US'})).text(),
    /does not send to US/,
  );
  await fill(url, {...visa, ...address, shipping_country: 'de'});
  const done = await again(bench, session);
  assert.equal(done.collected_information?.shipping_details?.address.line1, 'Teestraße 1');
  const intent = await bench.stripe.paymentIntents.retrieve(idOf(done.payment_intent) ?? '');
  assert.equal(intent.shipping?.address?.city, 'Berlin');
});

test('a customer is kept when the shop wants one', async (t) => {
  const {bench, session, url} = await openPage(t, {customer_creation: 'always'});
  await fill(url, visa);
  const done = await again(bench, session);
  const customer = await bench.stripe.customers.retrieve(idOf(done.customer) ?? '');
  assert.ok(!customer.deleted && customer.email === 'jenny@example.com');
});

test('what a session refuses', async (t) => {
  const bench = await openBench(t);
  const now = Math.floor(bench.simulator.control.now() / 1000);
  const [line] = tea.line_items ?? [];
  const product_data = {name: 'Tea'};
  const refusals: [Partial<Stripe.Checkout.SessionCreateParams>, object][] = [
    [{line_items: []}, {param: 'line_items'}],
    [{expires_at: now + 60}, {param: 'expires_at'}],
    [{expires_at: now + 2 * 86_400}, {param: 'expires_at'}],
    [{success_url: 'thanks'}, {param: 'success_url'}],
    [
      {line_items: [{price_data: {currency: 'eur', unit_amount: 1, product_data}, quantity: 1}]},
      {code: 'amount_too_small'},
    ],
    [
      {
        line_items: [
          line!,
          {price_data: {currency: 'usd', unit_amount: 990, product_data}, quantity: 1},
        ],
      },
      {param: 'line_items'},
    ],
    [{line_items: [{price: 'price_none', quantity: 1}]}, {code: 'resource_missing'}],
    [{customer: 'cus_none'}, {code: 'resource_missing'}],
    [{mode: 'subscription'}, {statusCode: 501, code: 'not_simulated'}],
    [{ui_mode: 'embedded_page'}, {statusCode: 501, code: 'not_simulated'}],
    [{automatic_tax: {enabled: true}}, {statusCode: 501, code: 'not_simulated'}],
    [{allow_promotion_codes: true}, {statusCode: 501, code: 'not_simulated'}],
  ];
  for (const [change, error] of refusals) {
    await assert.rejects(bench.stripe.checkout.sessions.create({...tea, ...change}), error);
  }
  const old = await bench.send(
    'POST',
    '/v1/checkout/sessions',
    'payment_method_types[]=card&success_url=https://a.example&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=990&line_items[0][price_data][product_data][name]=Tea&line_items[0][quantity]=1',
    {'Stripe-Version': '2026-10-28.endive'},
  );
  assert.equal(old.body.error.code, 'payment_method_types_no_longer_supported');
});
