/** What a buyer has typed outlasts the page, in the tab that it was typed in, until the order is paid. */
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {useServer} from '../support/server.ts';
import {until} from '../support/until.ts';
import {useBrowser} from '../support/browser.ts';
import {test as testBoth} from './both-intents.ts';
import {SandboxView} from './sandbox.ts';
import {cards, Shopper} from './shopper.ts';

const browser = useBrowser();
const server = useServer();
const shop = new SandboxView(server);

const whole =
  'items="tee:2 mug:1" currency="eur" phone="optional" company="optional" shipping="required"';

/** The page of a shop that asks for all there is, and is returned to itself. */
async function visitShop(buyer: Shopper, attributes = whole): Promise<void> {
  const isShop = ({origin, pathname}: URL) => origin === server.origin && pathname === '/';
  await buyer.page.route(isShop, async (route) => {
    const page = await (await route.fetch()).text();
    const body = page.replace(
      /<one-page-checkout\s[^>]*><\/one-page-checkout>/,
      attributes
        .split('\n')
        .map((each) => `<one-page-checkout ${each}></one-page-checkout>`)
        .join(''),
    );
    await route.fulfill({contentType: 'text/html', body});
  });
  await buyer.visit(server.origin);
}

/** Types into everything there is, and sends the goods somewhere else. */
async function fillAll(buyer: Shopper): Promise<void> {
  const {checkout} = buyer;
  await buyer.fillDetails();
  await checkout.getByLabel('Company').fill('Analytical Engines Ltd');
  await checkout.getByLabel('Phone').fill('+1 415 555 0100');
  await checkout.getByLabel('Ship to the billing address').uncheck();
  await checkout.locator('#shipping-name').fill('Byron King-Noel');
  await checkout.locator('#shipping-country').selectOption('CA');
  await checkout.locator('#shipping-line1').fill('3 Merrion Square');
  await checkout.locator('#shipping-city').fill('Toronto');
  await checkout.locator('select#shipping-state').selectOption({label: 'Ontario'});
  await checkout.locator('#shipping-postalCode').fill('M5V 2T6');
}

/** Every field of the form, by its name, and what stands in it. */
const standing = (buyer: Shopper, at = 0) =>
  buyer.checkout.nth(at).evaluate((element) => {
    const fields =
      element.shadowRoot?.querySelectorAll<HTMLInputElement>('form :is(input, select)');
    return Object.fromEntries(
      Array.from(fields ?? [], ({id, type, checked, value}) => [
        id,
        type === 'checkbox' ? checked : value,
      ]),
    );
  });

/** Waits until the form stands as it was left, the lists of its countries included. */
const stands = (buyer: Shopper, typed: Record<string, unknown>, at = 0) =>
  until(`the form has ${JSON.stringify(typed)}`, async () => {
    try {
      assert.deepEqual(await standing(buyer, at), typed);
      return true;
    } catch {
      return false;
    }
  });

/** Everything that this tab, or all of the browser, keeps for the shop. */
const stored = (buyer: Shopper) =>
  buyer.page.evaluate(() =>
    JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
  );

const thanks = (buyer: Shopper) => buyer.status('Thank you for your order').waitFor();

async function tryAgain(buyer: Shopper, attributes = ''): Promise<void> {
  await buyer.status('The payment did not go through').waitFor();
  // A redirect passes by the route above: the page asks for as much as the one that was left.
  await buyer.checkout.evaluate(
    (element, all) => {
      for (const [, name = '', value = ''] of all) element.setAttribute(name, value);
    },
    [...attributes.matchAll(/(\S+)="([^"]*)"/g)],
  );
  await buyer.checkout.getByRole('button', {name: 'Try again'}).click();
  await buyer.fields.getByLabel('Card number').waitFor();
}

