import assert from 'node:assert/strict';
import type {Locator, Page} from 'playwright-core';
import {findings} from '../support/axe.ts';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {test} from './both-intents.ts';
import {cards, Shopper} from './shopper.ts';

const browser = useBrowser();
const server = useServer();

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[${colorScheme}] axe finds nothing on the form, its mistakes and the thank-you`, async (intent) => {
    const buyer = new Shopper(await browser.open({colorScheme, bypassCSP: true}), intent);
    await buyer.visit(server.origin);
    assert.deepEqual(await findings(buyer.page), [], 'the form');

    await buyer.payButton.click();
    await buyer.checkout.getByText('Enter your full name.').first().waitFor();
    assert.deepEqual(await findings(buyer.page), [], 'the form with mistakes');

    await buyer.pay(cards.declined);
    await buyer.checkout.getByText('Your card was declined.').first().waitFor();
    assert.deepEqual(await findings(buyer.page), [], 'the form after a decline');

    await buyer.fillCard(cards.good);
    await buyer.payButton.click();
    await buyer.status('Thank you for your order').waitFor();
    assert.deepEqual(await findings(buyer.page), [], 'the thank-you');
  });
}

test('axe finds nothing on the view of a failed payment', async (intent) => {
  const buyer = new Shopper(await browser.open({bypassCSP: true}), intent);
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  await buyer.payAtBank('Fail');
  await buyer.status('The payment did not go through').waitFor();
  assert.deepEqual(await findings(buyer.page), []);
});

/** Presses Tab until the field has the focus, as somebody without a mouse would. */
async function tabTo(page: Page, field: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await field.evaluate((node) => node.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never reached ${field.toString()}`);
}

test('a whole purchase with 3D Secure needs nothing but the keyboard', async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  const {page, checkout, fields} = buyer;
  await buyer.visit(server.origin);
  const typed: [field: Locator, text: string][] = [
    [checkout.getByLabel('E-mail'), 'ada@example.com'],
    [checkout.getByLabel('Full name'), 'Ada Lovelace'],
    [checkout.getByLabel('Country or region'), 'United States'],
    [checkout.getByLabel('Street and house number'), '12 Analytical Way'],
    [checkout.getByLabel('City'), 'San Francisco'],
    [checkout.getByLabel('State'), 'California'],
    [checkout.getByLabel('ZIP code'), '94107'],
    [fields.getByLabel('Card number'), cards.threeDSecure],
    [fields.getByLabel(/^Expiration/), '1234'],
    [fields.getByLabel('Security code'), '123'],
  ];
  for (const [field, text] of typed) {
    await tabTo(page, field);
    await page.keyboard.type(text);
  }
  await tabTo(page, buyer.payButton);
  await page.keyboard.press('Enter');

  const complete = buyer.challenge.getByRole('button', {name: 'Complete'});
  await complete.waitFor();
  await tabTo(page, complete);
  await page.keyboard.press('Enter');
  const thanks = buyer.status('Thank you for your order');
  await thanks.waitFor();
  assert.ok(await thanks.evaluate((node) => node.matches(':focus')), 'the outcome has the focus');
});
