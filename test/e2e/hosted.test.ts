/** Stripe.js is kept out, and the buyer pays on a page that Stripe hosts. */
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

/** Of all that is in stock, by what can still be bought: the shop tells no number. */
async function left(sku: string): Promise<number> {
  const answer = await fetch(`${server.origin}/orders`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({items: [{sku, quantity: 999}], intent: 'deferred'}),
  });
  const {available} = (await answer.json()) as {available?: number};
  assert.ok(available !== undefined, 'there are fewer than that');
  return available;
}

test('blocked, tried again, blocked still: the same order is paid on the hosted page', async () => {
  const stock = await left('print');
  const buyer = new Shopper(await browser.open());
  const {page, checkout} = buyer;
  await page.route('**/endive/stripe.js*', (route) => route.abort('blockedbyclient'));
  await page.goto(`${server.origin}/?items=print:1`);
  const retry = checkout.getByRole('button', {name: 'Try again'});
  const instead = checkout.getByRole('button', {name: 'Pay on Stripe’s page instead'});
  await retry.waitFor();
  await checkout.getByLabel('E-mail').fill('ada@example.com');
  assert.equal(await instead.count(), 0);
  await retry.click();
  await instead.click();

  await page.getByText('ada@example.com').waitFor();
  assert.equal(new URL(page.url()).pathname.startsWith('/_simulator/checkout/'), true);
  await page.getByLabel('Card number').fill(cards.good);
  await page.getByLabel('Expiration').fill('12 / 34');
  await page.getByLabel('CVC').fill('123');
  await page.getByLabel('Name').fill('Ada Lovelace');
  for (const label of ['Billing address', 'City']) await page.getByLabel(label).fill('London');
  await page.getByLabel('Country code').fill('GB');
  await page.getByRole('button', {name: 'Pay'}).click();

  await buyer.status('Thank you for your order').waitFor();
  assert.doesNotMatch(page.url(), /opc_session|cs_/);
  const line = await checkout.getByText(/Order number/).innerText();
  const number = line.replace(/^.*number\s+/i, '').trim();
  await shop.order(number, 'paid');
  assert.equal((await shop.mails(number)).length, 1);
  assert.equal(await left('print'), stock - 1);
  const {orders} = await shop.activity();
  assert.equal(orders.filter(({number: other}) => other === number).length, 1);
  assert.deepEqual(buyer.uncaught, []);
});

test('who turns back finds the form, once Stripe.js is there, and pays the same order there', async () => {
  const buyer = new Shopper(await browser.open());
  const {page, checkout} = buyer;
  let isBlocked = true;
  await page.route('**/endive/stripe.js*', (route) =>
    isBlocked ? route.abort('blockedbyclient') : route.continue(),
  );
  await page.goto(`${server.origin}/?items=mug:1`);
  await checkout.getByRole('button', {name: 'Try again'}).click();
  await checkout.getByRole('button', {name: 'Pay on Stripe’s page instead'}).click();
  await page.getByRole('link', {name: 'Back to the shop'}).waitFor();
  const hosted = page.url();
  isBlocked = false;
  await page.getByRole('link', {name: 'Back to the shop'}).click();
  await buyer.fields.getByLabel('Card number').waitFor();
  await buyer.pay();
  await buyer.status('Thank you for your order').waitFor();
  await page.goto(hosted);
  await page.getByText('This payment page has expired').waitFor();
});
