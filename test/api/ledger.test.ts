/** What happens to money after it has arrived, from Stripe's own events to the order. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {and, eq, sql} from 'drizzle-orm';
import {alerts, marks, orderEffects, orders, webhookEvents} from '../../drizzle/schema.ts';
import {rowsOf} from '../../api/db/connect.ts';
import {listParked, rerunEvents} from '../../api/inbox/parked.ts';
import {purgePayloads} from '../../api/inbox/purge.ts';
import {reconcile, reconcileSince} from '../../api/orders/reconcile.ts';
import {enqueue} from '../../api/queue/queue.ts';
import {failedJobs, rerunJobs} from '../../api/queue/given-up.ts';
import {onEachDatabase} from '../support/databases.ts';
import {eventOf, intentId} from '../support/shop.ts';
import {until} from '../support/until.ts';

const owner = 'owner@shop.example';

onEachDatabase(
  (shop) => {
    const queries = () => shop().deps.db.queries;
    const rowOf = async (id: string) =>
      (await queries().select().from(orders).where(eq(orders.id, id)))[0]!;
    const kindsOf = async (id: string) =>
      (await queries().select().from(orderEffects).where(eq(orderEffects.orderId, id)))
        .map(({kind}) => kind)
        .sort();
    const alertsOf = async (id: string) =>
      (await queries().select().from(alerts).where(eq(alerts.orderId, id)))
        .map(({kind}) => kind)
        .sort();
    const refundsAt = async (paymentIntent: string) =>
      (await shop().stripe.refunds.list({payment_intent: paymentIntent})).data;
    const bought = async (card?: string) => {
      const placed = await shop().placeOrder();
      const {id: intent} = await shop().pay(placed, card);
      await shop().becomes(placed.order, 'paid');
      return {...placed, intent};
    };
    test('a refund in part, then of the rest: the order says how much, the merchant hears of each', async () => {
      const placed = await bought();
      await shop().stripe.refunds.create({payment_intent: placed.intent, amount: 1200});
      await shop().becomes(placed.order, 'partially_refunded');
      assert.equal((await shop().show(placed)).body.order.amountRefunded, 1200);
      await shop().stripe.refunds.create({payment_intent: placed.intent});
      await shop().becomes(placed.order, 'refunded');
      assert.equal((await shop().show(placed)).body.order.amountRefunded, 3200);
      assert.deepEqual(await kindsOf(placed.order.id), [
        'confirmation',
        'merchant_paid',
        'merchant_refunded',
        'merchant_refunded',
        'owner_paid',
      ]);
      assert.equal((await shop().mailsFor(placed.order)).length, 1, 'no mail for a refund');
    });

    test('a refund that does not arrive brings the order back, and the owner hears of it', async () => {
      shop().control.set({payment: 'refund_failed', settleAfter: 200});
      try {
        const intent = await shop().pay(await shop().placeOrder());
        const {id} = await until('the order of it', async () =>
          (await queries().select().from(orders)).find(
            (row) => row.id === intent.metadata['order_id'] && row.status === 'paid',
          ),
        );
        await shop().stripe.refunds.create({payment_intent: intent.id});
        await until('the owner is told', async () =>
          (await alertsOf(id)).includes('refund_failed'),
        );
        assert.equal((await rowOf(id)).status, 'paid');
        assert.equal((await rowOf(id)).amountRefunded, 0);
        assert.ok((await kindsOf(id)).includes('merchant_refund_failed'));
      } finally {
        shop().control.play('healthy');
      }
    });

    test('a disputed order is paid again once the dispute is won', async () => {
      const placed = await shop().placeOrder();
      const intent = await shop().pay(placed, 'pm_card_createDispute');
      await shop().becomes(placed.order, 'disputed');
      const {data} = await shop().stripe.disputes.list({payment_intent: intent.id});
      await shop().stripe.disputes.update(data[0]!.id, {
        evidence: {uncategorized_text: 'winning_evidence'},
        submit: true,
      });
      await shop().becomes(placed.order, 'paid');
      assert.deepEqual(await alertsOf(placed.order.id), ['disputed']);
      const kinds = await kindsOf(placed.order.id);
      assert.ok(kinds.includes('merchant_disputed') && kinds.includes('merchant_dispute_closed'));
    });

    test('a refund that is heard of before the payment: both count, and nothing is doubled', async () => {
      const {placed, intent, refund} = await shop().unheard(async () => {
        const placed = await shop().placeOrder();
        const intent = await shop().pay(placed);
        const refund = await shop().stripe.refunds.create({payment_intent: intent.id});
        return {placed, intent, refund};
      });
      await shop().deliver(eventOf('refund.created', refund));
      await shop().becomes(placed.order, 'refunded');
      const late = eventOf('payment_intent.succeeded', intent);
      await shop().deliver(late);
      await shop().settledEvent(late.id);
      assert.equal((await rowOf(placed.order.id)).status, 'refunded');
      assert.deepEqual(await kindsOf(placed.order.id), [
        'confirmation',
        'merchant_paid',
        'merchant_refunded',
        'owner_paid',
      ]);
    });

    test('what was paid twice goes back once, and the order stays paid', async () => {
      const placed = await bought();
      const again = await shop().stripe.paymentIntents.create({
        amount: placed.order.amount,
        currency: 'usd',
        confirm: true,
        payment_method: 'pm_card_visa',
        automatic_payment_methods: {enabled: true, allow_redirects: 'never'},
        metadata: {order_id: placed.order.id, attempt: '2'},
      });
      const [refund, ...more] = await until('the refund', async () => {
        const found = await refundsAt(again.id);
        return found.length > 0 && found;
      });
      assert.equal(more.length, 0);
      assert.equal(refund?.amount, placed.order.amount);
      await shop().becomes(placed.order, 'paid');
      const row = await rowOf(placed.order.id);
      assert.equal(row.amountRefunded, 0, 'of the order’s own price nothing is gone');
      assert.deepEqual(await refundsAt(placed.intent), []);
      assert.deepEqual(await alertsOf(placed.order.id), ['duplicate_payment']);
    });

    test('money for what is gone goes back by itself where the shop wants that', async () => {
      const first = await shop().placeOrder({items: [{sku: 'print', quantity: 3}]});
      const second = await shop().placeOrder({items: [{sku: 'print', quantity: 1}]});
      await shop().confirm(second.clientSecret!);
      await shop().becomes(second.order, 'paid');
      await shop().confirm(first.clientSecret!);
      await shop().becomes(first.order, 'refunded');
      assert.equal((await refundsAt(intentId(first.clientSecret!))).length, 1);
      assert.deepEqual(await shop().stock('print'), {stock: 2, reserved: 0});
      const mail = await until('the mail to the owner', async () =>
        (await shop().mails()).find(
          ({to, subject}) => to === owner && subject.includes(first.order.number),
        ),
      );
      assert.match(mail.subject, /paid unfulfillable/);
    });

    test('two tabs that pay the same order charge once', async () => {
      const placed = await shop().placeOrder();
      const tabs = await Promise.all([shop().startPayment(placed), shop().startPayment(placed)]);
      const results = await Promise.allSettled(
        tabs.map(({body}) => shop().confirm(body.clientSecret)),
      );
      assert.ok(results.some(({status}) => status === 'fulfilled'));
      await shop().becomes(placed.order, 'paid');
      const {data} = await shop().stripe.charges.list({
        payment_intent: intentId(placed.clientSecret!),
      });
      assert.equal(data.length, 1);
      assert.deepEqual(await kindsOf(placed.order.id), [
        'confirmation',
        'merchant_paid',
        'owner_paid',
      ]);
    });

    test('an event that cannot be applied is parked, told once, and can be run again', async () => {
      const {placed, intent} = await shop().unheard(async () => {
        const placed = await shop().placeOrder();
        return {placed, intent: await shop().pay(placed)};
      });
      const event = eventOf('payment_intent.succeeded', {
        ...intent,
        currency: 'eur',
      } as {id: string});
      await shop().deliver(event);
      assert.equal((await shop().settledEvent(event.id)).state, 'parked');
      assert.ok((await listParked(queries())).some(({id}) => id === event.id));
      await until('the owner is told', async () =>
        (await shop().mails()).find(
          ({to, text}) => to === owner && text.includes(event.id) && text.includes('events:rerun'),
        ),
      );
      // Whatever was wrong has been put right.
      await queries()
        .update(webhookEvents)
        .set({payload: eventOf('payment_intent.succeeded', intent)})
        .where(eq(webhookEvents.id, event.id));
      assert.equal(await rerunEvents(shop().deps.db, [event.id]), 1);
      await shop().becomes(placed.order, 'paid');
      assert.equal((await shop().settledEvent(event.id)).state, 'processed');
    });

    test('reconcile fetches what Stripe could not deliver, once', async () => {
      const placed = await bought();
      const refund = await shop().unheard(() =>
        shop().stripe.refunds.create({payment_intent: placed.intent}),
      );
      assert.equal((await rowOf(placed.order.id)).status, 'paid');
      await queries().delete(marks);
      const {events} = await reconcile(shop().deps);
      assert.ok(events >= 2, 'the refund, and the charge that it changed');
      await shop().becomes(placed.order, 'refunded');
      assert.equal((await refundsAt(placed.intent))[0]?.id, refund.id);
      await queries().delete(marks);
      assert.equal((await reconcile(shop().deps)).events, 0);
    });

    test('by hand, a span is reconciled although Stripe believes that all was delivered', async () => {
      const placed = await bought();
      await shop().stripe.refunds.create({payment_intent: placed.intent});
      await shop().becomes(placed.order, 'refunded');
      await shop().control.idle();
      // As after a database that came back from a copy.
      await queries()
        .delete(webhookEvents)
        .where(and(eq(webhookEvents.orderId, placed.order.id)));
      await queries()
        .update(orders)
        .set({status: 'pending', stock: 'none'})
        .where(eq(orders.id, placed.order.id));
      const {events} = await reconcileSince(shop().deps, new Date(Date.now() - 3_600_000));
      assert.ok(events >= 2);
      await shop().becomes(placed.order, 'refunded');
    });

    test('an order that rests is asked about ever more seldom', async () => {
      const placed = await shop().placeOrder();
      await shop().startPayment(placed);
      const pauses: number[] = [];
      for (let look = 0; look < 4; look += 1) {
        await queries()
          .update(orders)
          .set({nextCheckAt: new Date(0)})
          .where(eq(orders.id, placed.order.id));
        await reconcile(shop().deps);
        const {nextCheckAt} = await rowOf(placed.order.id);
        pauses.push(Math.round((nextCheckAt.getTime() - Date.now()) / 60_000));
      }
      assert.deepEqual(pauses, [3, 6, 12, 24]);
    });

    test('what names the buyer in an old event is forgotten, its id is not', async () => {
      const placed = await bought();
      const event = await until('an event of the order', async () =>
        (
          await queries()
            .select()
            .from(webhookEvents)
            .where(eq(webhookEvents.orderId, placed.order.id))
        ).find(({state}) => state === 'processed'),
      );
      const {config, db} = shop().deps;
      const later = new Date(Date.now() + config.eventRetentionMs - 60_000);
      await purgePayloads({config, db, now: () => later});
      assert.ok((await shop().storedEvent(event.id))?.payload, 'not before its time');
      const old = new Date(Date.now() + config.eventRetentionMs + 60_000);
      await purgePayloads({config, db, now: () => old});
      const kept = await shop().storedEvent(event.id);
      assert.equal(kept?.payload, null);
      assert.equal(kept?.type, event.type);
      assert.equal(await shop().deliver(event.payload), 200);
      assert.equal((await shop().storedEvent(event.id))?.state, 'processed');
    });

    test('a job that was given up can be seen and put back', async () => {
      const {db} = shop().deps;
      await db.transaction((tx) =>
        enqueue(
          tx,
          'settle-event',
          {eventId: 'evt_none'},
          {runAt: new Date(Date.now() + 1e7), key: 'dead'},
        ),
      );
      await db.queries.execute(
        "update graphile_worker._private_jobs set attempts = max_attempts where key = 'dead'",
      );
      const dead = (await failedJobs(db.queries)).find(({key}) => key === 'dead');
      assert.equal(dead?.task, 'settle-event');
      assert.equal(await rerunJobs(db.queries, [dead?.id ?? '', 'x; drop']), 1);
      await until('it has run', async () => {
        const rows = await rowsOf(
          db.queries,
          sql`select id from graphile_worker.jobs where key = 'dead'`,
        );
        return rows.length === 0;
      });
    });
  },
  {env: {UNFULFILLABLE: 'refund', OWNER_EMAIL: owner}},
);
