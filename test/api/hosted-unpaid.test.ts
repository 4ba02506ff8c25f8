/** What comes apart on a hosted page: its end and the money, or the money and who paid it. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {and, eq, sql} from 'drizzle-orm';
import {orderEffects, orders} from '../../drizzle/schema.ts';
import {rowsOf} from '../../api/db/connect.ts';
import {idOf} from '../../api/orders/ledger.ts';
import {reconcile} from '../../api/orders/reconcile.ts';
import {onEachDatabase} from '../support/databases.ts';
import {opened, openPage, payOnPage} from '../support/hosted-page.ts';
import {eventOf, intentId} from '../support/shop.ts';
import {until} from '../support/until.ts';

onEachDatabase(
  (shop) => {
    const rowOf = async (id: string) =>
      (await shop().deps.db.queries.select().from(orders).where(eq(orders.id, id)))[0];

    test('who paid on a page is written to, though Stripe shows the page as finished only later', async (t) => {
      const placed = await shop().placeOrder();
      const page = await opened(shop(), placed);
      const {sessions} = shop().deps.stripe.checkout;
      const list = sessions.list.bind(sessions);
      const early = t.mock.method(sessions, 'list', async (params: object) => {
        const {data} = await list(params);
        return {data: data.map((one) => ({...one, status: 'open', customer_details: null}))};
      });
      const intent = await shop().unheard(async () => {
        await payOnPage(page);
        const {payment_intent: id} = await shop().stripe.checkout.sessions.retrieve(page.session);
        return shop().stripe.paymentIntents.retrieve(idOf(id) ?? '');
      });
      await shop().deliver(eventOf('payment_intent.succeeded', intent));
      await shop().becomes(placed.order, 'paid');
      assert.equal((await rowOf(placed.order.id))?.email, null);
      await until('the confirmation has been tried', () => wasTried(placed.order.id));
      early.mock.restore();
      const session = await shop().stripe.checkout.sessions.retrieve(page.session);
      await shop().deliver(eventOf('checkout.session.completed', session));
      const [mail] = await shop().mailsFor(placed.order);
      assert.equal(mail?.to, 'grace@example.com');
    });

    test('a voucher that waits to be paid leaves no other way to pay, and no request without an end', async () => {
      shop().control.set({settleAfter: 3_600_000});
      const placed = await shop().placeOrder({currency: 'jpy'});
      const page = await opened(shop(), placed);
      const {status} = await payOnPage(page, {method: 'konbini', country: 'JP'});
      assert.equal(status, 303);
      await shop().control.idle();
      await shop().becomes(placed.order, 'processing');
      const {body} = await shop().startPayment(placed);
      assert.equal(body.code, 'order_not_payable');
      assert.equal((await openPage(shop(), placed)).body.code, 'order_not_payable');
      assert.equal((await rowOf(placed.order.id))?.stock, 'reserved');
      await shop().control.advance(3_700_000);
      await shop().becomes(placed.order, 'paid');
    });

    for (const end of ['paid', 'cancelled', 'out of date'] as const) {
      test(`a voucher of the form outlives the time of its order, until it is ${end}`, async () => {
        shop().control.set({settleAfter: 3_600_000});
        const placed = await shop().placeOrder({currency: 'jpy'});
        const {clientSecret} = (await shop().startPayment(placed)).body;
        const {id} = await shop().stripe.paymentIntents.retrieve(intentId(clientSecret));
        await takeVoucher(id);
        const makeDue = () =>
          shop()
            .deps.db.queries.update(orders)
            .set({nextCheckAt: new Date(0), expiresAt: new Date(1)})
            .where(eq(orders.id, placed.order.id));
        await makeDue();
        await reconcile(shop().deps);
        assert.equal((await rowOf(placed.order.id))?.status, 'pending');
        assert.equal((await rowOf(placed.order.id))?.stock, 'reserved');
        const {body} = await shop().show(placed);
        assert.equal(
          body.intent?.next_action.type,
          'konbini_display_details',
          'shown all the same',
        );
        assert.equal(body.order.payable, false);
        if (end === 'out of date') {
          shop().control.play('voucher_unpaid');
          await shop().control.advance(3 * 86_400_000);
          shop().control.play('healthy');
          await shop().becomes(placed.order, 'payment_failed');
          assert.equal((await rowOf(placed.order.id))?.stock, 'none');
          const {lastPaymentError} = (await shop().show(placed)).body.order;
          assert.equal(lastPaymentError?.code, 'payment_intent_payment_attempt_expired');
          await makeDue();
          await reconcile(shop().deps);
          assert.equal((await rowOf(placed.order.id))?.status, 'expired');
          return;
        }
        if (end === 'paid') {
          await shop().control.advance(3_700_000);
          await shop().becomes(placed.order, 'paid');
          return;
        }
        await shop().stripe.paymentIntents.cancel(id);
        await shop().becomes(placed.order, 'expired');
        assert.equal((await rowOf(placed.order.id))?.stock, 'none');
      });
    }

    test('who pays otherwise than with the voucher at hand has it taken back, once', async () => {
      shop().control.set({settleAfter: 3_600_000});
      const placed = await shop().placeOrder({currency: 'jpy'});
      const first = (await shop().startPayment(placed)).body.clientSecret;
      await takeVoucher(intentId(first));
      assert.equal((await shop().show(placed)).body.clientSecret, first);
      const second = (await shop().startPayment(placed)).body.clientSecret;
      assert.notEqual(second, first);
      assert.equal((await shop().startPayment(placed)).body.clientSecret, second);
      assert.equal(
        (await shop().stripe.paymentIntents.retrieve(intentId(first))).status,
        'canceled',
      );
      assert.equal((await shop().show(placed)).body.intent, undefined);
      await shop().confirm(second);
      await shop().becomes(placed.order, 'paid');
    });

    const takeVoucher = (id: string) =>
      shop().stripe.paymentIntents.confirm(id, {
        payment_method_data: {
          type: 'konbini',
          billing_details: {name: 'Grace Hopper', email: 'grace@example.com'},
        },
        return_url: 'https://shop.example/thanks',
      });

    /** The confirmation's job has failed once, or has ended the matter. */
    async function wasTried(orderId: string) {
      const {queries} = shop().deps.db;
      const [effect] = await queries
        .select()
        .from(orderEffects)
        .where(and(eq(orderEffects.orderId, orderId), eq(orderEffects.kind, 'confirmation')));
      const [job] = await rowsOf<{attempts: number}>(
        queries,
        sql`select attempts from graphile_worker.jobs where key = ${`confirmation:${orderId}`}
          and locked_at is null`,
      );
      return effect?.doneAt !== null || (job?.attempts ?? 0) > 0;
    }
  },
  {paymentMethodTypes: ['card', 'konbini']},
);
