import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eq, sql} from 'drizzle-orm';
import type Stripe from 'stripe';
import {rowsOf} from '../../api/db/connect.ts';
import {orders, paymentAttempts} from '../../drizzle/schema.ts';
import {onEachDatabase} from '../support/databases.ts';
import {eventOf, intentId} from '../support/shop.ts';

const chargeIn = ({latest_charge: charge}: Stripe.PaymentIntent) =>
  typeof charge === 'string' ? charge : (charge?.id ?? '');

onEachDatabase((shop) => {
  /** An order that is paid at Stripe, and about which no webhook has come. */
  const paidUnseen = (request = {}) =>
    shop().unheard(async () => {
      const placed = await shop().placeOrder(request);
      return {placed, intent: await shop().pay(placed)};
    });
  const statusOf = async (id: string) =>
    (await shop().deps.db.queries.select().from(orders).where(eq(orders.id, id)))[0]?.status;

  test('an event that comes five times at once pays once', async () => {
    const {placed, intent} = await paidUnseen();
    const before = await shop().stock('tee');
    const event = eventOf('payment_intent.succeeded', intent);
    const codes = await Promise.all([1, 2, 3, 4, 5].map(() => shop().deliver(event)));
    assert.deepEqual(codes, [200, 200, 200, 200, 200]);
    assert.equal((await shop().settledEvent(event.id)).state, 'processed');
    // The same news with another id, as Stripe sends now and then.
    const twin = eventOf('payment_intent.succeeded', intent);
    await shop().deliver(twin);
    await shop().settledEvent(twin.id);
    assert.equal(await statusOf(placed.order.id), 'paid');
    assert.equal((await shop().stock('tee')).stock, before.stock! - 1);
    assert.equal((await shop().mailsFor(placed.order)).length, 1);
  });

  test('what Stripe did not sign is refused, and nothing of it is stored', async () => {
    const {placed, intent} = await paidUnseen();
    const event = eventOf('payment_intent.succeeded', intent);
    const old = Date.now() - 600_000;
    const early = Date.now() + 600_000;
    assert.equal(await shop().deliver(event, {secret: 'whsec_another'}), 400);
    assert.equal(await shop().deliver(event, {at: old}), 400);
    assert.equal(await shop().deliver(event, {at: early}), 400);
    assert.equal(await shop().deliver(event, {header: ''}), 400);
    assert.equal(await shop().deliver(event, {header: 't=abc,v1=def'}), 400);
    assert.equal(await shop().deliver('not json'), 400);
    assert.equal(await shop().deliver('{"id":"evt_1","object":"event"}'), 400);
    assert.equal(await shop().storedEvent(event.id), undefined);
    assert.equal(await statusOf(placed.order.id), 'pending');
  });

  test('a type that nobody handles is stored and left alone', async () => {
    const event = eventOf('invoice.something_new', {id: 'in_1', object: 'invoice'} as {id: string});
    assert.equal(await shop().deliver(event), 200);
    const stored = await shop().storedEvent(event.id);
    assert.equal(stored?.state, 'ignored');
    assert.deepEqual(stored?.payload, event);
  });

  test('of an event everything is kept but the secret by which it could be paid', async () => {
    const secret = 'pi_1_secret_of the buyer\\" and more';
    const object = {
      id: 'pi_1',
      object: 'payment_intent',
      client_secret: secret,
      description: 'says "client_secret": "nothing"',
      last_payment_error: {payment_intent: {client_secret: secret}},
    };
    const event = eventOf('payment_intent.something_new', object);
    assert.equal(await shop().deliver(event), 200);
    const kept = (await shop().storedEvent(event.id))?.payload as {data: {object: object}};
    assert.deepEqual(kept.data.object, {
      ...object,
      client_secret: null,
      last_payment_error: {payment_intent: {client_secret: null}},
    });
  });

  test('what no column keeps is stored as it came, and keeps nothing from being applied', async () => {
    const {intent} = await paidUnseen();
    const charge = await shop().stripe.charges.retrieve(chargeIn(intent));
    const odd = {...charge, receipt_url: 'NUL \0, half \ud83d, pair 😀, and \\u0000'};
    const event = eventOf('charge.succeeded', odd);
    const body = JSON.stringify(event).replace('"amount":', '"too_large":1e400,"amount":');
    // One batch: the odd one must not take the others along.
    const others = [1, 2, 3].map(() =>
      eventOf('plan.created', {id: 'plan_1', object: 'plan'} as {id: string}),
    );
    const codes = await Promise.all([body, ...others].map((each) => shop().deliver(each)));
    assert.deepEqual(codes, [200, 200, 200, 200]);
    assert.equal((await shop().settledEvent(event.id)).state, 'processed');
    const {queries} = shop().deps.db;
    const [kept] = await rowsOf<{text: string}>(
      queries,
      sql`select payload::text as text from webhook_events where id = ${event.id}`,
    );
    assert.equal(kept?.text, body);
    const [attempt] = await queries
      .select()
      .from(paymentAttempts)
      .where(eq(paymentAttempts.paymentIntentId, intent.id));
    assert.equal(attempt?.receiptUrl, 'NUL \ufffd, half \ufffd, pair 😀, and \\u0000');
  });

  test('news of somebody else’s payments is stored and moves nothing', async () => {
    const {intent} = await paidUnseen();
    const foreign = {...intent, id: 'pi_of_another_shop', metadata: {}};
    const event = eventOf('payment_intent.succeeded', foreign);
    await shop().deliver(event);
    const {state, reason} = await shop().settledEvent(event.id);
    assert.deepEqual({state, reason}, {state: 'ignored', reason: 'not_ours'});
    const connected = eventOf('payment_intent.succeeded', intent, {account: 'acct_other'});
    await shop().deliver(connected);
    assert.equal((await shop().settledEvent(connected.id)).reason, 'other_account');
  });

  test('a payment that does not fit its order is parked and never ships', async () => {
    const {placed, intent} = await paidUnseen();
    const wrong = [
      {...intent, amount_received: 100},
      {...intent, currency: 'jpy'},
    ];
    for (const told of wrong) {
      const event = eventOf('payment_intent.succeeded', told);
      await shop().deliver(event);
      assert.equal((await shop().settledEvent(event.id)).state, 'parked');
    }
    const live = eventOf('payment_intent.succeeded', {...intent, livemode: true} as {id: string});
    await shop().deliver(live);
    assert.equal((await shop().settledEvent(live.id)).reason, 'livemode');
    assert.equal(await statusOf(placed.order.id), 'pending');
  });

  test('an intent of one order cannot pay another', async () => {
    const {intent} = await paidUnseen();
    const other = await shop().placeOrder();
    const event = eventOf('payment_intent.succeeded', {
      ...intent,
      id: intentId(other.clientSecret!),
    });
    await shop().deliver(event);
    assert.equal((await shop().settledEvent(event.id)).reason, 'order');
    assert.equal(await statusOf(other.order.id), 'pending');
  });

  test('old news never undoes newer: a late failure leaves a paid order paid', async () => {
    const {placed, intent} = await paidUnseen();
    const paid = eventOf('payment_intent.succeeded', intent);
    const failed = eventOf('payment_intent.payment_failed', {
      ...intent,
      status: 'requires_payment_method',
    } as {id: string});
    const processing = eventOf('payment_intent.processing', {...intent, status: 'processing'} as {
      id: string;
    });
    for (const event of [processing, failed, paid, failed, processing]) await shop().deliver(event);
    await shop().settledEvent(failed.id);
    await shop().settledEvent(processing.id);
    assert.equal(await statusOf(placed.order.id), 'paid');
  });

  test('the event overtakes the answer of the call that made the intent', async () => {
    const {placed, intent} = await paidUnseen();
    const {paymentAttempts} = await import('../../drizzle/schema.ts');
    await shop()
      .deps.db.queries.update(paymentAttempts)
      .set({paymentIntentId: null})
      .where(eq(paymentAttempts.orderId, placed.order.id));
    const event = eventOf('payment_intent.succeeded', intent);
    await shop().deliver(event);
    assert.equal((await shop().settledEvent(event.id)).orderId, placed.order.id);
    assert.equal(await statusOf(placed.order.id), 'paid');
  });

  test('a second intent that is paid for the same order is never dropped silently', async () => {
    const {placed, intent} = await paidUnseen();
    const first = eventOf('payment_intent.succeeded', intent);
    await shop().deliver(first);
    await shop().settledEvent(first.id);
    const second = eventOf('payment_intent.succeeded', {...intent, id: 'pi_the_second_one'});
    await shop().deliver(second);
    await shop().settledEvent(second.id);
    assert.equal(await statusOf(placed.order.id), 'duplicate_payment');
    assert.equal((await shop().mailsFor(placed.order)).length, 1);
  });

  test('money for what is gone is kept apart from what can be shipped', async () => {
    const first = await shop().placeOrder({items: [{sku: 'print', quantity: 3}]});
    const second = await shop().placeOrder({items: [{sku: 'print', quantity: 1}]});
    // Around the shop's own door: the page confirms without telling the server.
    await shop().confirm(second.clientSecret!);
    await shop().becomes(second.order, 'paid');
    await shop().confirm(first.clientSecret!);
    await shop().becomes(first.order, 'paid_unfulfillable');
    assert.deepEqual(await shop().stock('print'), {stock: 2, reserved: 0});
  });

  test('an event comes back and works when Stripe could not be asked the first time', async () => {
    const placed = await shop().placeOrder();
    await shop().startPayment(placed);
    shop().control.set({webhooks: 'lost'});
    await assert.rejects(shop().confirm(placed.clientSecret!, 'pm_card_visa_chargeDeclined'));
    const intent = await shop().stripe.paymentIntents.retrieve(intentId(placed.clientSecret!));
    await shop().control.idle();
    shop().control.set({webhooks: 'normal', api: 'down'});
    const event = eventOf('payment_intent.payment_failed', intent);
    assert.equal(await shop().deliver(event), 200);
    shop().control.play('healthy');
    await shop().becomes(placed.order, 'payment_failed');
    assert.equal((await shop().settledEvent(event.id)).state, 'processed');
  });
});