testBoth("after a bank's no every field stands as typed, and a good card pays", async (intent) => {
  const buyer = new Shopper(await browser.open(), intent);
  await visitShop(buyer);
  await fillAll(buyer);
  const typed = await standing(buyer);
  assert.equal(typed['shipping-line1'], '3 Merrion Square');
  await buyer.payAtBank('Fail');
  await tryAgain(buyer, whole);
  await stands(buyer, typed);
  assert.equal(await buyer.checkout.locator('[aria-invalid=true], .error:visible').count(), 0);

  const sent = buyer.page.waitForRequest(/\/orders\/[^/]+\/payment$/);
  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  await thanks(buyer);
  const {billingDetails, shipping} = (await sent).postDataJSON() as Record<string, object>;
  assert.deepEqual(billingDetails, {
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    company: 'Analytical Engines Ltd',
    phone: '+1 415 555 0100',
    address: {
      country: 'US',
      line1: '12 Analytical Way',
      line2: '',
      city: 'San Francisco',
      state: 'CA',
      postalCode: '94107',
    },
  });
  assert.match(JSON.stringify(shipping), /Byron King-Noel.*Merrion Square/);
  assert.doesNotMatch(await stored(buyer), /ada@|Lovelace|Byron|Merrion/);
  assert.deepEqual(buyer.uncaught, []);
});

test('on a return page of its own, too; and on the page of the cart, with what was typed last', async () => {
  const buyer = new Shopper(await browser.open());
  await buyer.visit(`${server.origin}/?currency=eur`);
  await buyer.fillDetails();
  const typed = await standing(buyer);
  await buyer.payAtBank('Fail');
  await buyer.page.waitForURL('**/return');
  await tryAgain(buyer);
  await stands(buyer, typed);
  await buyer.checkout.getByLabel('E-mail').fill('countess@example.com');

  await buyer.visit(`${server.origin}/?currency=eur`);
  await stands(buyer, {...typed, email: 'countess@example.com'});
  await buyer.payAtBank('Authorize');
  await thanks(buyer);
  assert.doesNotMatch(await stored(buyer), /@example|Lovelace/);
});

test('a reload loses nothing, moves no focus and tells the page no more than an empty form', async () => {
  const buyer = new Shopper(await browser.open());
  await buyer.page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, {heard});
    for (const name of ['opc-change', 'opc-failure', 'focusin']) {
      addEventListener(name, (event) => heard.push(`${name} ${Reflect.get(event, 'complete')}`));
    }
  });
  const heard = () => buyer.page.evaluate(() => Reflect.get(window, 'heard') as string[]);
  await visitShop(buyer);
  const asEver = await heard();
  await fillAll(buyer);
  const typed = await standing(buyer);
  await buyer.page.reload();
  await buyer.fields.getByLabel('Card number').waitFor();
  await stands(buyer, typed);
  assert.deepEqual(await heard(), asEver);
  assert.equal(await buyer.checkout.locator('[aria-invalid=true], .error:visible').count(), 0);
  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  await thanks(buyer);
});

test('what is begun anew before it can be put back stays', async () => {
  const buyer = new Shopper(await browser.open());
  await buyer.visit(server.origin);
  await buyer.fillDetails();
  const release = await buyer.holdBack('**/one-page-checkout.opening.*.js');
  await buyer.page.reload();
  await buyer.checkout.getByLabel('E-mail').fill('countess@example.com');
  await buyer.checkout.getByLabel('Country or region').waitFor();
  release();
  await buyer.fields.getByLabel('Card number').waitFor();
  const {email, name, state} = await standing(buyer);
  assert.deepEqual([email, name, state], ['countess@example.com', 'Ada Lovelace', 'CA']);
});

test('a buyer who comes back from elsewhere, without the cache of pages, finds it all', async () => {
  const buyer = new Shopper(await browser.open());
  await visitShop(buyer);
  await fillAll(buyer);
  const typed = await standing(buyer);
  await buyer.page.goto(`${server.origin}/healthz`);
  await buyer.page.goBack();
  await buyer.fields.getByLabel('Card number').waitFor();
  await stands(buyer, typed);
});

test('what the page knows fills what the buyer left alone, and nothing else', async () => {
  const buyer = new Shopper(await browser.open());
  const email = 'account@example.com';
  await visitShop(buyer, `items="tee:1" customer-email="${email}"`);
  await buyer.checkout.getByLabel('Full name').fill('Ada Lovelace');
  await buyer.page.reload();
  await buyer.fields.getByLabel('Card number').waitFor();
  assert.equal((await standing(buyer))['email'], email);
  await buyer.checkout.getByLabel('E-mail').fill('ada@example.com');
  await visitShop(buyer, 'items="tee:1" customer-email="other@example.com"');
  const {email: typed, name} = await standing(buyer);
  assert.deepEqual([typed, name], ['ada@example.com', 'Ada Lovelace']);
});

