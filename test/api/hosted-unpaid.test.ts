/** A hosted page that the buyer has finished, and of which the money is still to come. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {eq} from 'drizzle-orm';
import {orders} from '../../drizzle/schema.ts';
import {onEachDatabase} from '../support/databases.ts';
import {opened, openPage, payOnPage} from '../support/hosted-page.ts';

onEachDatabase(
  (shop) => {
    const rowOf = async (id: string) =>
      (await shop().deps.db.queries.select().from(orders).where(eq(orders.id, id)))[0];

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
  },
  {paymentMethodTypes: ['card', 'konbini']},
);
