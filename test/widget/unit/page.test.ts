/** The element on whole pages of their own: what a page's headers, tags and widths do to it. */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import type {Page} from 'playwright-core';
import {useBrowser} from '../../support/browser.ts';
import {openShop} from '../support/shop.ts';

let shop: Awaited<ReturnType<typeof openShop>>;

before(async () => {
  shop = await openShop();
});
after(() => shop.close());

// A page of the internet may not reach this computer; here the shop is on it.
const browser = useBrowser(['--disable-features=LocalNetworkAccessChecks']);

const script = () => `<script type="module" src="${shop.origin}/one-page-checkout.js"></script>`;

async function open(
  body: string,
  {headers = {}, width = 1280, javaScript = true} = {},
): Promise<{page: Page; complaints: string[]}> {
  const page = await browser.open({
    viewport: {width, height: 900},
    javaScriptEnabled: javaScript,
  });
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route('http://site.example/', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers,
      body: `<!doctype html><html lang="en"><title>Site</title><link rel="icon" href="data:,">${body}`,
    }),
  );
  await page.goto('http://site.example/');
  return {page, complaints};
}

const ready = (page: Page) => page.locator('one-page-checkout .payment.ready').waitFor();

/** How many wallets the buyer has, and what Stripe then shows. */
const wallets = {
  none: ['applePay', 'googlePay', 'link', 'paypal', 'amazonPay', 'klarna'],
  one: ['applePay', 'googlePay', 'paypal', 'amazonPay', 'klarna'],
  several: [],
};

for (const [width, has] of [360, 1280].flatMap((px) =>
  Object.keys(wallets).map((each) => [px, each as keyof typeof wallets] as const),
)) {
  test(`nothing jumps from the placeholder to the form and its wallets, ${width} px wide, ${has} of them`, async () => {
    const {page} = await open('<main></main><p>What comes after it.</p>', {width});
    await page.evaluate(leaveOut(wallets[has]));
    let answer = () => {};
    const answers = new Promise<void>((resolve) => (answer = resolve));
    for (const call of ['config', 'orders']) {
      await page.route(`${shop.origin}/${call}`, async (route) => {
        await answers;
        await route.continue();
      });
    }
    await page.setContent(
      `${script()}<one-page-checkout items="tee:2 mug:1"></one-page-checkout><p>After it.</p>`,
    );
    await page.locator('one-page-checkout .submit').waitFor();
    await watchShifts(page);
    answer();
    await ready(page);
    const known = has === 'none' ? 'none' : 'some';
    await page.locator(`one-page-checkout .wallets.${known}`).waitFor({state: 'attached'});
    if (has !== 'none') {
      const shown = `document.querySelector('[slot^="opc-wallets"] iframe')?.offsetHeight > 40`;
      await page.waitForFunction(shown);
    }
    await assertNothingJumped(page);
  });
}

/** Stripe.js as it is, but for wallets that the buyer does not have. */
const leaveOut = (missing: string[]) => `{
  const paymentMethods = Object.fromEntries(${JSON.stringify(missing)}.map((name) => [name, 'never']));
  let make;
  Object.defineProperty(window, 'Stripe', {
    get: () => make,
    set: (real) => {
      make = Object.assign((...args) => {
        const stripe = real(...args);
        const open = stripe.elements.bind(stripe);
        const elements = (options) => {
          const group = open(options);
          const create = group.create.bind(group);
          return Object.assign(group, {
            create: (type, given) =>
              create(type, type === 'expressCheckout' ? {...given, paymentMethods} : given),
          });
        };
        return Object.assign(stripe, {elements});
      }, real);
    },
  });
}`;

const watchShifts = (page: Page) =>
  page.evaluate(
    `window.moved = [];
    new PerformanceObserver((list) => {
      for (const {value, sources} of list.getEntries()) {
        window.moved.push([value, ...sources.map(({node}) => node?.outerHTML?.slice(0, 60))]);
      }
    }).observe({type: 'layout-shift'});`,
  );

async function assertNothingJumped(page: Page): Promise<void> {
  // Two frames on, what was to move has moved.
  const moved = await page.evaluate<[number, ...string[]][]>(
    `new Promise((resolve) =>
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.moved))))`,
  );
  const shift = moved.reduce((sum, [value]) => sum + value, 0);
  assert.ok(shift < 0.02, `shifted by ${shift}: ${JSON.stringify(moved)}`);
}

