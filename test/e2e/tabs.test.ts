/** One buyer, several tabs, each opened by itself: one order, and one charge. */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {startServer, type RunningServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {SandboxView} from './sandbox.ts';
import {cards, Shopper} from './shopper.ts';

const browser = useBrowser();
let server: RunningServer;
let shop: SandboxView;

before(async () => {
  server = await startServer();
  shop = new SandboxView(server.origin);
});
after(() => server.stop());

/** Another tab of the same browser, which no other tab has opened. */
async function openTab(beside: Shopper): Promise<Shopper> {
  const page = await beside.page.context().newPage();
  page.setDefaultTimeout(10_000);
  return new Shopper(page);
}

/** A page of the same shop, whose tag has other attributes. */
async function visitOther(buyer: Shopper, attributes: string): Promise<void> {
  await buyer.page.route(`${server.origin}/`, async (route) => {
    const page = await (await route.fetch()).text();
    const body = page.replace(/<one-page-checkout\s[^>]*>/, `<one-page-checkout ${attributes}>`);
    await route.fulfill({contentType: 'text/html', body});
  });
  await buyer.visit(server.origin);
}

const thanks = (buyer: Shopper) => buyer.status('Thank you for your order').waitFor();

const orders = async () => (await shop.activity()).orders.length;

/** How many payments Stripe has taken for orders of the shop since the server began. */
async function payments(): Promise<number> {
  const {events} = await shop.activity();
  return events.filter(({type}) => type === 'charge.succeeded').length;
}

/** What every tab of the browser can read. */
const shared = (buyer: Shopper) => buyer.page.evaluate(() => Object.entries<string>(localStorage));

test('a second tab has the order of the first, and whichever pays, it is paid once', async () => {
  const first = new Shopper(await browser.open());
  const placed = await orders();
  const paid = await payments();
  await first.visit(server.origin);
  await first.fillDetails();
  await first.fillCard(cards.good);

  const second = await openTab(first);
  await second.visit(server.origin);
  assert.equal(await orders(), placed + 1);
  const [[, kept] = []] = await shared(second);
  const {sharedUntil, ...order} = JSON.parse(kept ?? '{}') as Record<string, number>;
  assert.deepEqual(Object.keys(order).toSorted(), ['idempotencyKey', 'orderId', 'token']);
  assert.ok(Math.abs((sharedUntil ?? 0) - Date.now() - 30 * 60_000) < 60_000);

  await second.pay();
  await thanks(second);
  await first.payButton.click();
  await thanks(first);
  assert.equal(await payments(), paid + 1);
});

test('once it is paid, a new tab has a new order, and the tab that paid still shows its thanks', async () => {
  const first = new Shopper(await browser.open());
  await first.visit(server.origin);
  const placed = await orders();
  await first.pay();
  await thanks(first);
  assert.deepEqual(await shared(first), []);

  const second = await openTab(first);
  await second.visit(server.origin);
  assert.equal(await orders(), placed + 1);
  await first.page.reload();
  await thanks(first);
  // What the first tab has done with is not what the second shares.
  assert.equal((await shared(first)).length, 1);
});

test('an order at the bank in one tab is not placed again in another', async () => {
  const first = new Shopper(await browser.open());
  await first.visit(server.origin);
  const placed = await orders();
  const paid = await payments();
  await first.fillDetails();
  await first.fillCard(cards.threeDSecure);
  await first.payButton.click();
  await first.challenge.locator('button[value="approve"]').waitFor();

  const second = await openTab(first);
  await second.visit(server.origin);
  assert.equal(await orders(), placed);
  await first.challenge.locator('button[value="approve"]').click();
  await thanks(first);
  await second.fillDetails();
  await second.fillCard(cards.good);
  await second.payButton.click();
  await thanks(second);
  assert.equal(await payments(), paid + 1);
});

test('after half an hour a new tab has a new order, and what is old is forgotten', async () => {
  const first = new Shopper(await browser.open());
  await visitOther(first, 'items="mug:1"');
  await visitOther(await openTab(first), 'items="tee:1"');
  await first.page.evaluate(() => {
    for (const [name, json] of Object.entries<string>(localStorage)) {
      const kept = JSON.parse(json) as object;
      localStorage.setItem(name, JSON.stringify({...kept, sharedUntil: Date.now() - 1}));
    }
    localStorage.setItem('of-the-shop', 'its own');
  });
  const placed = await orders();
  const second = await openTab(first);
  await visitOther(second, 'items="mug:1"');
  assert.equal(await orders(), placed + 1);
  const names = (await shared(second)).map(([name]) => name);
  assert.equal(names.length, 2);
  assert.ok(names.includes('of-the-shop'));
});

for (const [what, attributes] of [
  ['cart', 'items="mug:1"'],
  ['currency', 'items="tee:2 mug:1" currency="eur"'],
  ["number of the shop's", 'items="tee:2 mug:1" client-reference-id="cart-18"'],
] as const) {
  test(`another ${what} is another order`, async () => {
    const first = new Shopper(await browser.open());
    await visitOther(first, 'items="tee:2 mug:1" client-reference-id="cart-17"');
    const placed = await orders();
    await visitOther(await openTab(first), attributes);
    assert.equal(await orders(), placed + 1);
  });
}

test('a new order that a tab was asked to start is the one that the next tab has', async () => {
  const first = new Shopper(await browser.open());
  await first.visit(server.origin);
  await first.pay();
  await thanks(first);
  await first.checkout.getByRole('button', {name: 'Start a new order'}).click();
  await first.fields.getByLabel('Card number').waitFor();
  const placed = await orders();
  await (await openTab(first)).visit(server.origin);
  assert.equal(await orders(), placed);
});

test('where nothing may be kept, each tab has an order of its own, and can be paid', async () => {
  const first = new Shopper(await browser.open());
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
  const placed = await orders();
  const second = await openTab(first);
  await second.visit(server.origin);
  assert.equal(await orders(), placed + 1);
  await second.pay();
  await thanks(second);
  assert.deepEqual(second.uncaught, []);
});
