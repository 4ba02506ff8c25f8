/** An address that is good enough for our own form, and not for Stripe. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {onEachDatabase} from '../support/databases.ts';
import {openPage} from '../support/hosted-page.ts';
import {buyer} from '../support/shop.ts';

const email = 'ada@shop-.example';

onEachDatabase(
  (shop) => {
    test('the buyer hears which field it is, and pays with another address', async () => {
      const placed = await shop().placeOrder();
      const {status, body} = await shop().startPayment(placed, {
        billingDetails: {...buyer, email},
      });
      assert.equal(status, 400);
      assert.equal(body.code, 'invalid_request');
      assert.deepEqual(
        body.errors?.map(({pointer}) => pointer),
        ['/billingDetails/email'],
      );
      await shop().pay(placed);
      await shop().becomes(placed.order, 'paid');
    });

    test('so does who goes to the page that Stripe hosts', async () => {
      const placed = await shop().placeOrder();
      const {status, body} = await openPage(shop(), placed, {email});
      assert.equal(status, 400);
      assert.equal(body.errors?.[0]?.pointer, '/email');
      assert.equal((await openPage(shop(), placed, {email: buyer.email})).status, 200);
    });
  },
  {env: {STRIPE_RECEIPTS: 'true'}},
);
