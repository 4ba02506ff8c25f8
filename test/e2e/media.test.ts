import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Locator} from 'playwright-core';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {Shopper} from './shopper.ts';

const browser = useBrowser();
const server = useServer();

const styleOf = (target: Locator, property: string) =>
  target.evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);

test('the thank-you of a dark page is printed as a receipt: black on white, without buttons', async () => {
  const buyer = new Shopper(await browser.open({colorScheme: 'dark'}));
  const {page, checkout} = buyer;
  await buyer.visit(server.origin);
  await buyer.pay();
  const thanks = buyer.status('Thank you for your order');
  await thanks.waitFor();
  const again = checkout.getByRole('button', {name: 'Start a new order'});
  assert.ok(await again.isVisible());

  await page.emulateMedia({media: 'print', colorScheme: 'dark'});
  for (const words of [
    thanks,
    checkout.locator('[part=status-text]'),
    checkout.getByText('Total'),
  ]) {
    assert.ok(await words.isVisible());
    assert.equal(await styleOf(words, 'color'), 'rgb(0, 0, 0)', await words.innerText());
  }
  assert.equal(await styleOf(checkout.locator('.root'), 'background-color'), 'rgb(255, 255, 255)');
  assert.ok(await checkout.getByText('$88.00').last().isVisible());
  assert.equal(await again.isVisible(), false);
  assert.ok((await page.pdf()).length > 10_000);
});

test('in forced colours every control has an edge, the focus is seen, and the spinner turns', async () => {
  const buyer = new Shopper(await browser.open({forcedColors: 'active'}));
  const {page, checkout} = buyer;
  await buyer.visit(server.origin);
  const background = await styleOf(checkout.locator('.root'), 'background-color');
  for (const control of await checkout.locator('.input, .button').all()) {
    const edge = await styleOf(control, 'border-top-color');
    assert.notEqual(edge, background);
    assert.doesNotMatch(edge, /^rgba.*, 0\)$/, 'not transparent');
  }
  assert.equal(await styleOf(checkout.getByLabel('Country or region'), 'background-image'), 'none');
  await page.keyboard.press('Tab');
  for (const control of [checkout.getByLabel('E-mail'), buyer.payButton]) {
    await control.focus();
    assert.equal(await styleOf(control, 'outline-style'), 'solid');
    assert.notEqual(await styleOf(control, 'outline-color'), background);
  }

  // The server takes its time: the button says so by a spinner that is seen to turn.
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/payment', async (route) => {
    await asked;
    await route.continue();
  });
  await buyer.pay();
  const spinner = checkout.locator('.spinner');
  await spinner.waitFor();
  assert.match(await styleOf(spinner, 'border-inline-end-color'), /^rgba.*, 0\)$/);
  answer();
  await buyer.status('Thank you for your order').waitFor();
  const icon = checkout.locator('.icon');
  assert.equal(await styleOf(icon, 'color'), await styleOf(checkout.locator('.root'), 'color'));
});