test('another tab sees nothing of it, though it has the same order', async () => {
  const buyer = new Shopper(await browser.open());
  await buyer.visit(server.origin);
  await buyer.fillDetails();
  const placed = (await shop.activity()).orders.length;
  const second = new Shopper(await buyer.page.context().newPage());
  await second.visit(server.origin);
  assert.equal((await shop.activity()).orders.length, placed);
  const {email, name, line1} = await standing(second);
  assert.deepEqual([email, name, line1], ['', '', '']);
  assert.doesNotMatch(await stored(second), /ada@|Lovelace/);
  assert.match(await stored(buyer), /ada@.*Lovelace/);
  const ofAllTabs = await buyer.page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  assert.doesNotMatch(ofAllTabs, /ada@|Lovelace|typed/);
});

test('another cart begins with what was typed for the first, and nothing is left of either once it is paid', async () => {
  const buyer = new Shopper(await browser.open());
  await visitShop(buyer, 'items="tee:1"');
  await buyer.fillDetails();
  const typed = await standing(buyer);
  await buyer.page.unrouteAll();
  await visitShop(buyer, 'items="tee:1 mug:1"');
  await stands(buyer, typed);
  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  await thanks(buyer);
  assert.doesNotMatch(await stored(buyer), /ada@|Lovelace/);
});

test('a second checkout that is begun later on the page has nothing of the first', async () => {
  const buyer = new Shopper(await browser.open());
  await visitShop(buyer, 'items="tee:1"\nitems="mug:1" style="display: block; margin-top: 5000px"');
  await buyer.checkout.nth(0).getByLabel('E-mail').fill('first@example.com');
  await buyer.checkout.nth(1).scrollIntoViewIfNeeded();
  await buyer.checkout.nth(1).locator('.payment.ready').waitFor();
  assert.equal((await standing(buyer, 1))['email'], '');
});

test('two checkouts of one page keep theirs apart', async () => {
  const buyer = new Shopper(await browser.open());
  await visitShop(buyer, 'items="tee:1"\nitems="mug:1"');
  await buyer.checkout.nth(0).getByLabel('E-mail').fill('first@example.com');
  await buyer.checkout.nth(1).getByLabel('E-mail').fill('second@example.com');
  await buyer.checkout.nth(1).locator('.payment.ready').waitFor();
  await buyer.page.reload();
  await buyer.checkout.nth(1).scrollIntoViewIfNeeded();
  await buyer.checkout.nth(1).locator('.payment.ready').waitFor();
  assert.equal((await standing(buyer, 0))['email'], 'first@example.com');
  assert.equal((await standing(buyer, 1))['email'], 'second@example.com');
});

test('where storage is denied or full, a purchase goes on as ever', async () => {
  for (const kind of ['denied', 'full']) {
    const buyer = new Shopper(await browser.open());
    await buyer.page.addInitScript((isFull) => {
      if (isFull) {
        Object.assign(Storage.prototype, {
          setItem() {
            throw new DOMException('No more.', 'QuotaExceededError');
          },
        });
        return;
      }
      Object.defineProperty(window, 'sessionStorage', {
        get() {
          throw new DOMException('Denied.', 'SecurityError');
        },
      });
    }, kind === 'full');
    await buyer.visit(server.origin);
    await buyer.pay(cards.declined);
    await buyer.checkout.getByText('Your card was declined.').first().waitFor();
    assert.equal((await standing(buyer))['name'], 'Ada Lovelace');
    await buyer.fillCard(cards.good);
    await buyer.payButton.click();
    await thanks(buyer);
    assert.deepEqual(buyer.uncaught, []);
  }
});

test('a new order has the details in its form, and a bank in between does not lose them', async () => {
  const buyer = new Shopper(await browser.open());
  await visitShop(buyer);
  await fillAll(buyer);
  const typed = await standing(buyer);
  await buyer.fillCard(cards.good);
  await buyer.payButton.click();
  await thanks(buyer);
  assert.doesNotMatch(await stored(buyer), /ada@|Lovelace|Byron|Merrion/);
  await buyer.checkout.getByRole('button', {name: 'Start a new order'}).click();
  await buyer.fields.getByLabel('Card number').waitFor();
  await stands(buyer, typed);
  await buyer.payAtBank('Fail');
  await tryAgain(buyer, whole);
  await stands(buyer, typed);
});
