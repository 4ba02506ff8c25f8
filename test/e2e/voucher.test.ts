/** A buyer who has taken a voucher to be paid elsewhere, and comes back before it is paid. */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import type Stripe from 'stripe';
import {useBrowser} from '../support/browser.ts';
import {openShop, type Shop} from '../support/shop.ts';
import {cards, Shopper} from './shopper.ts';

const browser = useBrowser();
let shop: Shop;

before(async () => {
  shop = await openShop({
    products: [{sku: 'tee', name: 'Heavyweight tee', prices: {mxn: 49900}, stock: 50}],
    env: {DEFAULT_CURRENCY: 'mxn'},
    paymentMethodTypes: ['card', 'oxxo'],
  });
  // Nobody pays it while the test looks.
  shop.control.play('voucher_unpaid');
});
after(() => shop.close());

/** Pays with OXXO, and puts the voucher away that Stripe shows. */
async function takeVoucher(intent: 'first' | 'deferred'): Promise<Shopper> {
  const buyer = new Shopper(await browser.open(), intent);
  await buyer.page.route('**/bag', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>Bag</title>
        <script type="module" src="/one-page-checkout.js"></script>
        <one-page-checkout items="tee:1" intent="${intent}" express="never"></one-page-checkout>`,
    }),
  );
  await buyer.page.goto(`${shop.origin}/bag`);
  await buyer.chooseMethod('OXXO');
  await buyer.fillDetails();
  await buyer.payButton.click();
  const close = buyer.page.locator('body > div[tabindex="-1"]').getByRole('button');
  await close.first().click();
  await buyer.status('One more step').waitFor();
  return buyer;
}

async function intents(): Promise<Stripe.PaymentIntent[]> {
  return (await shop.stripe.paymentIntents.list()).data;
}

for (const intent of ['first', 'deferred'] as const) {
  test(`[intent ${intent}] a reload shows the voucher that waits, and not a form`, async () => {
    const buyer = await takeVoucher(intent);
    await buyer.page.reload();
    await buyer.status('One more step').waitFor();
    const link = buyer.checkout.getByRole('link', {name: 'Show the payment instructions'});
    const [waiting] = await intents();
    assert.equal(
      await link.getAttribute('href'),
      waiting?.next_action?.oxxo_display_details?.hosted_voucher_url,
    );
    assert.deepEqual(buyer.uncaught, []);
  });

  test(`[intent ${intent}] who lets it run out is asked to pay once more`, async () => {
    const buyer = await takeVoucher(intent);
    await shop.control.advance(3 * 86_400_000);
    await shop.control.idle();
    await buyer.page.reload();
    await buyer.chooseMethod('Card');
    await buyer.fillDetails();
    await buyer.fillCard(cards.good);
    await buyer.payButton.click();
    await buyer.status('Thank you for your order').waitFor();
    const [paid] = await intents();
    assert.equal(paid?.status, 'succeeded');
    assert.deepEqual(buyer.uncaught, []);
  });

  test(`[intent ${intent}] who would rather pay by card does, and the voucher is taken back`, async () => {
    const buyer = await takeVoucher(intent);
    await buyer.page.reload();
    await buyer.checkout.getByRole('button', {name: 'Pay in another way'}).click();
    await buyer.chooseMethod('Card');
    const [before] = await intents();
    assert.equal(before?.status, 'requires_action', 'still to be paid as long as nothing else is');
    await buyer.fillDetails();
    await buyer.fillCard(cards.good);
    await buyer.page.route('**/payment', (route) =>
      route.fulfill({status: 500, json: {code: 'internal_error', status: 500}}),
    );
    await buyer.payButton.click();
    await buyer.checkout
      .getByText(/went wrong/i)
      .first()
      .waitFor();
    await buyer.page.unroute('**/payment');
    await buyer.payButton.click();
    await buyer.status('Thank you for your order').waitFor();
    const [paid, voucher] = await intents();
    assert.equal(paid?.status, 'succeeded');
    assert.deepEqual([voucher?.id, voucher?.status], [before.id, 'canceled']);
    await shop.becomes({id: paid?.metadata['order_id'] ?? ''}, 'paid');
    assert.deepEqual(buyer.uncaught, []);
  });
}
