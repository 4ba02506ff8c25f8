/** Several hands on one order at the same moment. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eq} from 'drizzle-orm';
import Stripe from 'stripe';
import {orderEffects, orders, paymentAttempts} from '../../drizzle/schema.ts';
import type {OrderShown, Problem} from '../../api/contract.ts';
import {reconcile} from '../../api/orders/reconcile.ts';
import {onEachDatabase} from '../support/databases.ts';
import {eventOf, intentId} from '../support/shop.ts';

onEachDatabase((shop) => {
  const attemptsOf = (id: string) =>
    shop().deps.db.queries.select().from(paymentAttempts).where(eq(paymentAttempts.orderId, id));
  /** An order that is paid at Stripe, and about which no webhook has come. */
  const paidUnseen = () =>
    shop().unheard(async () => {
      const placed = await shop().placeOrder();
      return {placed, intent: await shop().pay(placed)};
    });
  const rowOf = async (id: string) =>
    (await shop().deps.db.queries.select().from(orders).where(eq(orders.id, id)))[0];

  test('two changes at once end with one total, the same in the order and at Stripe', async () => {
    const placed = await shop().placeOrder();
    const change = (quantity: number) =>
      shop().call<OrderShown>('PATCH', `/orders/${placed.order.id}`, {
        token: placed.token,
        body: {items: [{sku: 'mug', quantity}]},
      });
    const answers = await Promise.all([change(1), change(2), change(3)]);
    assert.deepEqual(
      answers.map(({status}) => status),
      [200, 200, 200],
    );
    const intent = await shop().stripe.paymentIntents.retrieve(intentId(placed.clientSecret!));
    assert.equal(intent.amount, (await shop().show(placed)).body.order.amount);
    assert.equal((await attemptsOf(placed.order.id)).length, 1);
  });

  test('a cart that changes while the button is pressed is paid as it was seen, or not at all', async () => {
    const placed = await shop().placeOrder();
    const [started, changed] = await Promise.all([
      shop().startPayment(placed),
      shop().call<OrderShown>('PATCH', `/orders/${placed.order.id}`, {
        token: placed.token,
        body: {items: [{sku: 'mug', quantity: 1}]},
      }),
    ]);
    assert.equal(changed.status, 200);
    if (started.status === 200) await assert.rejects(shop().confirm(started.body.clientSecret));
    else assert.equal((started.body as Partial<Problem>).code, 'amount_changed');
    const {order} = (await shop().show(placed)).body;
    const intent = await shop().stripe.paymentIntents.retrieve(
      intentId(changed.body.clientSecret!),
    );
    assert.equal(order.amount, 2400);
    assert.equal(intent.amount, 2400);
    assert.equal((await shop().stock('tee')).reserved, 0);
  });

  test('who has started to pay is never charged a total that came afterwards', async () => {
    const before = await shop().stock('tee');
    const placed = await shop().placeOrder();
    const started = await shop().startPayment(placed);
    const changed = await shop().call<OrderShown>('PATCH', `/orders/${placed.order.id}`, {
      token: placed.token,
      body: {items: [{sku: 'mug', quantity: 1}]},
    });
    assert.equal(changed.body.order.amount, 2400);
    await assert.rejects(shop().confirm(started.body.clientSecret), {
      code: 'payment_intent_unexpected_state',
    });
    assert.equal((await shop().startPayment(placed)).body.code, 'amount_changed');
    const again = await shop().startPayment({...placed, order: changed.body.order});
    assert.equal(again.body.clientSecret, changed.body.clientSecret);
    await shop().confirm(again.body.clientSecret);
    await shop().becomes(placed.order, 'paid');
    assert.equal((await shop().show(placed)).body.order.amount, 2400);
    assert.deepEqual(await shop().stock('tee'), before);
    assert.equal((await shop().mailsFor(placed.order)).length, 1);
  });

  test('after a refusal the same payment takes another total', async () => {
    const placed = await shop().placeOrder();
    await assert.rejects(shop().pay(placed, 'pm_card_visa_chargeDeclined'));
    await shop().becomes(placed.order, 'payment_failed');
    const changed = await shop().call<OrderShown>('PATCH', `/orders/${placed.order.id}`, {
      token: placed.token,
      body: {items: [{sku: 'mug', quantity: 1}]},
    });
    assert.equal(changed.body.clientSecret, placed.clientSecret);
    assert.equal((await attemptsOf(placed.order.id)).length, 1);
  });

  test('a double click holds the stock once and answers one secret', async () => {
    const placed = await shop().placeOrder({items: [{sku: 'print', quantity: 1}]});
    const before = await shop().stock('print');
    const answers = await Promise.all([1, 2, 3].map(() => shop().startPayment(placed)));
    assert.deepEqual(new Set(answers.map(({status}) => status)), new Set([200]));
    assert.equal(new Set(answers.map(({body}) => body.clientSecret)).size, 1);
    assert.equal((await shop().stock('print')).reserved, before.reserved! + 1);
    await shop().stripe.paymentIntents.cancel(intentId(placed.clientSecret!));
    await shop().becomes(placed.order, 'canceled');
    assert.equal((await shop().stock('print')).reserved, before.reserved);
  });

  test('webhook, page and lookup at once: paid once, one mail, one piece less', async () => {
    const before = await shop().stock('tee');
    const {placed, intent} = await paidUnseen();
    await Promise.all([
      shop().deliver(eventOf('payment_intent.succeeded', intent)),
      shop().deliver(eventOf('payment_intent.succeeded', intent)),
      shop().show(placed),
      shop().show(placed),
      shop().lookUp(placed.clientSecret!),
    ]);
    await shop().becomes(placed.order, 'paid');
    assert.equal((await shop().mailsFor(placed.order)).length, 1);
    assert.equal((await shop().stock('tee')).stock, before.stock! - 1);
    const effects = await shop().deps.db.queries.select().from(orderEffects);
    assert.deepEqual(
      effects
        .filter(({orderId}) => orderId === placed.order.id)
        .map(({kind}) => kind)
        .sort(),
      ['confirmation', 'merchant_paid'],
    );
  });

  test('many buyers of the last pieces: never more are sold than there are', async () => {
    const {stock, reserved} = await shop().stock('print');
    const placed = await Promise.all(
      Array.from({length: 6}, () => shop().placeOrder({items: [{sku: 'print', quantity: 1}]})),
    );
    const started = await Promise.all(placed.map((one) => shop().startPayment(one)));
    const won = started.filter(({status}) => status === 200).length;
    assert.equal(won, stock! - reserved!);
    const lost = started.find(({status}) => status !== 200);
    assert.equal(lost?.body.code, 'out_of_stock');
    assert.equal((await shop().stock('print')).reserved, stock);
  });

  test('a lost answer of Stripe does not make a second intent', async () => {
    const placed = await shop().placeOrder();
    // As after a crash between Stripe's answer and our note of it.
    await shop()
      .deps.db.queries.update(paymentAttempts)
      .set({paymentIntentId: null, status: 'creating'})
      .where(eq(paymentAttempts.orderId, placed.order.id));
    const started = await shop().startPayment(placed);
    assert.equal(started.body.clientSecret, placed.clientSecret);
    assert.equal((await attemptsOf(placed.order.id)).length, 1);
  });

  test('reconcile finds what no webhook told, and lets go of what was abandoned', async () => {
    const {placed: paid} = await paidUnseen();
    const abandoned = await shop().placeOrder({items: [{sku: 'mug', quantity: 1}]});
    await shop().startPayment(abandoned);
    const held = (await shop().stock('mug')).reserved!;
    const old = new Date(Date.now() - 3_600_000);
    const {queries} = shop().deps.db;
    await queries.update(orders).set({nextCheckAt: old}).where(eq(orders.id, paid.order.id));
    await queries
      .update(orders)
      .set({nextCheckAt: old, expiresAt: old})
      .where(eq(orders.id, abandoned.order.id));
    await reconcile(shop().deps);
    assert.equal((await rowOf(paid.order.id))?.status, 'paid');
    assert.equal((await rowOf(abandoned.order.id))?.status, 'expired');
    assert.equal((await shop().stock('mug')).reserved, held - 1);
    const intent = await shop().stripe.paymentIntents.retrieve(intentId(abandoned.clientSecret!));
    assert.equal(intent.status, 'canceled');
    const refused = await shop().startPayment(abandoned);
    assert.equal((refused.body as Problem).code, 'order_expired');
  });

  test('an intent that Stripe will not change is given up on, not asked for ever', async (t) => {
    const placed = await shop().placeOrder();
    const refusal = new Stripe.errors.StripeInvalidRequestError({
      message: 'No.',
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
    });
    const {paymentIntents} = shop().deps.stripe;
    const update = t.mock.method(paymentIntents, 'update', () => Promise.reject(refusal));
    const {body} = await shop().call<Problem>('PATCH', `/orders/${placed.order.id}`, {
      token: placed.token,
      body: {items: [{sku: 'mug', quantity: 1}]},
    });
    assert.equal(body.code, 'order_busy');
    assert.ok(update.mock.callCount() < 10);
  });

  // The call by which Stripe hears that the cart has changed: with a payment under way, or without.
  for (const call of ['cancel', 'update'] as const) {
    test(`a cart that changes while another tab pays is paid as it was (${call})`, async (t) => {
      const placed = await shop().placeOrder();
      const before = await shop().stock('tee');
      if (call === 'cancel') await shop().startPayment(placed);
      const {paymentIntents} = shop().deps.stripe;
      const ours = paymentIntents[call].bind(paymentIntents) as (...what: unknown[]) => unknown;
      // In this very moment the bank agrees to the old total, and it is told.
      t.mock.method(paymentIntents, call, async (...what: unknown[]) => {
        const intent = await shop().confirm(placed.clientSecret!);
        await shop().deliver(eventOf('payment_intent.succeeded', intent));
        await shop().show(placed);
        return ours(...what);
      });
      const {status, body} = await shop().call<Problem>('PATCH', `/orders/${placed.order.id}`, {
        token: placed.token,
        body: {items: [{sku: 'mug', quantity: 1}]},
      });
      assert.equal(status, 409);
      assert.equal(body.code, 'order_not_payable');
      await shop().becomes(placed.order, 'paid');
      const {order} = (await shop().show(placed)).body;
      assert.equal(order.amount, placed.order.amount);
      assert.deepEqual(order.lines, placed.order.lines);
      assert.deepEqual(await shop().stock('tee'), {...before, stock: before.stock! - 1});
      await shop().control.idle();
      const effects = await shop()
        .deps.db.queries.select()
        .from(orderEffects)
        .where(eq(orderEffects.orderId, placed.order.id));
      assert.deepEqual(effects.map(({kind}) => kind).toSorted(), ['confirmation', 'merchant_paid']);
    });
  }

  test('a cart whose new total Stripe does not hear of stays what it was', async (t) => {
    const placed = await shop().placeOrder();
    const {paymentIntents} = shop().deps.stripe;
    const away = new Stripe.errors.StripeConnectionError({
      message: 'No.',
      type: 'api_error',
    });
    const {mock} = t.mock.method(paymentIntents, 'update', () => Promise.reject(away));
    const change = () =>
      shop().call<OrderShown>('PATCH', `/orders/${placed.order.id}`, {
        token: placed.token,
        body: {items: [{sku: 'mug', quantity: 1}]},
      });
    assert.ok((await change()).status >= 500);
    assert.deepEqual((await shop().show(placed)).body.order.lines, placed.order.lines);
    mock.restore();
    assert.equal((await change()).body.order.amount, 2400);
  });

  test('a refusal that is heard of late takes nothing from who is paying by now', async () => {
    const placed = await shop().placeOrder({items: [{sku: 'course', quantity: 1}]});
    const intent = await shop().unheard(async () => {
      await assert.rejects(shop().pay(placed, 'pm_card_visa_chargeDeclined'));
      return shop().stripe.paymentIntents.retrieve(intentId(placed.clientSecret!));
    });
    const started = await shop().startPayment(placed);
    assert.equal(started.body.order.status, 'pending');
    const event = eventOf('payment_intent.payment_failed', intent);
    await shop().deliver(event);
    await shop().settledEvent(event.id);
    assert.equal((await rowOf(placed.order.id))?.status, 'pending');
    assert.equal((await rowOf(placed.order.id))?.stock, 'reserved');
  });

  test('money for an order that was given up is still money', async () => {
    const {placed, intent} = await paidUnseen();
    await shop()
      .deps.db.queries.update(orders)
      .set({status: 'expired'})
      .where(eq(orders.id, placed.order.id));
    await shop().deliver(eventOf('payment_intent.succeeded', intent));
    await shop().becomes(placed.order, 'paid');
  });
});
