/** What is only half there: a transfer of less than the price, and a buyer without an address. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {and, eq, sql} from 'drizzle-orm';
import {alerts, orderEffects} from '../../drizzle/schema.ts';
import {rowsOf} from '../../api/db/connect.ts';
import {failedJobs} from '../../api/queue/given-up.ts';
import {onEachDatabase} from '../support/databases.ts';
import {postponed} from '../support/postponed.ts';
import {eventOf, intentId} from '../support/shop.ts';
import {until} from '../support/until.ts';

const owner = 'owner@shop.example';

onEachDatabase(
  (shop) => {
    const queries = () => shop().deps.db.queries;
    const alertsOf = async (orderId: string) =>
      (await queries().select().from(alerts).where(eq(alerts.orderId, orderId))).map(
        ({kind, reference}) => ({kind, reference}),
      );

    test('a transfer that brings less than the price is for the owner, once, and the rest pays', async () => {
      const placed = await shop().placeOrder();
      const {order} = placed;
      await shop().startPayment(placed);
      const id = intentId(placed.clientSecret!);
      const intent = await shop().stripe.paymentIntents.retrieve(id);
      for (const part of ['the first', 'the second']) {
        const event = eventOf('payment_intent.partially_funded', intent, {part});
        assert.equal(await shop().deliver(event), 200);
        assert.equal((await shop().settledEvent(event.id)).state, 'processed');
      }
      assert.deepEqual(await alertsOf(order.id), [{kind: 'partially_funded', reference: id}]);
      assert.equal((await shop().show(placed)).body.order.status, 'pending');
      const mail = await until('the mail to the owner', async () =>
        (await shop().mails()).find(({to, text}) => to === owner && text.includes(order.id)),
      );
      assert.equal(mail.subject, `Please look: partially funded, order ${order.number}`);
      assert.match(mail.text, /less than the order costs/);
      assert.ok(mail.text.includes(id));
      await shop().confirm(placed.clientSecret!);
      await shop().becomes(order, 'paid');
      assert.equal((await alertsOf(order.id)).length, 1);
    });

    test('a buyer who left no address is waited for, then not written to, and nothing is given up', async () => {
      const placed = await shop().placeOrder();
      // Around the shop's own door: nobody has said who pays.
      await shop().confirm(placed.clientSecret!);
      await shop().becomes(placed.order, 'paid');
      const waiting = await postponed(queries(), `confirmation:${placed.order.id}`);
      assert.equal(await outcomeOf(placed.order.id), null, 'an address may come still');

      // All its tries but the last are over.
      await queries().execute(
        sql`update graphile_worker._private_jobs
          set attempts = max_attempts - 1, run_at = now() where id = ${waiting}::bigint`,
      );
      const outcome = await until('the confirmation has ended', async () => {
        return (await outcomeOf(placed.order.id)) ?? undefined;
      });
      assert.equal(outcome, 'no_address');
      await until('its job is gone', async () => {
        const jobs = await rowsOf(
          queries(),
          sql`select id from graphile_worker.jobs where id = ${waiting}::bigint`,
        );
        return jobs.length === 0;
      });
      assert.deepEqual(await failedJobs(queries()), []);
      assert.deepEqual(await alertsOf(placed.order.id), []);
      const {number} = placed.order;
      assert.ok(!(await shop().mails()).some(({subject}) => subject.includes(number)));
    });

    async function outcomeOf(orderId: string) {
      const [effect] = await queries()
        .select({outcome: orderEffects.outcome})
        .from(orderEffects)
        .where(and(eq(orderEffects.orderId, orderId), eq(orderEffects.kind, 'confirmation')));
      return effect?.outcome;
    }
  },
  {env: {OWNER_EMAIL: owner}},
);
