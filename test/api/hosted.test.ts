/** Paying on a page that Stripe hosts: the same order, the same rules, the same end. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eq} from 'drizzle-orm';
import {orders, paymentAttempts} from '../../drizzle/schema.ts';
import {onEachDatabase} from '../support/databases.ts';
import {opened, openPage, payOnPage} from '../support/hosted-page.ts';
import {until} from '../support/until.ts';

onEachDatabase((shop) => {
  const rowOf = async (id: string) =>
    (await shop().deps.db.queries.select().from(orders).where(eq(orders.id, id)))[0];
  const attemptsOf = (id: string) =>
    shop()
      .deps.db.queries.select()
      .from(paymentAttempts)
      .where(eq(paymentAttempts.orderId, id))
      .orderBy(paymentAttempts.attempt);
  const sessionOf = (id: string) => shop().stripe.checkout.sessions.retrieve(id);

  test('the page asks for exactly what was ordered and leads back with its own id', async () => {
    const placed = await shop().placeOrder({
      items: [
        {sku: 'tee', quantity: 2},
        {sku: 'mug', quantity: 1},
      ],
      locale: 'de-AT',
      customer: {email: 'ada@example.com'},
    });
    const {order, session, url} = await opened(shop(), placed, {
      returnUrl: `${shop().origin}/return?from=shop#pay`,
      cancelUrl: `${shop().origin}/cart`,
      asks: {address: true, phone: true, shipsTo: ['DE', 'KP']},
    });
    assert.equal(order.status, 'pending');
    const made = await shop().stripe.checkout.sessions.retrieve(session, {expand: ['line_items']});
    assert.equal(made.url, url);
    assert.equal(made.amount_total, placed.order.amount);
    assert.equal(made.currency, placed.order.currency);
    assert.deepEqual(
      made.line_items?.data.map(({description, quantity}) => [description, quantity]),
      [
        ['Heavyweight tee', 2],
        ['Stoneware mug', 1],
      ],
    );
    assert.equal(made.client_reference_id, order.id);
    assert.deepEqual(made.metadata, {order_id: order.id, attempt: '2'});
    assert.equal(made.customer_email, 'ada@example.com');
    assert.equal(made.locale, 'de');
    assert.equal(made.billing_address_collection, 'required');
    assert.equal(made.phone_number_collection?.enabled, true);
    assert.deepEqual(made.shipping_address_collection, {allowed_countries: ['DE']});
    assert.equal(
      made.success_url,
      `${shop().origin}/return?from=shop&opc_session={CHECKOUT_SESSION_ID}#pay`,
    );
    assert.equal(made.cancel_url, `${shop().origin}/cart`);
    assert.ok(made.expires_at * 1000 <= Date.parse(order.expiresAt));
    const {location} = await payOnPage(
      {url},
      {
        phone: '+4366412345',
        line1: 'Ring 1',
        city: 'Wien',
        shipping_name: 'Grace',
        shipping_line1: 'Weg 2',
        shipping_country: 'DE',
      },
    );
    assert.equal(location, `${shop().origin}/return?from=shop&opc_session=${session}#pay`);
    await shop().becomes(order, 'paid');
  });

  test('what is paid there makes the order paid: stock once, one mail, to whom the page asked', async () => {
    const before = await shop().stock('mug');
    const placed = await shop().placeOrder({items: [{sku: 'mug', quantity: 1}]});
    const page = await opened(shop(), placed, {asks: {shipsTo: []}});
    assert.equal((await shop().stock('mug')).reserved, before.reserved! + 1);
    await payOnPage(page, {
      shipping_name: 'Grace',
      shipping_line1: '1 Main St',
      shipping_country: 'US',
    });
    await shop().becomes(placed.order, 'paid');
    assert.deepEqual(await shop().stock('mug'), {
      stock: before.stock! - 1,
      reserved: before.reserved,
    });
    const mails = await shop().mailsFor(placed.order);
    assert.deepEqual(
      mails.map(({to}) => to),
      ['grace@example.com'],
    );
    const row = await rowOf(placed.order.id);
    assert.equal(row?.name, 'Grace Hopper');
    assert.deepEqual(row?.billingDetails, {
      name: 'Grace Hopper',
      email: 'grace@example.com',
      address: {country: 'US'},
    });
    assert.deepEqual(row?.shipping, {name: 'Grace', address: {country: 'US', line1: '1 Main St'}});
    const [first, second] = await attemptsOf(placed.order.id);
    assert.equal(first?.status, 'canceled', 'what was begun in the form');
    assert.equal(second?.status, 'succeeded');
    assert.equal(second?.open, false);
    const again = await openPage(shop(), placed);
    assert.equal(again.body.code, 'order_not_payable');
  });

  test('asked twice, at once and later, it is one page', async () => {
    const placed = await shop().placeOrder();
    const pages = await Promise.all([1, 2, 3].map(() => opened(shop(), placed)));
    pages.push(await opened(shop(), placed));
    assert.equal(new Set(pages.map(({session}) => session)).size, 1);
    assert.equal((await attemptsOf(placed.order.id)).length, 2);
    const elsewhere = await opened(shop(), placed, {returnUrl: `${shop().origin}/thanks`});
    assert.notEqual(elsewhere.session, pages[0]?.session);
    assert.equal((await sessionOf(pages[0]!.session)).status, 'expired');
    assert.equal((await rowOf(placed.order.id))?.stock, 'reserved');
  });

  test('nobody is led anywhere but to a page of the shop', async () => {
    const placed = await shop().placeOrder();
    const wrong = [
      {returnUrl: 'https://evil.example/return'},
      {returnUrl: `${shop().origin}@evil.example/`},
      {returnUrl: shop().origin.replace('://', '://ada:secret@')},
      {returnUrl: 'javascript:alert(1)'},
      {returnUrl: `${shop().origin}/{CHECKOUT_SESSION_ID}`},
      {cancelUrl: 'https://evil.example/cart'},
    ];
    for (const change of wrong) {
      const {status, body} = await openPage(shop(), placed, change);
      assert.equal(status, 400, JSON.stringify(change));
      assert.equal(body.code, 'invalid_request');
    }
    const attempts = await attemptsOf(placed.order.id);
    assert.equal(attempts.length, 1, 'and nothing was begun');
  });

  test('a total that is not the one the buyer saw is refused', async () => {
    const placed = await shop().placeOrder();
    const {body} = await openPage(shop(), placed, {expectedAmount: placed.order.amount + 1});
    assert.equal(body.code, 'amount_changed');
    assert.equal(body.order?.amount, placed.order.amount);
  });

  test('the form cannot be paid while the page is open, and the page not after the form', async () => {
    const placed = await shop().placeOrder();
    const page = await opened(shop(), placed);
    await assert.rejects(shop().confirm(placed.clientSecret!), /canceled/);
    const shown = (await shop().show(placed)).body;
    assert.equal(shown.clientSecret, undefined, 'no secret while the page is open');
    assert.equal(shown.order.payable, true);

    const started = await shop().startPayment(placed);
    assert.equal(started.status, 200, JSON.stringify(started.body));
    assert.equal((await sessionOf(page.session)).status, 'expired');
    assert.equal((await payOnPage(page)).status, 410);
    await shop().control.idle();
    assert.equal((await rowOf(placed.order.id))?.stock, 'reserved', 'held for the form now');
    await shop().confirm(started.body.clientSecret);
    await shop().becomes(placed.order, 'paid');
    assert.equal((await shop().mailsFor(placed.order)).length, 1);
  });

  test('a refused card keeps the stock for the next one, and gives no secret away', async () => {
    const placed = await shop().placeOrder({items: [{sku: 'print', quantity: 1}]});
    const page = await opened(shop(), placed);
    const held = (await shop().stock('print')).reserved;
    assert.equal((await payOnPage(page, {number: '4000000000000002'})).status, 402);
    await shop().control.idle();
    await until('the refusal is settled', async () =>
      (await attemptsOf(placed.order.id)).some(({failureMark}) => failureMark !== null),
    );
    assert.equal((await shop().stock('print')).reserved, held);
    assert.equal((await shop().show(placed)).body.clientSecret, undefined);
    await payOnPage(page);
    await shop().becomes(placed.order, 'paid');
  });

  test('a debit that bounces days later frees the stock, and the order can be paid again', async () => {
    // By the simulator's clock alone; an hour of it would end the pages of the other tests.
    shop().control.set({settleAfter: 600_000});
    const before = await shop().stock('tee');
    const placed = await shop().placeOrder({currency: 'eur'});
    const page = await opened(shop(), placed);
    const debit = {method: 'sepa_debit', iban: 'AT861904300235473202'};
    assert.equal((await payOnPage(page, debit)).status, 303);
    await shop().becomes(placed.order, 'processing');
    await shop().control.advance(660_000);
    shop().control.play('healthy');
    await shop().becomes(placed.order, 'payment_failed');
    assert.equal((await shop().stock('tee')).reserved, before.reserved);
    await shop().pay(placed);
    await shop().becomes(placed.order, 'paid');
  });

  test('a cart that changes closes the page that asks for the old total', async () => {
    const placed = await shop().placeOrder();
    const page = await opened(shop(), placed);
    const changed = await shop().call('PATCH', `/orders/${placed.order.id}`, {
      token: placed.token,
      body: {items: [{sku: 'mug', quantity: 3}]},
    });
    assert.equal(changed.status, 200);
    assert.equal((await sessionOf(page.session)).status, 'expired');
    const {order} = (await shop().show(placed)).body;
    const next = await opened(shop(), {...placed, order});
    assert.equal((await sessionOf(next.session)).amount_total, 7200);
  });
});
