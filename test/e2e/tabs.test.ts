/** One buyer, several tabs, each opened by itself: one order, and one charge. */
import assert from 'node:assert/strict';
import type {Response, Route} from 'playwright-core';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {test} from './both-intents.ts';
import {SandboxView} from './sandbox.ts';
import {cards, Shopper} from './shopper.ts';

const browser = useBrowser();
const server = useServer();
const shop = new SandboxView(server);

/** Another tab of the same browser, which no other tab has opened. */
async function openTab(beside: Shopper, intent = beside.intent): Promise<Shopper> {
  return new Shopper(await beside.page.context().newPage(), intent);
}

/** A page of the same shop, whose tag has other attributes. */
async function visitOther(buyer: Shopper, attributes: string): Promise<void> {
  await buyer.page.route(`${server.origin}/?*`, async (route) => {
    const page = await (await route.fetch()).text();
    const body = page.replace(/<one-page-checkout\s[^>]*>/, `<one-page-checkout ${attributes}>`);
    await route.fulfill({contentType: 'text/html', body});
  });
  await buyer.visit(server.origin);
}

const thanks = (buyer: Shopper) => buyer.status('Thank you for your order').waitFor();

/** What every tab of the browser can read. */
const shared = (buyer: Shopper) => buyer.page.evaluate(() => Object.entries<string>(localStorage));

test('a second tab has the order of the first, and whichever pays, it is paid once', async (intent) => {
  const first = new Shopper(await browser.open(), intent);
  const placed = await shop.placed();
  const paid = await shop.charges();
  await first.visit(server.origin);
  await first.fillDetails();
  await first.fillCard(cards.good);

  const second = await openTab(first);
  await second.visit(server.origin);
  assert.equal(await shop.placed(), placed + 1);
  const [[, kept] = []] = await shared(second);
  const {sharedUntil, ...order} = JSON.parse(kept ?? '{}') as Record<string, number>;
  assert.deepEqual(Object.keys(order).toSorted(), ['idempotencyKey', 'orderId', 'token']);
  assert.ok(Math.abs((sharedUntil ?? 0) - Date.now() - 30 * 60_000) < 60_000);

  await second.pay();
  await thanks(second);
  await first.payButton.click();
  await thanks(first);
  assert.equal(await shop.charges(), paid + 1);
});

test('once it is paid, a new tab has a new order, and the tab that paid still shows its thanks', async (intent) => {
  const first = new Shopper(await browser.open(), intent);
  await first.visit(server.origin);
  const placed = await shop.placed();
  await first.pay();
  await thanks(first);
  assert.deepEqual(await shared(first), []);

  const second = await openTab(first);
  await second.visit(server.origin);
  assert.equal(await shop.placed(), placed + 1);
  await first.page.reload();
  await thanks(first);
  // What the first tab has done with is not what the second shares.
  assert.equal((await shared(first)).length, 1);
});

test('an order at the bank in one tab is not placed again in another', async (intent) => {
  const first = new Shopper(await browser.open(), intent);
  await first.visit(server.origin);
  const placed = await shop.placed();
  const paid = await shop.charges();
  await first.fillDetails();
  await first.fillCard(cards.threeDSecure);
  await first.payButton.click();
  await first.challenge.locator('button[value="approve"]').waitFor();

  const second = await openTab(first);
  await second.visit(server.origin);
  assert.equal(await shop.placed(), placed);
  await first.challenge.locator('button[value="approve"]').click();
  await thanks(first);
  await second.fillDetails();
  await second.fillCard(cards.good);
  await second.payButton.click();
  await thanks(second);
  assert.equal(await shop.charges(), paid + 1);
});

