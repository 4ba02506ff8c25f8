/** What was tried for the last time is never forgotten: it is parked, and the owner hears of it. */
import assert from 'node:assert/strict';
import {describe, test} from 'node:test';
import {eq, sql} from 'drizzle-orm';
import {alerts, orderEffects} from '../../drizzle/schema.ts';
import {rowsOf} from '../../api/db/connect.ts';
import {rerunEvents, unknownOrders} from '../../api/inbox/parked.ts';
import {jobHandlers} from '../../api/jobs.ts';
import {settleEvent} from '../../api/orders/settle-event.ts';
import {failedJobs} from '../../api/queue/given-up.ts';
import {enqueue} from '../../api/queue/queue.ts';
import {onEachDatabase} from '../support/databases.ts';
import {postponed} from '../support/postponed.ts';
import {eventOf, intentId} from '../support/shop.ts';
import {until} from '../support/until.ts';

onEachDatabase((shop) => {
  const queries = () => shop().deps.db.queries;
  const alertsOf = (kind: string, reference: string) =>
    queries()
      .select()
      .from(alerts)
      .where(eq(alerts.id, `${kind}:${reference}`));
  const giveUp = (key: string) =>
    queries().execute(
      sql`update graphile_worker._private_jobs set attempts = max_attempts, run_at = now() + interval '1 day' where key = ${key}`,
    );
  const reconcile = () => jobHandlers(shop().deps).reconcile({}, {isLast: true});

  /**
   * The event of a refused payment, at a moment at which Stripe cannot be asked about it. It was tried
   * in vain, and its next try is far off.
   */
  async function unappliedEvent() {
    const placed = await shop().placeOrder();
    await shop().startPayment(placed);
    const intent = await shop().unheard(async () => {
      await assert.rejects(shop().confirm(placed.clientSecret!, 'pm_card_visa_chargeDeclined'));
      return shop().stripe.paymentIntents.retrieve(intentId(placed.clientSecret!));
    });
    const event = eventOf('payment_intent.payment_failed', intent);
    shop().control.play('api_down');
    assert.equal(await shop().deliver(event), 200);
    await postponed(queries(), `event:${event.id}`);
    return {placed, event};
  }
  const jobsOf = (key: string) =>
    rowsOf<{attempts: number}>(
      queries(),
      sql`select attempts from graphile_worker.jobs where key = ${key}`,
    );

  describe('an event that cannot be applied', () => {
    test('is parked by its last try, and applied when a person says so', async () => {
      const {placed, event} = await unappliedEvent();
      await queries().execute(
        sql`update graphile_worker._private_jobs set attempts = max_attempts - 1, run_at = now() where key = ${`event:${event.id}`}`,
      );
      const {state, reason} = await shop().settledEvent(event.id);
      assert.deepEqual({state, reason}, {state: 'parked', reason: 'gave_up'});
      assert.equal((await alertsOf('event_parked', event.id)).length, 1);
      shop().control.play('healthy');
      await until(
        'its job has ended',
        async () => (await jobsOf(`event:${event.id}`)).length === 0,
      );
      assert.equal(await rerunEvents(shop().deps.db, [event.id]), 1);
      await shop().becomes(placed.order, 'payment_failed');
    });

    test('is parked too where the last try could not even say so', async () => {
      const {placed, event} = await unappliedEvent();
      await giveUp(`event:${event.id}`);
      shop().control.play('healthy');
      assert.equal((await shop().storedEvent(event.id))?.state, 'received');
      await reconcile();
      const {state, reason} = (await shop().storedEvent(event.id))!;
      assert.deepEqual({state, reason}, {state: 'parked', reason: 'gave_up'});
      assert.equal((await alertsOf('event_parked', event.id)).length, 1);
      assert.deepEqual(await jobsOf(`event:${event.id}`), []);
      assert.equal(await rerunEvents(shop().deps.db, [event.id]), 1);
      await shop().becomes(placed.order, 'payment_failed');
    });

    test('is for the owner long before its last try, once', async () => {
      const {placed, event} = await unappliedEvent();
      const tried = (attempts: number) =>
        queries().execute(
          sql`update graphile_worker._private_jobs set attempts = ${attempts}, run_at = now() + interval '1 day' where key = ${`event:${event.id}`}`,
        );
      await tried(6);
      await reconcile();
      assert.equal((await alertsOf('event_failing', event.id)).length, 0);
      await tried(7);
      await reconcile();
      await reconcile();
      assert.equal((await alertsOf('event_failing', event.id)).length, 1);
      assert.equal((await shop().storedEvent(event.id))?.state, 'received', 'it is tried again');
      shop().control.play('healthy');
      await queries().execute(
        sql`update graphile_worker._private_jobs set run_at = now() where key = ${`event:${event.id}`}`,
      );
      await shop().becomes(placed.order, 'payment_failed');
    });

    test('is left alone while it is being tried', async () => {
      const {placed, event} = await unappliedEvent();
      shop().control.play('healthy');
      await reconcile();
      assert.equal((await shop().storedEvent(event.id))?.state, 'received');
      await queries().execute(
        sql`update graphile_worker._private_jobs set run_at = now() where key = ${`event:${event.id}`}`,
      );
      await shop().becomes(placed.order, 'payment_failed');
    });
  });

  test('what Stripe has not got is somebody else’s, unless the order is here', async () => {
    const {order} = await shop().placeOrder();
    const about = (order_id: string) =>
      eventOf('payment_intent.processing', {
        id: 'pi_that_nobody_has',
        object: 'payment_intent',
        metadata: {order_id},
      } as {id: string});
    const ours = about(order.id);
    const theirs = about('ord_0000000000000000000000');
    for (const event of [ours, theirs]) assert.equal(await shop().deliver(event), 200);
    assert.equal((await shop().settledEvent(theirs.id)).reason, 'no_such_intent');
    await until('ours has been tried', async () => (await jobsOf(`event:${ours.id}`))[0]?.attempts);
    await settleEvent(shop().deps, ours.id, {isLast: true});
    assert.equal((await shop().settledEvent(ours.id)).state, 'parked');
  });

  test('an order that is not here is named, and can be listed', async () => {
    const {placed, intent} = await shop().unheard(async () => {
      const placed = await shop().placeOrder();
      return {placed, intent: await shop().pay(placed)};
    });
    const lost = 'ord_1111111111111111111111';
    const event = eventOf('payment_intent.succeeded', {
      ...intent,
      id: 'pi_of_the_lost',
      metadata: {order_id: lost},
    } as {id: string});
    await shop().deliver(event);
    assert.equal((await shop().settledEvent(event.id)).reason, 'unknown_order');
    const since = new Date(Date.now() - 60_000);
    assert.deepEqual(await unknownOrders(queries(), since), [lost]);
    await shop().deliver(eventOf('payment_intent.succeeded', intent));
    await shop().becomes(placed.order, 'paid');
  });

  test('the owner is told once of each job about an order that was given up', async () => {
    const {order} = await shop().placeOrder();
    const key = `confirmation:${order.id}`;
    const refundKey = `refund:${order.id}:pi_given_up`;
    const later = {runAt: new Date(Date.now() + 86_400_000)};
    await shop().deps.db.transaction(async (tx) => {
      await enqueue(tx, 'send-confirmation', {orderId: order.id}, {...later, key});
      const payload = {orderId: order.id, paymentIntentId: 'pi_given_up'};
      await enqueue(tx, 'refund-payment', payload, {...later, key: refundKey});
    });
    await reconcile();
    assert.equal((await alertsOf('job_given_up', `confirmation_${order.id}`)).length, 0);
    await giveUp(key);
    await giveUp(refundKey);
    await reconcile();
    await reconcile();
    const [alert] = await alertsOf('job_given_up', `confirmation_${order.id}`);
    assert.equal(alert?.orderId, order.id);
    assert.equal((await alertsOf('job_given_up', 'pi_given_up')).length, 1);
    const kept = (await failedJobs(queries())).map((job) => job.key);
    assert.ok(kept.includes(key) && kept.includes(refundKey));
    assert.deepEqual(
      await queries().select().from(orderEffects).where(eq(orderEffects.orderId, order.id)),
      [],
    );
  });
});
