/** After several failures the shop asks for a challenge: a buyer solves it, and is not stuck. */
import assert from 'node:assert/strict';
import {after, before} from 'node:test';
import type {Page} from 'playwright-core';
import {findings} from '../support/axe.ts';
import {startServer, type RunningServer} from '../support/server.ts';
import {until} from '../support/until.ts';
import {useBrowser} from '../support/browser.ts';
import {test, type Intent} from './both-intents.ts';
import {SandboxView} from './sandbox.ts';
import {cards, Shopper} from './shopper.ts';
import {openTurnstile} from './turnstile.ts';

const turnstile = await openTurnstile();
const browser = useBrowser(turnstile.flags);
let server: RunningServer;
let shop: SandboxView;

before(async () => {
  // The failures of one client count together: each of these buyers is another one.
  server = await startServer({...turnstile.environment, TRUSTED_PROXIES: '1'});
  shop = new SandboxView(server);
});
after(async () => {
  turnstile.close();
  await server.stop();
});

const why = 'Several attempts to pay have failed.';
let buyers = 0;

/** The latest of them: earlier ones make room. */
async function failuresHeardOf(): Promise<string[]> {
  const {events} = await shop.activity();
  return events
    .filter(({type, state}) => type === 'payment_intent.payment_failed' && state !== 'received')
    .map(({id}) => id);
}

/** Somebody whose three cards were declined, and who tries a good one. */
async function unlucky(intent: Intent, page?: Page): Promise<Shopper> {
  buyers += 1;
  const buyer = new Shopper(page ?? (await browser.open()), intent);
  await buyer.page.setExtraHTTPHeaders({'X-Forwarded-For': `203.0.113.${buyers}`});
  await buyer.visit(server.origin);
  await buyer.fillDetails();
  for (let failures = 1; failures <= 3; failures += 1) {
    await buyer.fillCard(cards.declined);
    const known = await failuresHeardOf();
    const declined = buyer.page.waitForResponse(/\/confirm$/);
    await buyer.payButton.click();
    await declined;
    await buyer.checkout.getByText('Your card was declined.').first().waitFor();
    // Only what Stripe has told the shop counts, and that may be later.
    await until('the shop has heard of it', async () =>
      (await failuresHeardOf()).some((id) => !known.includes(id)),
    );
  }
  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  return buyer;
}

const solve = ({page}: Shopper) =>
  page
    .frameLocator('iframe[title*="Cloudflare security challenge"]')
    .getByLabel('Verify you are human')
    // Not "check": solved, it is gone before anybody can look at its tick.
    .click();

async function isPaid(buyer: Shopper): Promise<void> {
  await buyer.status('Thank you for your order').waitFor();
  const line = await buyer.checkout.getByText(/Order number/).innerText();
  await shop.order(line.replace(/^.*number\s+/i, '').trim(), 'paid');
}

test('solved, the payment goes on by itself', async (intent) => {
  const before = turnstile.verdicts.length;
  const buyer = await unlucky(intent);
  await buyer.checkout.getByText(why).waitFor();
  assert.deepEqual(await findings(buyer.page), []);
  await solve(buyer);
  await isPaid(buyer);
  assert.deepEqual(turnstile.verdicts.slice(before), ['ok'], 'asked once, and no token twice');
  assert.equal(await buyer.page.locator('iframe[title*="Cloudflare"]').count(), 0);
  assert.deepEqual(
    await buyer.page.evaluate(() => Reflect.get(window, 'turnstileOptions') as unknown),
    [{theme: 'light', language: 'en'}],
  );
  assert.deepEqual(buyer.uncaught, []);
});

test('a token that was too old is followed by another challenge', async (intent) => {
  const buyer = await unlucky(intent);
  await buyer.checkout.getByText(why).waitFor();
  // Slow on its way to the shop: five minutes and a second have gone by when it is judged.
  await buyer.page.route('**/orders/*/payment', async (route) => {
    turnstile.age(301_000);
    await route.continue();
  });
  const refused = buyer.page.waitForResponse((answer) => answer.status() === 403);
  await solve(buyer);
  await refused;
  await buyer.page.unroute('**/orders/*/payment');
  await solve(buyer);
  await isPaid(buyer);
});

test('kept out by a content blocker it says so, and is tried again with the button', async (intent) => {
  const page = await browser.open();
  const script = 'https://challenges.cloudflare.com/turnstile/**';
  await page.route(script, (route) => route.abort('blockedbyclient'));
  const buyer = await unlucky(intent, page);
  await buyer.checkout.getByText('Allow challenges.cloudflare.com').waitFor();
  assert.deepEqual(await findings(buyer.page), []);
  assert.equal(await buyer.payButton.getAttribute('aria-disabled'), 'false');
  await page.unroute(script);
  await buyer.payButton.click();
  await solve(buyer);
  await isPaid(buyer);
});
