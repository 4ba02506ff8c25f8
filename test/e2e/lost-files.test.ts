/** A file of the element that is lost once on its way is not lost for good. */
import assert from 'node:assert/strict';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {test} from './both-intents.ts';
import {cards, Shopper} from './shopper.ts';

const browser = useBrowser();
const server = useServer();

/** The first request for a file of ours, by its name, fails; answers how many there have been since. */
async function loseOnce(buyer: Shopper, name: string): Promise<{count: number}> {
  const asked = {count: 0};
  await buyer.page.route(`**/one-page-checkout.${name}.*`, async (route) => {
    asked.count += 1;
    if (asked.count === 1) await route.abort('connectionreset');
    else await route.continue();
  });
  return asked;
}

/** The element, as a script of the page sees it. */
interface Changeable {
  currency: string;
  update(change: object): Promise<void>;
}

const thanks = (buyer: Shopper) => buyer.status('Thank you for your order').waitFor();

test('what opens the form comes when the buyer tries again', async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  await loseOnce(buyer, 'opening');
  await buyer.goto(server.origin);
  await buyer.checkout.getByRole('button', {name: 'Try again'}).click();
  await buyer.fields.getByLabel('Card number').waitFor();
  await buyer.pay();
  await thanks(buyer);
});

test('the words for what has gone wrong come with the next thing that does', async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  await loseOnce(buyer, 'trouble');
  await buyer.visit(server.origin);
  await buyer.pay(cards.insufficientFunds);
  await buyer.checkout.getByRole('alert').first().waitFor();
  await buyer.fillCard(cards.insufficientFunds);
  await buyer.payButton.click();
  await buyer.checkout.getByText('There is not enough money on this card.').first().waitFor();
  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  await thanks(buyer);
});

test('a language comes with the next thing that is drawn', async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  await loseOnce(buyer, 'de');
  await buyer.goto(`${server.origin}/?locale=de`);
  await buyer.checkout.getByRole('heading', {name: 'Zahlung', exact: true}).waitFor();
});

test('a change of the page waits for what opens the form', async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  const release = await buyer.holdBack('**/one-page-checkout.opening.*.js');
  const placed = buyer.page.waitForResponse(/\/orders$/);
  await buyer.goto(server.origin);
  await placed;
  await buyer.payButton.filter({hasText: /\d/}).waitFor();
  await buyer.checkout.evaluate((element) => {
    const checkout = element as unknown as Changeable;
    Object.assign(window, {changed: checkout.update({items: [{sku: 'mug', quantity: 1}]})});
  });
  release();
  await buyer.page.evaluate(() => Reflect.get(window, 'changed') as Promise<void>);
  await buyer.checkout.getByRole('button', {name: 'Pay $24.00'}).waitFor();
});

test('what was called off while Stripe.js was on its way does not go on when it is there', async () => {
  const buyer = new Shopper(await browser.open());
  await buyer.page.addInitScript(() => {
    const heard: unknown[] = [];
    Object.assign(window, {heard});
    addEventListener('opc-ready', (event) => {
      heard.push((Reflect.get(event, 'order') as {currency: string} | null)?.currency);
    });
  });
  const release = await buyer.holdBack('**/endive/stripe.js*');
  const placed = buyer.page.waitForResponse(/\/orders$/);
  await buyer.goto(server.origin);
  await placed;
  await buyer.payButton.filter({hasText: /\d/}).waitFor();
  const place = await buyer.holdBack('**/orders');
  const asked = buyer.page.waitForRequest(/\/orders$/);
  await buyer.checkout.evaluate((element) => {
    (element as unknown as Changeable).currency = 'eur';
  });
  await asked;
  release();
  await buyer.page.waitForFunction(() => 'Stripe' in window);
  await buyer.page.waitForTimeout(500);
  assert.equal(await buyer.page.locator('iframe[title="Secure payment input frame"]').count(), 0);
  place();
  await buyer.fields.getByLabel('Card number').waitFor();
  await buyer.checkout.getByRole('button', {name: /^Pay €/}).waitFor();
  assert.deepEqual(await buyer.page.evaluate(() => Reflect.get(window, 'heard') as unknown), [
    'eur',
  ]);
});

test('the fields of where the goods go come with the next thing that is drawn', async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  await loseOnce(buyer, 'shipping');
  await buyer.page.route(
    ({pathname}) => pathname === '/',
    async (route) => {
      const page = await (await route.fetch()).text();
      const body = page.replace('<one-page-checkout', '<one-page-checkout shipping="required"');
      await route.fulfill({contentType: 'text/html', body});
    },
  );
  await buyer.visit(server.origin);
  await buyer.checkout.getByLabel('Ship to the billing address').waitFor();
});
