/** An order whose time is over: what ends with it, and what becomes of money that comes afterwards. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eq} from 'drizzle-orm';
import {alerts, orderEffects, orders, products} from '../../drizzle/schema.ts';
import type {OrderPlaced} from '../../api/contract.ts';
import {readConfig} from '../../api/config.ts';
import {reconcile} from '../../api/orders/reconcile.ts';
import {onEachDatabase} from '../support/databases.ts';
import {eventOf, intentId, type Shop} from '../support/shop.ts';
import {until} from '../support/until.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const owner = 'owner@shop.example';
const env = {ORDER_LIFETIME_MINUTES: '7', OWNER_EMAIL: owner};

/** Reconcile's look at this order, now, with its time over since a moment or as it is. */
async function lookAt({deps}: Shop, {order}: OrderPlaced, change: {expiresAt?: Date} = {}) {
  const nextCheckAt = new Date(Date.now() - 60 * MINUTE);
  await deps.db.queries
    .update(orders)
    .set({nextCheckAt, ...change})
    .where(eq(orders.id, order.id));
  await reconcile(deps);
}

const expire = (shop: Shop, placed: OrderPlaced) =>
  lookAt(shop, placed, {expiresAt: new Date(Date.now() - 1000)});

/** The three prints that there are, held back for an order that expired, and sold to another one. */
async function soldAfterExpiry(shop: Shop): Promise<OrderPlaced> {
  const items = [{sku: 'print', quantity: 3}];
  const late = await shop.placeOrder({items, locale: 'de'});
  await shop.startPayment(late);
  await expire(shop, late);
  await shop.becomes(late.order, 'expired');
  const other = await shop.placeOrder({items});
  await shop.pay(other);
  await shop.becomes(other.order, 'paid');
  return late;
}

/** Money from an intent that we could not cancel, because the answer that named it was lost. */
const payUnknownIntent = ({stripe}: Shop, {order}: OrderPlaced) =>
  stripe.paymentIntents.create({
    amount: order.amount,
    currency: order.currency,
    confirm: true,
    payment_method: 'pm_card_visa',
    automatic_payment_methods: {enabled: true, allow_redirects: 'never'},
    metadata: {order_id: order.id, attempt: '2'},
  });

const kindsOf = async ({deps}: Shop, orderId: string) =>
  (await deps.db.queries.select().from(orderEffects).where(eq(orderEffects.orderId, orderId)))
    .map(({kind}) => kind)
    .sort();

const alertsOf = async ({deps}: Shop, orderId: string) =>
  (await deps.db.queries.select().from(alerts).where(eq(alerts.orderId, orderId))).map(
    ({kind}) => kind,
  );

const ownersMail = (shop: Shop, {order}: OrderPlaced) =>
  until('the mail to the owner', async () =>
    (await shop.mails()).find(({to, subject}) => to === owner && subject.includes(order.number)),
  );

