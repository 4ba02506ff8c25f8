import assert from 'node:assert/strict';
import {afterEach} from 'node:test';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {test, type Intent} from './both-intents.ts';
import {SandboxView} from './sandbox.ts';
import {cards, Shopper} from './shopper.ts';

const browser = useBrowser();
const server = useServer();
const shop = new SandboxView(server);
afterEach(() => shop.simulate('scenario', {name: 'healthy'}));

async function shopper(intent: Intent): Promise<Shopper> {
  return new Shopper(await browser.open(), intent);
}

/** The order number that the status view shows. */
async function orderNumber(buyer: Shopper): Promise<string> {
  const line = await buyer.checkout.getByText(/Order number/).innerText();
  return line.replace(/^.*number\s+/i, '').trim();
}

test('a card that is good ends as a paid order with one mail', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(server.origin);
  assert.equal((await buyer.payButton.innerText()).trim(), 'Pay $88.00');
  await buyer.pay();
  await buyer.status('Thank you for your order').waitFor();
  const number = await orderNumber(buyer);
  await shop.order(number, 'paid');
  assert.equal((await shop.mails(number)).length, 1);
  assert.deepEqual(buyer.uncaught, []);
});

test('after a decline the same order is paid with another card', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(server.origin);
  await buyer.pay(cards.declined);
  await buyer.checkout.getByText('Your card was declined.').first().waitFor();
  assert.equal(await buyer.checkout.getByLabel('Full name').inputValue(), 'Ada Lovelace');
  const placed = await shop.placed();

  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  await buyer.status('Thank you for your order').waitFor();
  await shop.order(await orderNumber(buyer), 'paid');
  assert.equal(await shop.placed(), placed, 'no second order was placed');
});

test('3D Secure refused can be tried again and then confirmed', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(server.origin);
  await buyer.pay(cards.threeDSecure);
  await buyer.answerChallenge('Fail');
  await buyer.checkout.getByText('Your bank could not confirm that it is you').first().waitFor();

  await buyer.payButton.click();
  await buyer.answerChallenge('Complete');
  await buyer.status('Thank you for your order').waitFor();
  await shop.order(await orderNumber(buyer), 'paid');
});

test('a bank redirect that is authorised comes back as paid', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  await buyer.payAtBank('Authorize');
  await buyer.page.waitForURL('**/return');
  await buyer.status('Thank you for your order').waitFor();
  await shop.order(await orderNumber(buyer), 'paid');
});

test('a bank redirect that fails offers the same order again', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  await buyer.payAtBank('Fail');
  await buyer.status('The payment did not go through').waitFor();
  const number = await orderNumber(buyer);

  await buyer.checkout.getByRole('button', {name: 'Try again'}).click();
  await buyer.fields.getByLabel('Card number').waitFor();
  await buyer.pay();
  await buyer.status('Thank you for your order').waitFor();
  assert.equal(await orderNumber(buyer), number);
  await shop.order(number, 'paid');
});

test('the secret that Stripe puts into the address is gone before anything else runs', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, {seen});
    addEventListener('DOMContentLoaded', () => seen.push(location.href));
  });
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  await buyer.payAtBank('Authorize');
  await buyer.status('Thank you for your order').waitFor();
  assert.doesNotMatch(buyer.page.url(), /secret|payment_intent|redirect_status/);
  const seen = await buyer.page.evaluate(() => (window as unknown as {seen: string[]}).seen);
  assert.doesNotMatch(seen.join(), /secret/, 'module scripts run before DOMContentLoaded');
  await buyer.page.goBack();
  assert.doesNotMatch(buyer.page.url(), /secret/);
});

test('a return in another browser shows the order, without anything stored there', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  await buyer.goToBank();
  // The banking app opens the shop's address in a browser that has never seen the shop.
  const bank = buyer.page.url();
  const elsewhere = await shopper(intent);
  await elsewhere.page.goto(bank);
  await elsewhere.answerAtBank('Authorize');
  await elsewhere.status('Thank you for your order').waitFor();
  await shop.order(await orderNumber(elsewhere), 'paid');
});

test('a return with a secret of somebody else gets a plain message and no error', async (intent) => {
  const buyer = await shopper(intent);
  const errors: string[] = [];
  buyer.page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const foreign = 'pi_3Foreign00000000000000&payment_intent_client_secret=pi_3Foreign_secret_x';
  await buyer.goto(`${server.origin}/return?payment_intent=${foreign}`);
  await buyer.status('We could not find this payment').waitFor();
  assert.deepEqual(buyer.uncaught, []);
  assert.deepEqual(
    errors.filter((text) => !text.startsWith('Failed to load resource')),
    [],
  );
});

test('a delayed bank debit is shown as processing and turns paid by itself', async (intent) => {
  const settleAfter = 600_000;
  await shop.simulate('settings', {settleAfter});
  const buyer = await shopper(intent);
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  await buyer.chooseMethod('SEPA Direct Debit');
  await buyer.fields.getByLabel('IBAN').fill('AT611904300234573201');
  await buyer.payButton.click();
  await buyer.status('Your payment is being processed').waitFor();
  const number = await orderNumber(buyer);
  await shop.order(number, 'processing');
  await shop.simulate('clock', {advance: settleAfter});
  await buyer.status('Thank you for your order').waitFor();
  await shop.order(number, 'paid');
});

test('a reload in the middle keeps the order', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(server.origin);
  await buyer.fillDetails();
  const placed = await shop.placed();
  await buyer.page.reload();
  await buyer.fields.getByLabel('Card number').waitFor();
  assert.equal(await shop.placed(), placed);
  await buyer.pay();
  await buyer.status('Thank you for your order').waitFor();
});

test('a double click pays once', async (intent) => {
  const buyer = await shopper(intent);
  const confirmations: string[] = [];
  buyer.page.on('request', (request) => {
    if (/\/v1\/payment_intents\/\w+\/confirm/.test(request.url())) confirmations.push('confirm');
  });
  await buyer.visit(server.origin);
  await buyer.fillDetails();
  await buyer.fillCard(cards.good);
  await buyer.payButton.dblclick();
  await buyer.status('Thank you for your order').waitFor();
  assert.equal(confirmations.length, 1);
});

test('what is missing is said at the fields, and the first of them has the focus', async (intent) => {
  const buyer = await shopper(intent);
  await buyer.visit(server.origin);
  await buyer.payButton.click();
  const email = buyer.checkout.getByLabel('E-mail');
  await buyer.checkout.getByText('Enter your full name.').first().waitFor();
  assert.equal(await email.getAttribute('aria-invalid'), 'true');
  assert.ok(await email.evaluate((node) => node.matches(':focus')));
});

test('the last of an edition can be bought by one of two', async (intent) => {
  // More than half of what is left: there is not as much for both.
  const quantity = Math.floor((await shop.left('print')) / 2) + 1;
  const address = `${server.origin}/?items=print:${quantity}`;
  const [first, second] = [await shopper(intent), await shopper(intent)];
  await first.visit(address);
  await second.visit(address);
  await first.pay();
  await first.status('Thank you for your order').waitFor();
  await shop.order(await orderNumber(first), 'paid');
  await second.pay();
  await second.checkout
    .getByText('There is not enough of one of these products left.')
    .first()
    .waitFor();
});
