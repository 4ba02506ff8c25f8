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

async function shopper(): Promise<Shopper> {
  return new Shopper(await browser.open());
}

/** The order number that the status view shows. */
async function orderNumber(buyer: Shopper): Promise<string> {
  const line = await buyer.checkout.getByText(/Order number/).innerText();
  return line.replace(/^.*number\s+/i, '').trim();
}

for (const intent of ['first', 'deferred'] as const) {
  const address = () => `${server.origin}/?items=tee:2%20mug:1&intent=${intent}`;

  test(`[intent ${intent}] a card that is good ends as a paid order with one mail`, async () => {
    const buyer = await shopper();
    await buyer.visit(address());
    assert.equal((await buyer.payButton.innerText()).trim(), 'Pay $88.00');
    await buyer.pay();
    await buyer.status('Thank you for your order').waitFor();
    const number = await orderNumber(buyer);
    await shop.order(number, 'paid');
    assert.equal((await shop.mails(number)).length, 1);
    assert.deepEqual(buyer.uncaught, []);
  });

  test(`[intent ${intent}] after a decline the same order is paid with another card`, async () => {
    const buyer = await shopper();
    await buyer.visit(address());
    await buyer.pay(cards.declined);
    await buyer.checkout.getByText('Your card was declined.').first().waitFor();
    assert.equal(await buyer.checkout.getByLabel('Full name').inputValue(), 'Ada Lovelace');
    const placed = (await shop.activity()).orders.length;

    await buyer.fillCard(cards.good);
    await buyer.payButton.click();
    await buyer.status('Thank you for your order').waitFor();
    await shop.order(await orderNumber(buyer), 'paid');
    assert.equal((await shop.activity()).orders.length, placed, 'no second order was placed');
  });

  test(`[intent ${intent}] 3D Secure refused can be tried again and then confirmed`, async () => {
    const buyer = await shopper();
    await buyer.visit(address());
    await buyer.pay(cards.threeDSecure);
    await buyer.answerChallenge('Fail');
    await buyer.checkout.getByText('Your bank could not confirm that it is you').first().waitFor();

    await buyer.payButton.click();
    await buyer.answerChallenge('Complete');
    await buyer.status('Thank you for your order').waitFor();
    await shop.order(await orderNumber(buyer), 'paid');
  });

  test(`[intent ${intent}] a bank redirect that is authorised comes back as paid`, async () => {
    const buyer = await shopper();
    await buyer.visit(`${address()}&currency=eur`);
    await buyer.fillDetails();
    await buyer.chooseMethod('iDEAL');
    await buyer.payButton.click();
    await buyer.page.getByRole('button', {name: 'Authorize test payment'}).click();
    await buyer.page.waitForURL('**/return');
    await buyer.status('Thank you for your order').waitFor();
    await shop.order(await orderNumber(buyer), 'paid');
  });

  test(`[intent ${intent}] a bank redirect that fails offers the same order again`, async () => {
    const buyer = await shopper();
    await buyer.visit(`${address()}&currency=eur`);
    await buyer.fillDetails();
    await buyer.chooseMethod('iDEAL');
    await buyer.payButton.click();
    await buyer.page.getByRole('button', {name: 'Fail test payment'}).click();
    await buyer.status('The payment did not go through').waitFor();
    const number = await orderNumber(buyer);

    await buyer.checkout.getByRole('button', {name: 'Try again'}).click();
    await buyer.fields.getByLabel('Card number').waitFor();
    await buyer.pay();
    await buyer.status('Thank you for your order').waitFor();
    assert.equal(await orderNumber(buyer), number);
    await shop.order(number, 'paid');
  });
}

test('the secret that Stripe puts into the address is gone before anything else runs', async () => {
  const buyer = await shopper();
  await buyer.page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, {seen});
    addEventListener('DOMContentLoaded', () => seen.push(location.href));
  });
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  await buyer.chooseMethod('iDEAL');
  await buyer.payButton.click();
  await buyer.page.getByRole('button', {name: 'Authorize test payment'}).click();
  await buyer.status('Thank you for your order').waitFor();
  assert.doesNotMatch(buyer.page.url(), /secret|payment_intent|redirect_status/);
  const seen = await buyer.page.evaluate(() => (window as unknown as {seen: string[]}).seen);
  assert.doesNotMatch(seen.join(), /secret/, 'module scripts run before DOMContentLoaded');
  await buyer.page.goBack();
  assert.doesNotMatch(buyer.page.url(), /secret/);
});

test('a return in another browser shows the order, without anything stored there', async () => {
  const buyer = await shopper();
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  await buyer.chooseMethod('iDEAL');
  await buyer.payButton.click();
  const authorize = buyer.page.getByRole('button', {name: 'Authorize test payment'});
  await authorize.waitFor();
  // The banking app opens the shop's address in a browser that has never seen the shop.
  const bank = buyer.page.url();
  const elsewhere = await shopper();
  await elsewhere.page.goto(bank);
  await elsewhere.page.getByRole('button', {name: 'Authorize test payment'}).click();
  await elsewhere.status('Thank you for your order').waitFor();
  await shop.order(await orderNumber(elsewhere), 'paid');
});

test('a return with a secret of somebody else gets a plain message and no error', async () => {
  const buyer = await shopper();
  const errors: string[] = [];
  buyer.page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const foreign = 'pi_3Foreign00000000000000&payment_intent_client_secret=pi_3Foreign_secret_x';
  await buyer.page.goto(`${server.origin}/return?payment_intent=${foreign}`);
  await buyer.status('We could not find this payment').waitFor();
  assert.deepEqual(buyer.uncaught, []);
  assert.deepEqual(
    errors.filter((text) => !text.startsWith('Failed to load resource')),
    [],
  );
});

test('a delayed bank debit is shown as processing and turns paid by itself', async () => {
  const buyer = await shopper();
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  await buyer.chooseMethod('SEPA Direct Debit');
  await buyer.fields.getByLabel('IBAN').fill('AT611904300234573201');
  await buyer.payButton.click();
  await buyer.status('Your payment is being processed').waitFor();
  const number = await orderNumber(buyer);
  await shop.order(number, 'processing');
  await buyer.status('Thank you for your order').waitFor();
  await shop.order(number, 'paid');
});

test('a reload in the middle keeps the order', async () => {
  const buyer = await shopper();
  await buyer.visit(server.origin);
  await buyer.fillDetails();
  const placed = (await shop.activity()).orders.length;
  await buyer.page.reload();
  await buyer.fields.getByLabel('Card number').waitFor();
  assert.equal((await shop.activity()).orders.length, placed);
  await buyer.pay();
  await buyer.status('Thank you for your order').waitFor();
});

test('a double click pays once', async () => {
  const buyer = await shopper();
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

test('what is missing is said at the fields, and the first of them has the focus', async () => {
  const buyer = await shopper();
  await buyer.visit(server.origin);
  await buyer.payButton.click();
  const email = buyer.checkout.getByLabel('E-mail');
  await buyer.checkout.getByText('Enter your full name.').first().waitFor();
  assert.equal(await email.getAttribute('aria-invalid'), 'true');
  assert.ok(await email.evaluate((node) => node.matches(':focus')));
});

test('the last of an edition can be bought by one of two', async () => {
  const address = `${server.origin}/?items=print:3`;
  const [first, second] = [await shopper(), await shopper()];
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
