/** With Stripe's own receipts every payment changes its intent, and that clears the last error in it. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {settle} from '../../api/orders/settle.ts';
import {onEachDatabase} from '../support/databases.ts';
import {buyer, intentId} from '../support/shop.ts';

onEachDatabase(
  (shop) => {
    test('a failure that was read before the next try began does not give back what it holds', async () => {
      const placed = await shop().placeOrder({items: [{sku: 'print', quantity: 3}]});
      await shop().startPayment(placed);
      const {unheard, confirm, stripe, deps} = shop();
      await unheard(() =>
        assert.rejects(confirm(placed.clientSecret!, 'pm_card_visa_chargeDeclined')),
      );
      const readAt = new Date();
      const intent = await stripe.paymentIntents.retrieve(intentId(placed.clientSecret!));
      assert.ok(intent.last_payment_error);

      assert.equal((await shop().startPayment(placed)).status, 200);
      const changed = await stripe.paymentIntents.retrieve(intent.id);
      assert.equal(changed.receipt_email, buyer.email);
      assert.equal(changed.last_payment_error, null);
      await settle(deps, {paymentIntentId: intent.id, intent}, readAt);
      assert.equal((await shop().show(placed)).body.order.status, 'pending');
      assert.deepEqual(await shop().stock('print'), {stock: 3, reserved: 3});
      await confirm(placed.clientSecret!);
      await shop().becomes(placed.order, 'paid');
    });
  },
  {env: {STRIPE_RECEIPTS: 'true'}},
);
