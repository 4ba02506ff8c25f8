/** Stripe.js is kept out, and the buyer pays on a page that Stripe hosts. */
import assert from 'node:assert/strict';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {test} from './both-intents.ts';
import {SandboxView} from './sandbox.ts';
import {cards, Shopper} from './shopper.ts';

const browser = useBrowser();
const server = useServer();
const shop = new SandboxView(server);

test('blocked, tried again, blocked still: the same order is paid on the hosted page', async (intent) => {
  const stock = await shop.left('print');
  const buyer = new Shopper(await browser.open(), intent);
  const {page, checkout} = buyer;
  await page.route('**/endive/stripe.js*', (route) => route.abort('blockedbyclient'));
  await buyer.goto(`${server.origin}/?items=print:1`);
  const retry = checkout.getByRole('button', {name: 'Try again'});
  const instead = checkout.getByRole('button', {name: 'Pay on Stripe’s page instead'});
  await retry.waitFor();
  await checkout.getByLabel('E-mail').fill('ada@example.com');
  assert.equal(await instead.count(), 0);
  await retry.click();
  await instead.click();

  await page.waitForURL('**/_simulator/checkout/**');
  await page.getByText('ada@example.com').waitFor();
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
  assert.equal(await shop.left('print'), stock - 1);
  const {orders} = await shop.activity();
  assert.equal(orders.filter(({number: other}) => other === number).length, 1);
  assert.deepEqual(buyer.uncaught, []);
});

test('who turns back finds the form, once Stripe.js is there, and pays the same order there', async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  const {page, checkout} = buyer;
  let isBlocked = true;
  await page.route('**/endive/stripe.js*', (route) =>
    isBlocked ? route.abort('blockedbyclient') : route.continue(),
  );
  await buyer.goto(`${server.origin}/?items=mug:1`);
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