onEachDatabase(
  (shop) => {
    test('an order lives as long as ORDER_LIFETIME_MINUTES says', async () => {
      const {order} = await shop().placeOrder();
      assert.equal(Date.parse(order.expiresAt) - Date.parse(order.createdAt), 7 * MINUTE);
    });

    test('a debit that began while it was being given up is waited for', async (t) => {
      const placed = await shop().placeOrder();
      const {clientSecret} = (await shop().startPayment(placed)).body;
      const before = await shop().stripe.paymentIntents.retrieve(intentId(clientSecret));
      shop().control.set({payment: 'processing_then_success', settleAfter: HOUR});
      await shop().unheard(() => shop().confirm(clientSecret));
      const {paymentIntents} = shop().deps.stripe;
      // The look before the cancelling is too early to see it.
      t.mock.method(paymentIntents, 'retrieve', async () => before, {times: 1});
      await expire(shop(), placed);
      await shop().becomes(placed.order, 'processing');
      await shop().control.advance(HOUR);
      shop().control.play('healthy');
      await shop().becomes(placed.order, 'paid');
    });

    test('at its end, and not before, its intent is cancelled as abandoned', async () => {
      const placed = await shop().placeOrder();
      await shop().startPayment(placed);
      const intent = () => shop().stripe.paymentIntents.retrieve(intentId(placed.clientSecret!));
      await lookAt(shop(), placed);
      assert.equal((await intent()).status, 'requires_payment_method');
      assert.equal((await shop().show(placed)).body.order.status, 'pending');
      await expire(shop(), placed);
      const {status, cancellation_reason: reason} = await intent();
      assert.deepEqual({status, reason}, {status: 'canceled', reason: 'abandoned'});
      assert.equal((await shop().show(placed)).body.order.status, 'expired');
    });

    test('money for an order that expired and whose stock is gone is for the owner', async () => {
      const late = await soldAfterExpiry(shop());
      await payUnknownIntent(shop(), late);
      await shop().becomes(late.order, 'paid_unfulfillable');
      assert.deepEqual(await shop().stock('print'), {stock: 0, reserved: 0});
      const {subject, text, html} = await ownersMail(shop(), late);
      assert.equal(subject, `Please look: paid unfulfillable, order ${late.order.number}`);
      for (const part of [text, html]) {
        assert.match(part, /paid after its stock was gone/);
        assert.match(part, /no money moved/);
      }
      assert.deepEqual(await alertsOf(shop(), late.order.id), ['paid_unfulfillable']);
      assert.deepEqual(
        await kindsOf(shop(), late.order.id),
        ['sold_out'],
        'nobody is told that it is bought',
      );
    });

    test('its buyer is told in their language that the shop will be in touch, once', async () => {
      await shop()
        .deps.db.queries.update(products)
        .set({stock: 3})
        .where(eq(products.sku, 'print'));
      const late = await soldAfterExpiry(shop());
      const intent = await payUnknownIntent(shop(), late);
      const mails = await shop().mailsFor(late.order);
      const again = eventOf('payment_intent.succeeded', intent);
      await shop().deliver(again);
      await shop().settledEvent(again.id);
      assert.deepEqual(await shop().mailsFor(late.order), mails);
      assert.equal(mails.length, 1);
      const {to, subject, text, html} = mails[0]!;
      assert.equal(to, 'ada@example.com');
      assert.equal(subject, `Ihre Bestellung ${late.order.number}: ein Artikel ist ausverkauft`);
      for (const part of [text, html]) {
        assert.match(part, /Ihre Zahlung ist eingegangen, aber/);
        assert.match(part, /Wir melden uns bei Ihnen/);
        assert.match(part, /A numbered print/);
        assert.doesNotMatch(part, /erstatten|das haben Sie gekauft/);
      }
    });
  },
  {env},
);

onEachDatabase(
  (shop) => {
    test('with UNFULFILLABLE=refund such money goes back, all of it and once', async () => {
      const late = await soldAfterExpiry(shop());
      const {id} = await payUnknownIntent(shop(), late);
      await shop().becomes(late.order, 'refunded');
      const {data} = await shop().stripe.refunds.list({payment_intent: id});
      assert.deepEqual(
        data.map(({amount}) => amount),
        [late.order.amount],
      );
      const {subject} = await ownersMail(shop(), late);
      assert.match(subject, /paid unfulfillable/);
      assert.deepEqual(await shop().stock('print'), {stock: 0, reserved: 0});
      assert.ok(!(await kindsOf(shop(), late.order.id)).includes('confirmation'));
      const [mail, ...more] = await shop().mailsFor(late.order);
      assert.equal(more.length, 0);
      assert.match(mail!.text, /Wir erstatten Ihnen den gesamten Betrag/);
      assert.doesNotMatch(mail!.text, /Wir melden uns/);
    });
  },
  {env: {...env, UNFULFILLABLE: 'refund'}},
);

test('an order lives for a day where nothing else is said, and never for less than five minutes', () => {
  const lifetime = (minutes?: string) =>
    readConfig(minutes ? {ORDER_LIFETIME_MINUTES: minutes} : {}).orderLifetimeMs;
  assert.equal(lifetime(), 24 * 60 * MINUTE);
  assert.equal(lifetime('5'), 5 * MINUTE);
  assert.throws(() => lifetime('4'), /ORDER_LIFETIME_MINUTES/);
});
