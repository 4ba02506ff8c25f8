/**
 * The core flows in Firefox and in WebKit, where they are installed. Playwright drives builds of its
 * own only, so these are driven as they come, by WebDriver.
 */
import assert from 'node:assert/strict';
import {after, describe} from 'node:test';
import {useServer} from '../support/server.ts';
import {until} from '../support/until.ts';
import {test, type Intent} from './both-intents.ts';
import {firefox} from './other-browsers/firefox.ts';
import type {Place, Visitor} from './other-browsers/visitor.ts';
import {webkit} from './other-browsers/webkit.ts';
import {SandboxView} from './sandbox.ts';
import {cards} from './shopper.ts';

const server = useServer();
const shop = new SandboxView(server);

const details: [selector: string, text: string][] = [
  ['#email', 'ada@example.com'],
  ['#name', 'Ada Lovelace'],
  ['#line1', '12 Analytical Way'],
  ['#city', 'San Francisco'],
  ['#postalCode', '94107'],
];

async function open(visitor: Visitor, intent: Intent, query = ''): Promise<void> {
  await visitor.goto(`${server.origin}/?items=tee:2%20mug:1&intent=${intent}${query}`);
  await untilReady(visitor);
}

const untilReady = (visitor: Visitor) =>
  until('the form is ready', async () =>
    /^Pay \S*\d/.test(await visitor.text('checkout', '.submit:not([disabled])')),
  );

async function fillIn(visitor: Visitor): Promise<void> {
  await visitor.choose('checkout', '#country', 'US');
  for (const [selector, text] of details) await visitor.type('checkout', selector, text);
  await visitor.choose('checkout', 'select#state', 'CA');
}

async function fillCard(visitor: Visitor, number: string): Promise<void> {
  await visitor.type('fields', '[name="number"]', number);
  await visitor.type('fields', '[name="expiry"]', '1234');
  await visitor.type('fields', '[name="cvc"]', '123');
}

const says = (visitor: Visitor, place: Place, selector: string, words: string) =>
  until(`${selector} says “${words}”`, async () =>
    (await visitor.text(place, selector)).includes(words),
  );

/** Waits for the thank-you, and for the shop to know of it too. */
async function untilPaid(visitor: Visitor): Promise<string> {
  await says(visitor, 'checkout', '#outcome-heading', 'Thank you for your order');
  const number = await visitor.text('checkout', '[part="status-order"] strong');
  await shop.order(number, 'paid');
  return number;
}

/** The element, taken out of the page and put into two shadow roots that no script can look into. */
const hideInShadowRoots = `
  window.checkout = document.querySelector('one-page-checkout');
  const place = checkout.parentElement;
  const [outer, inner] = [document.createElement('div'), document.createElement('div')];
  place.append(outer);
  outer.attachShadow({mode: 'closed'}).append(inner);
  inner.attachShadow({mode: 'closed'}).append(checkout);
`;

for (const browser of [firefox(), webkit()]) {
  describe(browser.name, {skip: browser.missing ?? false}, () => {
    after(() => browser.quit());

    function buys(what: string, buy: (visitor: Visitor, intent: Intent) => Promise<void>): void {
      test(what, async (intent) => {
        const visitor = await browser.visit();
        try {
          await buy(visitor, intent);
        } finally {
          await visitor.leave();
        }
      });
    }

    buys('pays with a good card', async (visitor, intent) => {
      await open(visitor, intent);
      await fillIn(visitor);
      await fillCard(visitor, cards.good);
      await visitor.click('checkout', '.submit');
      await untilPaid(visitor);
    });

    buys('pays the same order with another card after a decline', async (visitor, intent) => {
      await open(visitor, intent);
      await fillIn(visitor);
      await fillCard(visitor, cards.declined);
      await visitor.click('checkout', '.submit');
      await says(visitor, 'checkout', '.banner', 'Your card was declined.');
      const placed = await shop.placed();
      await fillCard(visitor, cards.good);
      await visitor.click('checkout', '.submit');
      await untilPaid(visitor);
      assert.equal(await shop.placed(), placed, 'no second order was placed');
    });

    buys('pays after the bank has asked, inside closed shadow roots', async (visitor, intent) => {
      await open(visitor, intent);
      await fillIn(visitor);
      await visitor.run(hideInShadowRoots);
      await untilReady(visitor);
      await fillCard(visitor, cards.threeDSecure);
      await visitor.click('checkout', '.submit');
      await visitor.click('challenge', 'button[value="approve"]');
      await untilPaid(visitor);
    });

    buys('goes to the bank and comes back to the paid order', async (visitor, intent) => {
      await open(visitor, intent, '&currency=eur');
      await fillIn(visitor);
      await visitor.click('fields', '#ideal-tab');
      await visitor.click('checkout', '.submit');
      await visitor.click('page', 'button[value="approve"]');
      await untilPaid(visitor);
      assert.doesNotMatch(String(await visitor.run('return location.href;')), /secret/);
    });
  });
}
