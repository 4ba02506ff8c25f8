import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {useBrowser} from '../../support/browser.ts';
import {openShop} from '../support/shop.ts';

let shop: Awaited<ReturnType<typeof openShop>>;

before(async () => {
  shop = await openShop();
});
after(() => shop.close());

// A page of the internet may not reach this computer; here the shop is on it.
const browser = useBrowser(['--disable-features=LocalNetworkAccessChecks']);

/** What a careful site sends: nothing inline, nothing evaluated, and the shop as the only stranger. */
const policy = () =>
  [
    "default-src 'none'",
    `script-src ${shop.origin}`,
    "style-src 'self'",
    `connect-src ${shop.origin}`,
    `frame-src ${shop.origin}`,
    `img-src ${shop.origin}`,
    "base-uri 'none'",
  ].join('; ');

test('a site with a strict policy needs to allow nothing but the shop and Stripe', async () => {
  const page = await browser.open();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route('http://site.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: {'Content-Security-Policy': policy()},
      body: `<!doctype html><html lang="en"><title>Site</title>
        <script type="module" src="${shop.origin}/one-page-checkout.js"></script>
        <one-page-checkout items="tee:1" locale="zh-CN"></one-page-checkout>`,
    }),
  );
  await page.goto('http://site.example/');
  await page
    .locator('one-page-checkout .payment.ready')
    .waitFor({timeout: 15_000})
    .catch(() => assert.fail(`The payment form did not come: ${complaints.join(' ')}`));
  const look = await page.evaluate(() => {
    const root = document.querySelector('one-page-checkout')?.shadowRoot;
    const button = root?.querySelector('.submit');
    return {
      text: button?.textContent?.trim(),
      background: button && getComputedStyle(button).backgroundColor,
    };
  });
  assert.equal(look.background, 'rgb(67, 56, 202)');
  assert.match(look.text ?? '', /^支付/);
  assert.deepEqual(complaints, []);
});