test('a page that demands Trusted Types needs to allow the element’s policy and Lit’s', async () => {
  const {page, complaints} = await open(
    `${script()}<one-page-checkout items="tee:1"></one-page-checkout>`,
    {
      headers: {
        'Content-Security-Policy':
          "require-trusted-types-for 'script'; trusted-types one-page-checkout lit-html",
      },
    },
  );
  await ready(page).catch(() => assert.fail(complaints.join(' ')));
  assert.deepEqual(complaints, []);
});

test('a page may hold the script to its digest', async () => {
  const {src, integrity} = (await (
    await fetch(`${shop.origin}/one-page-checkout.json`)
  ).json()) as Record<'src' | 'integrity', string>;
  const tag = (digest: string) =>
    `<script type="module" src="${shop.origin}${src}" integrity="${digest}" crossorigin></script>
    <one-page-checkout items="tee:1"></one-page-checkout>`;
  const {page} = await open(tag(integrity));
  await ready(page);
  const {page: tampered} = await open(tag(integrity.replace(/.{4}$/, 'AAAA')));
  assert.equal(
    await tampered.evaluate(() => customElements.get('one-page-checkout') === undefined),
    true,
  );
});

test('without JavaScript the page’s own words stand in its place', async () => {
  const {page} = await open(
    `${script()}<one-page-checkout items="tee:1"><p>Order by phone: 555 0100.</p></one-page-checkout>`,
    {javaScript: false},
  );
  assert.ok(await page.getByText('Order by phone').isVisible());
});

/** What the API sends for a page's HTML. */
async function placeholder(query: string): Promise<string> {
  const answer = await fetch(`${shop.origin}/one-page-checkout.html?${query}`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
  return answer.text();
}

for (const width of [360, 1280]) {
  for (const query of ['billing=full', 'shipping=required&phone=required&express=never', '']) {
    test(`the API's placeholder is there before the script and is taken over without a jump (${query || 'as it is'}, ${width} px)`, async () => {
      const body = await placeholder(`items=tee:2+mug:1&${query}`);
      const {page, complaints} = await open(`${body}<p>What comes after it.</p>`, {width});
      assert.ok(await page.getByText('E-mail').isVisible(), 'without any script');
      await page.locator('one-page-checkout #email').click({force: true});
      const isFocused = await page.evaluate(() => document.activeElement !== document.body);
      assert.equal(isFocused, false, 'what would be typed now would be lost');
      await watchShifts(page);
      await page.addScriptTag({type: 'module', url: `${shop.origin}/one-page-checkout.js`});
      await ready(page);
      await assertNothingJumped(page);
      assert.equal(await page.locator('one-page-checkout .root').count(), 1);
      assert.equal(await page.locator('one-page-checkout #email').count(), 1);
      assert.deepEqual(complaints, []);
    });
  }
}

test('the placeholder speaks the language that is asked for, each its own at the same time', async () => {
  const [german, arabic, english] = await Promise.all([
    placeholder('items=tee&locale=de-AT'),
    placeholder('items=tee&locale=ar'),
    placeholder('items=tee'),
  ]);
  assert.match(german, /lang="de-AT" dir="ltr".*Bestellübersicht/);
  assert.match(arabic, /lang="ar" dir="rtl".*ملخص الطلب/);
  assert.match(english, /lang="en" dir="ltr".*Order summary/);
});

test('the placeholder carries the known attributes, as text, and nothing else', async () => {
  const hostile = encodeURIComponent('"><script>alert(1)</script>');
  const body = await placeholder(`items=${hostile}&customer-email=a@example.com&onclick=x`);
  assert.doesNotMatch(body, /<script|a@example|onclick/);
  const {page} = await open(body);
  const names = await page
    .locator('one-page-checkout')
    .evaluate((node) => node.getAttributeNames());
  assert.deepEqual(names, ['items']);
  const odd = await fetch(`${shop.origin}/one-page-checkout.html?locale=not%20a%20language`);
  assert.equal(odd.status, 200);
});

test('without JavaScript the placeholder gives way to the page’s own words', async () => {
  const body = (await placeholder('items=tee:1')).replace(
    '</one-page-checkout>',
    '<p>Order by phone: 555 0100.</p></one-page-checkout>',
  );
  const {page} = await open(body, {javaScript: false});
  assert.ok(await page.getByText('Order by phone').isVisible());
  assert.equal(await page.getByText('E-mail').isVisible(), false);
});
