/** Things that go wrong around a purchase, each made to happen; and every one comes to an end. */
import assert from 'node:assert/strict';
import {afterEach} from 'node:test';
import type {Page} from 'playwright-core';
import type {ScenarioName} from '../../demo/stripe-simulator/scenarios.ts';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {test, type Intent} from './both-intents.ts';
import {SandboxView} from './sandbox.ts';
import {cards, Shopper} from './shopper.ts';

const browser = useBrowser();
const server = useServer();
const shop = new SandboxView(server);
afterEach(() => play('healthy'));

const play = (name: ScenarioName) => shop.simulate('scenario', {name});

const shopper = async (intent: Intent) => new Shopper(await browser.open(), intent);

const thanks = (buyer: Shopper) => buyer.status('Thank you for your order').waitFor();

for (const year of [2001, 2033]) {
  test(`a buyer’s clock that says ${year} keeps nobody from paying`, async (intent) => {
    const buyer = await shopper(intent);
    await buyer.page.clock.setSystemTime(new Date(`${year}-06-01T12:00:00Z`));
    await buyer.visit(server.origin);
    await buyer.pay();
    await thanks(buyer);
    assert.deepEqual(buyer.uncaught, []);
  });
}

test('a connection lost at the click costs nothing: the form is kept, and pays when it is back', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(server.origin);
  await buyer.fillDetails();
  await buyer.fillCard(cards.good);
  await buyer.page.context().setOffline(true);
  await buyer.payButton.click();
  await buyer.checkout.getByText('We cannot reach the shop.').first().waitFor();
  assert.equal(await buyer.checkout.getByLabel('Full name').inputValue(), 'Ada Lovelace');
  await buyer.page.context().setOffline(false);
  await buyer.payButton.click();
  await thanks(buyer);
});

test('an order that was paid in another tab is not paid again', async (intent) => {
  const first = await shopper(intent);
  await first.visit(server.origin);
  await first.fillDetails();
  await first.fillCard(cards.good);
  const placed = await shop.placed();
  const paid = await shop.charges();

  const opened = first.page.waitForEvent('popup');
  await first.page.evaluate(() => void open(location.href));
  const second = new Shopper(await opened);
  await second.fields.getByLabel('Card number').waitFor();
  assert.equal(await shop.placed(), placed, 'the second tab has the same order');
  await second.pay();
  await thanks(second);

  await first.payButton.click();
  await thanks(first);
  assert.equal(await shop.charges(), paid + 1);
});

/** Lets Stripe hear the first confirmation, and the buyer's browser not hear what it says. */
async function loseAnswer(page: Page): Promise<void> {
  await page.route(
    /\/v1\/payment_intents\/\w+\/confirm/,
    async (route) => {
      await route.fetch();
      await route.abort('connectionreset');
    },
    {times: 1},
  );
}

for (const webhooks of ['healthy', 'webhooks_lost'] as const) {
  test(`a payment whose answer was lost is found to be made, and charged once (${webhooks})`, async (intent) => {
    await play(webhooks);
    const buyer = await shopper(intent);
    await buyer.visit(server.origin);
    await loseAnswer(buyer.page);
    const paid = await shop.charges();
    await buyer.pay();
    const again = buyer.checkout.getByRole('alert');
    const end = buyer.status(/Thank you for your order|Confirming your payment/);
    await again.or(end).first().waitFor();
    if (await again.isVisible()) await buyer.payButton.click();
    await end.waitFor();
    assert.equal(await shop.charges(), paid + 1);
  });
}

test('a Stripe.js that is blocked is said so; once it is allowed, the same form goes on', async (intent) => {
  await play('stripe_js_blocked');
  const buyer = await shopper(intent);
  await buyer.goto(server.origin);
  await buyer.checkout.getByLabel('Full name').fill('Ada Lovelace');
  await buyer.checkout.getByText('allow js.stripe.com').first().waitFor();
  await play('healthy');
  await buyer.checkout.getByRole('button', {name: 'Try again'}).click();
  await buyer.fields.getByLabel('Card number').waitFor();
  assert.equal(await buyer.checkout.getByLabel('Full name').inputValue(), 'Ada Lovelace');
  await buyer.pay();
  await thanks(buyer);
});

test('a slow Stripe.js is waited for, with the form there to be filled in', async (intent) => {
  const buyer = await shopper(intent);
  const release = await buyer.holdBack('**/endive/stripe.js*');
  await buyer.goto(server.origin);
  await buyer.fillDetails();
  await buyer.checkout.getByText('$88.00').first().waitFor();
  assert.equal(await buyer.page.locator('iframe').count(), 0, 'it is still on its way');
  release();
  await buyer.fields.getByLabel('Card number').waitFor();
  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  await thanks(buyer);
});

for (const scenario of ['api_down', 'rate_limited', 'lock_timeout'] as const) {
  test(`a Stripe that does not answer the shop (${scenario}) is told of, and tried again`, async (intent) => {
    const buyer = await shopper(intent);
    await buyer.visit(server.origin);
    await buyer.fillDetails();
    await buyer.fillCard(cards.good);
    await play(scenario);
    await buyer.payButton.click();
    await buyer.checkout.getByRole('alert').first().waitFor({timeout: 30_000});
    assert.equal(await buyer.checkout.getByLabel('Full name').inputValue(), 'Ada Lovelace');
    await play('healthy');
    await buyer.payButton.click();
    await thanks(buyer);
  });
}

test('a page that keeps itself as HTML and comes back to it finds the order, and one form', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(server.origin);
  const placed = await shop.placed();
  await buyer.page.evaluate(() => {
    const place = document.querySelector('main')!;
    const cart = place.innerHTML;
    addEventListener('popstate', () => (place.innerHTML = cart));
    history.pushState(null, '', '/elsewhere');
    place.textContent = 'Another view.';
  });
  assert.equal(await buyer.page.locator('iframe').filter({visible: true}).count(), 0);
  await buyer.page.evaluate(() => history.back());
  await buyer.checkout.locator('.payment.ready').waitFor();
  assert.equal(await buyer.checkout.locator('div[slot^="opc-payment"]').count(), 1);
  await buyer.fields.getByLabel('Card number').waitFor();
  await buyer.pay();
  await thanks(buyer);
  assert.equal(await shop.placed(), placed, 'no second order was placed');
  assert.deepEqual(buyer.uncaught, []);
});
