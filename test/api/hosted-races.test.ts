/** The form and the hosted page beside each other, and what a lost message or a crash leaves behind. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eq} from 'drizzle-orm';
import Stripe from 'stripe';
import {alerts, orders, paymentAttempts} from '../../drizzle/schema.ts';
import type {OrderPlaced} from '../../api/contract.ts';
import {reconcile} from '../../api/orders/reconcile.ts';
import {onEachDatabase} from '../support/databases.ts';
import {opened, openPage, payOnPage} from '../support/hosted-page.ts';
import {until} from '../support/until.ts';

onEachDatabase((shop) => {
  const queries = () => shop().deps.db.queries;
  const rowOf = async (id: string) =>
    (await queries().select().from(orders).where(eq(orders.id, id)))[0];
  const attemptsOf = (id: string) =>
    queries().select().from(paymentAttempts).where(eq(paymentAttempts.orderId, id));
  const sessionOf = (id: string) => shop().stripe.checkout.sessions.retrieve(id);

  /** Makes reconcile look at this order now. */
  async function reconcileNow({order}: OrderPlaced, change: {expiresAt?: Date} = {}) {
    const nextCheckAt = new Date(Date.now() - 3_600_000);
    await queries()
      .update(orders)
      .set({nextCheckAt, ...change})
      .where(eq(orders.id, order.id));
    await reconcile(shop().deps);
  }

  test('form and page opened at once leave one way to pay, whichever was last', async () => {
    const placed = await shop().placeOrder();
    const form = () => shop().startPayment(placed);
    const page = () => openPage(shop(), placed);
    const answers = await Promise.all([form(), page(), form(), page(), form(), page()]);
    assert.deepEqual(new Set(answers.map(({status}) => status)), new Set([200]));
    const attempts = await attemptsOf(placed.order.id);
    const usable = await Promise.all(
      attempts.map(async ({checkoutSessionId, paymentIntentId}) =>
        checkoutSessionId
          ? (await sessionOf(checkoutSessionId)).status === 'open'
          : (await shop().stripe.paymentIntents.retrieve(paymentIntentId!)).status !== 'canceled',
      ),
    );
    assert.equal(usable.filter(Boolean).length, 1);
    assert.equal(attempts.filter(({open}) => open).length, 1);
    assert.equal((await rowOf(placed.order.id))?.stock, 'reserved');
  });

  test('who has paid in the form cannot pay again on a page, heard of or not', async () => {
    const placed = await shop().placeOrder();
    await shop().unheard(() => shop().pay(placed));
    const {body} = await openPage(shop(), placed);
    assert.equal(body.code, 'order_not_payable');
    assert.equal(body.order?.status, 'paid');
    assert.equal((await shop().mailsFor(placed.order)).length, 1);
  });

  test('who has paid on the page cannot pay again in the form, heard of or not', async () => {
    const placed = await shop().placeOrder();
    const page = await opened(shop(), placed);
    await shop().unheard(() => payOnPage(page));
    const {body} = await shop().startPayment(placed);
    assert.equal(body.code, 'order_not_payable');
    assert.equal(body.order?.status, 'paid');
    assert.equal((await attemptsOf(placed.order.id)).length, 2, 'and no third was begun');
  });

  test('the return page learns what happened although no webhook came', async () => {
    const placed = await shop().placeOrder();
    const page = await opened(shop(), placed);
    await shop().unheard(() => payOnPage(page));
    assert.equal((await shop().show(placed)).body.order.status, 'paid');
    const [mail] = await shop().mailsFor(placed.order);
    assert.equal(mail?.to, 'grace@example.com');
  });

  test('reconcile finds what was paid on a page, and frees what an expired page held', async () => {
    const before = await shop().stock('mug');
    const items = [{sku: 'mug', quantity: 1}];
    const paid = await shop().placeOrder({items});
    const left = await shop().placeOrder({items});
    const [paidPage, leftPage] = [await opened(shop(), paid), await opened(shop(), left)];
    await shop().unheard(async () => {
      await payOnPage(paidPage);
      await shop().stripe.checkout.sessions.expire(leftPage.session);
    });
    assert.equal((await shop().stock('mug')).reserved, before.reserved! + 2);
    await reconcileNow(paid);
    await reconcileNow(left);
    assert.equal((await rowOf(paid.order.id))?.status, 'paid');
    assert.equal((await rowOf(left.order.id))?.status, 'pending');
    assert.deepEqual(await shop().stock('mug'), {
      stock: before.stock! - 1,
      reserved: before.reserved,
    });
    await shop().pay(left);
    await shop().becomes(left.order, 'paid');
  });

  test('a page that expires frees the stock, and leaves the order to be paid', async () => {
    const before = await shop().stock('print');
    const placed = await shop().placeOrder({items: [{sku: 'print', quantity: 1}]});
    const page = await opened(shop(), placed);
    assert.equal((await payOnPage(page, {number: '4000000000000002'})).status, 402);
    await shop().stripe.checkout.sessions.expire(page.session);
    await until('the stock is free', async () => {
      return (await shop().stock('print')).reserved === before.reserved;
    });
    await shop().control.idle();
    const shown = (await shop().show(placed)).body.order;
    assert.equal(shown.status, 'pending', 'its intent was cancelled, not the order');
    assert.equal(shown.payable, true);
    const next = await opened(shop(), placed);
    assert.notEqual(next.session, page.session);
    assert.equal((await shop().stock('print')).reserved, before.reserved! + 1);
    await shop().stripe.checkout.sessions.expire(next.session);
  });

  test('an order whose time is over takes its page with it', async () => {
    const placed = await shop().placeOrder();
    const page = await opened(shop(), placed);
    await reconcileNow(placed, {expiresAt: new Date(Date.now() - 60_000)});
    assert.equal((await rowOf(placed.order.id))?.status, 'expired');
    assert.equal((await rowOf(placed.order.id))?.stock, 'none');
    assert.equal((await sessionOf(page.session)).status, 'expired');
    assert.equal((await payOnPage(page)).status, 410);
  });

  /** As after a crash between Stripe's answer and our note of it. */
  const forget = (orderId: string) =>
    queries()
      .update(paymentAttempts)
      .set({checkoutSessionId: null})
      .where(eq(paymentAttempts.orderId, orderId));

  test('a page whose answer was lost is found again', async () => {
    const placed = await shop().placeOrder();
    const page = await opened(shop(), placed);
    await forget(placed.order.id);
    assert.equal((await opened(shop(), placed)).session, page.session);
    assert.equal((await attemptsOf(placed.order.id)).length, 2);
  });

  test('a page whose answer was lost is closed before the form can be paid', async () => {
    const placed = await shop().placeOrder();
    const page = await opened(shop(), placed);
    await forget(placed.order.id);
    await shop().pay(placed);
    assert.equal((await sessionOf(page.session)).status, 'expired');
    await shop().becomes(placed.order, 'paid');
  });

  test('money from a page whose answer was lost finds its order', async () => {
    const placed = await shop().placeOrder();
    const page = await opened(shop(), placed);
    await forget(placed.order.id);
    await payOnPage(page);
    await shop().becomes(placed.order, 'paid');
    const attempts = await attemptsOf(placed.order.id);
    assert.equal(attempts.length, 2);
    assert.ok(attempts.every(({open}) => !open));
  });

  test('a second payment, from a page that nobody should have, is flagged and told', async () => {
    const placed = await shop().placeOrder();
    const {amount, currency} = placed.order;
    const metadata = {order_id: placed.order.id};
    const stray = await shop().stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [
        {quantity: 1, price_data: {currency, unit_amount: amount, product_data: {name: 'Again'}}},
      ],
      metadata,
      payment_intent_data: {metadata: {...metadata, attempt: '9', page: 'hosted'}},
      success_url: `${shop().origin}/return`,
    });
    const before = await shop().stock('tee');
    await shop().pay(placed);
    await shop().becomes(placed.order, 'paid');
    await payOnPage({url: stray.url!});
    await shop().becomes(placed.order, 'duplicate_payment');
    assert.equal((await shop().stock('tee')).stock, before.stock! - 1);
    assert.equal((await rowOf(placed.order.id))?.email, 'ada@example.com', 'the buyer stays');
    const told = await queries().select().from(alerts);
    assert.ok(
      told.some(({kind, orderId}) => kind === 'duplicate_payment' && orderId === placed.order.id),
    );
  });

  test('cards that are tried on a page one after another close it', async () => {
    const placed = await shop().placeOrder();
    const page = await opened(shop(), placed);
    for (let failures = 1; failures <= 20; failures += 1) {
      await payOnPage(page, {number: '4000000000000002'});
      await until(`failure ${failures} is counted`, async () => {
        const {limits} = shop().deps;
        return (await limits.tallied('failures-of-order', placed.order.id)) === failures;
      });
    }
    await until('the page is closed', async () => {
      return (await sessionOf(page.session)).status === 'expired';
    });
  });

  test('a page that was planned before a crash and is too old by now is planned anew', async () => {
    const placed = await shop().placeOrder({intent: 'deferred'});
    const page = await opened(shop(), placed);
    const [attempt] = await attemptsOf(placed.order.id);
    // Under a number of its own, so that Stripe has never heard of it.
    await queries()
      .update(paymentAttempts)
      .set({
        attempt: 7,
        checkoutSessionId: null,
        hostedPage: {...attempt!.hostedPage!, expiresAt: Math.floor(Date.now() / 1000) + 60},
      })
      .where(eq(paymentAttempts.orderId, placed.order.id));
    assert.notEqual((await opened(shop(), placed)).session, page.session);
    assert.equal((await rowOf(placed.order.id))?.stock, 'reserved');
  });

  test('a page that Stripe will not make stands in nobody’s way', async (t) => {
    const before = await shop().stock('mug');
    const placed = await shop().placeOrder({items: [{sku: 'mug', quantity: 1}]});
    const {sessions} = shop().deps.stripe.checkout;
    const refusal = new Stripe.errors.StripeInvalidRequestError({
      message: 'No.',
      type: 'invalid_request_error',
    });
    const create = t.mock.method(sessions, 'create', () => Promise.reject(refusal));
    assert.equal((await openPage(shop(), placed)).status, 500);
    create.mock.restore();
    assert.ok((await attemptsOf(placed.order.id)).every(({open}) => !open));
    assert.equal((await shop().stock('mug')).reserved, before.reserved);
    await shop().pay(placed);
    await shop().becomes(placed.order, 'paid');
  });

  test('a Stripe that is away is asked again, for the same attempt', async () => {
    const placed = await shop().placeOrder({intent: 'deferred'});
    shop().control.play('lock_timeout');
    const {status, body} = await openPage(shop(), placed);
    shop().control.play('healthy');
    assert.equal(status, 503);
    assert.equal(body.code, 'payment_provider_unavailable');
    await opened(shop(), placed);
    assert.equal((await attemptsOf(placed.order.id)).length, 1);
  });

  test('a Stripe that keeps its failure is asked for another page', async () => {
    const before = await shop().stock('mug');
    const placed = await shop().placeOrder({
      intent: 'deferred',
      items: [{sku: 'mug', quantity: 1}],
    });
    shop().control.play('api_down');
    const away = [await openPage(shop(), placed), await openPage(shop(), placed)];
    shop().control.play('healthy');
    assert.deepEqual(
      away.map(({status}) => status),
      [503, 503],
    );
    await opened(shop(), placed);
    assert.equal((await attemptsOf(placed.order.id)).filter(({open}) => open).length, 1);
    assert.equal((await shop().stock('mug')).reserved, before.reserved! + 1);
  });

  test('a page that Stripe failed at does not keep the buyer from the form', async () => {
    const placed = await shop().placeOrder({intent: 'deferred'});
    shop().control.play('api_down');
    assert.equal((await openPage(shop(), placed)).status, 503);
    shop().control.play('healthy');
    await shop().pay(placed);
    await shop().becomes(placed.order, 'paid');
  });
});
