/** A real way forth and back: the browser keeps the page as it was left, and the element goes on. */
import assert from 'node:assert/strict';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {test} from './both-intents.ts';
import {SandboxView} from './sandbox.ts';
import {cards, Shopper} from './shopper.ts';

// Playwright switches the cache off, since its own handles on a page do not outlive it.
const browser = useBrowser([], {ignoreDefaultArgs: ['--disable-back-forward-cache']});
const server = useServer();
const shop = new SandboxView(server);

/** Tells the page to remember whether it was kept, and if not, why. */
const watchReturns = (buyer: Shopper) =>
  buyer.page.addInitScript(() => {
    addEventListener('pageshow', ({persisted}) => {
      const [entry] = performance.getEntriesByType('navigation');
      const reasons: unknown = Reflect.get(entry ?? {}, 'notRestoredReasons');
      Object.assign(window, {wasKept: persisted, reasons: JSON.stringify(reasons)});
    });
  });

async function goAwayAndBack(buyer: Shopper): Promise<void> {
  await buyer.page.evaluate(() => Object.assign(window, {isTheSame: true}));
  await buyer.page.goto(`${server.origin}/healthz`);
  // There is no load to wait for: the page is the one that was left.
  await buyer.page.goBack({waitUntil: 'commit'});
  await wasKept(buyer);
}

async function wasKept(buyer: Shopper): Promise<void> {
  const {isKept, reasons} = await buyer.page.evaluate(() => ({
    isKept: Reflect.get(window, 'wasKept') && Reflect.get(window, 'isTheSame'),
    reasons: Reflect.get(window, 'reasons'),
  }));
  assert.equal(isKept, true, `the page was not kept: ${reasons}`);
}

test('the form comes back with the same order and every word in it, and after paying with the thanks', async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  await watchReturns(buyer);
  await buyer.visit(server.origin);
  await buyer.fillDetails();
  const placed = await shop.placed();
  await goAwayAndBack(buyer);
  await buyer.fields.getByLabel('Card number').waitFor();
  assert.equal(await buyer.checkout.getByLabel('Full name').inputValue(), 'Ada Lovelace');
  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  await buyer.status('Thank you for your order').waitFor();
  await goAwayAndBack(buyer);
  await buyer.status('Thank you for your order').waitFor();
  assert.equal(await shop.placed(), placed);
});

test('“Back” at the bank is no dead end: the same order can be paid in another way', async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  await watchReturns(buyer);
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  const placed = await shop.placed();
  await buyer.page.evaluate(() => Object.assign(window, {isTheSame: true}));
  await buyer.goToBank();
  await buyer.page.goBack({waitUntil: 'commit'});
  await wasKept(buyer);
  await buyer.fields.getByLabel('Card number').waitFor();
  assert.equal(await buyer.checkout.getByLabel('Full name').inputValue(), 'Ada Lovelace');
  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  await buyer.status('Thank you for your order').waitFor();
  assert.equal(await shop.placed(), placed);
});