test('after half an hour a new tab has a new order, and what is old is forgotten', async (intent) => {
  const first = new Shopper(await browser.open(), intent);
  await visitOther(first, 'items="mug:1"');
  await visitOther(await openTab(first), 'items="tee:1"');
  await first.page.evaluate(() => {
    for (const [name, json] of Object.entries<string>(localStorage)) {
      const kept = JSON.parse(json) as object;
      localStorage.setItem(name, JSON.stringify({...kept, sharedUntil: Date.now() - 1}));
    }
    localStorage.setItem('of-the-shop', 'its own');
  });
  const placed = await shop.placed();
  const second = await openTab(first);
  await visitOther(second, 'items="mug:1"');
  assert.equal(await shop.placed(), placed + 1);
  const names = (await shared(second)).map(([name]) => name);
  assert.equal(names.length, 2);
  assert.ok(names.includes('of-the-shop'));
});

for (const [what, attributes] of [
  ['cart', 'items="mug:1"'],
  ['currency', 'items="tee:2 mug:1" currency="eur"'],
  ["number of the shop's", 'items="tee:2 mug:1" client-reference-id="cart-18"'],
] as const) {
  test(`another ${what} is another order`, async (intent) => {
    const first = new Shopper(await browser.open(), intent);
    await visitOther(first, 'items="tee:2 mug:1" client-reference-id="cart-17"');
    const placed = await shop.placed();
    await visitOther(await openTab(first), attributes);
    assert.equal(await shop.placed(), placed + 1);
  });
}

test('another intent is another order', async (intent) => {
  const first = new Shopper(await browser.open(), intent);
  await first.visit(server.origin);
  const placed = await shop.placed();
  const second = await openTab(first, intent === 'first' ? 'deferred' : 'first');
  await second.visit(server.origin);
  assert.equal(await shop.placed(), placed + 1);
});

test('a new order that a tab was asked to start is the one that the next tab has', async (intent) => {
  const first = new Shopper(await browser.open(), intent);
  await first.visit(server.origin);
  await first.pay();
  await thanks(first);
  await first.checkout.getByRole('button', {name: 'Start a new order'}).click();
  await first.fields.getByLabel('Card number').waitFor();
  const placed = await shop.placed();
  await (await openTab(first)).visit(server.origin);
  assert.equal(await shop.placed(), placed);
});

test('where nothing may be kept, each tab has an order of its own, and can be paid', async (intent) => {
  const first = new Shopper(await browser.open(), intent);
  await first.page.context().addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('Denied.', 'SecurityError');
        },
      });
    }
  });
  await first.visit(server.origin);
  const placed = await shop.placed();
  const second = await openTab(first);
  await second.visit(server.origin);
  assert.equal(await shop.placed(), placed + 1);
  await second.pay();
  await thanks(second);
  assert.deepEqual(second.uncaught, []);
});

test('a cart changed in one tab is never charged to who pays in another', async (intent) => {
  const attributes = 'items="tee:2 mug:1" quantities="adjustable"';
  const first = new Shopper(await browser.open(), intent);
  await visitOther(first, attributes);
  await first.fillDetails();
  await first.fillCard(cards.good);
  const second = await openTab(first);
  await visitOther(second, attributes);
  const before = await first.payButton.innerText();
  const paid = await shop.charges();

  const changeInSecond = async (route: Route) => {
    const isChange = (answer: Response) => answer.request().method() === 'PATCH';
    const answer = second.page.waitForResponse(isChange);
    await second.checkout.getByRole('button', {name: /^One more .*mug/i}).click();
    assert.equal((await answer).status(), 200);
    await route.continue();
  };
  await first.page.route('**/payment_intents/*/confirm', changeInSecond, {times: 1});
  await first.payButton.click();
  await first.checkout.getByText(/^The total has changed to/).waitFor();
  assert.equal(await shop.charges(), paid);
  assert.notEqual(await first.payButton.innerText(), before);
  // Another payment needs another form; where it is made only now, the form stays.
  if (intent === 'first') await first.fillCard(cards.good);
  await first.payButton.click();
  await thanks(first);
  assert.equal(await shop.charges(), paid + 1);
});
