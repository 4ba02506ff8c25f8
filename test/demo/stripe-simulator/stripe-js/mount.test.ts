import assert from 'node:assert/strict';
import test from 'node:test';
import {fillCard, mountPayment, outcome, paymentFrame, useShop} from './shop.ts';

const shop = useShop();

async function openWithElements() {
  const page = await shop.open();
  const {client_secret: clientSecret} = await shop.intent();
  await page.evaluate(
    (options) => {
      window.elements = window.stripe.elements(options);
      window.payment = window.elements.create('payment');
    },
    {clientSecret: clientSecret ?? ''},
  );
  return page;
}

const refusals: [what: string, mount: () => void, message: RegExp][] = [
  [
    'a node inside a shadow root',
    () => {
      const root = document.body
        .appendChild(document.createElement('p'))
        .attachShadow({mode: 'open'});
      window.payment.mount(root.appendChild(document.createElement('div')));
    },
    /^Elements cannot be mounted in a ShadowRoot\. Please mount in the Light DOM\.$/,
  ],
  [
    'a detached node',
    () => window.payment.mount(document.createElement('div')),
    /^Elements cannot be mounted in a ShadowRoot\. Please mount in the Light DOM\.$/,
  ],
  [
    'a selector that finds nothing',
    () => window.payment.mount('#nowhere'),
    /^The selector you specified \(#nowhere\) applies to no DOM elements/,
  ],
  [
    'something that is no element',
    () => window.payment.mount({} as HTMLElement),
    /^Invalid DOM element/,
  ],
  [
    'an element that was destroyed',
    () => {
      window.payment.destroy();
      window.payment.mount('#payment');
    },
    /^This Element has already been destroyed/,
  ],
  [
    'a second place while mounted in a first',
    () => {
      window.payment.mount('#payment');
      window.payment.mount(document.body.appendChild(document.createElement('div')));
    },
    /^This Element is already mounted/,
  ],
];

for (const [what, mount, message] of refusals) {
  test(`mount() throws at once for ${what}`, async () => {
    const page = await openWithElements();
    const {name, message: text} = await outcome(page, mount);
    assert.equal(name, 'IntegrationError');
    assert.match(text ?? '', message);
  });
}

test('a light-DOM node that is slotted through shadow roots is a good place', async () => {
  const page = await openWithElements();
  await page.evaluate(async () => {
    const host = document.body.appendChild(document.createElement('section'));
    const inner = host.attachShadow({mode: 'closed'}).appendChild(document.createElement('slot'));
    inner.name = 'pay';
    const node = host.appendChild(document.createElement('div'));
    node.slot = 'pay';
    const ready = new Promise<void>((resolve) => window.payment.on('ready', () => resolve()));
    window.payment.mount(node);
    await ready;
  });
  await fillCard(page);
});

test('one payment element per group, until it is destroyed', async () => {
  const page = await openWithElements();
  const second = await outcome(page, () => void window.elements.create('payment'));
  assert.equal(second.message, 'Can only create one Element of type payment.');
  const afterUnmount = await outcome(page, () => {
    window.payment.unmount();
    window.elements.create('payment');
  });
  assert.equal(afterUnmount.name, 'IntegrationError');
  const afterDestroy = await outcome(page, () => {
    window.payment.destroy();
    window.elements.create('payment');
    return window.elements.getElement('payment') !== null;
  });
  assert.equal(afterDestroy.value, true);
});

test('an unmounted element can be mounted again; its iframe and classes go and come', async () => {
  const page = await shop.open();
  const {client_secret: clientSecret} = await shop.intent();
  await mountPayment(page, {clientSecret});
  const iframe = page.locator('#payment.StripeElement .__PrivateStripeElement > iframe');
  assert.match((await iframe.getAttribute('name')) ?? '', /^__privateStripeFrame\d+$/);
  await page.evaluate(() => window.payment.unmount());
  assert.equal(await iframe.count(), 0);
  assert.equal(await page.locator('#payment').getAttribute('class'), '');
  await page.evaluate(() => window.payment.mount('#payment'));
  await fillCard(page);
});

test('children of the mount point go, with a warning', async () => {
  const page = await openWithElements();
  await page.evaluate(() => {
    document.querySelector('#payment')?.append('Loading…');
    window.payment.mount('#payment');
  });
  assert.ok((await page.evaluate(() => window.warnings)).some((text) => /child nodes/.test(text)));
  assert.equal(await page.locator('#payment').innerText(), '');
});

test('a hidden container gives a frame of 2 px, which showing it alone does not mend', async () => {
  const page = await shop.open();
  const {client_secret: clientSecret} = await shop.intent();
  await page.evaluate(() => ((document.querySelector('#payment') as HTMLElement).hidden = true));
  await mountPayment(page, {clientSecret});
  const height = () =>
    page.evaluate(() => document.querySelector('#payment iframe')?.getBoundingClientRect().height);
  await page.evaluate(() => ((document.querySelector('#payment') as HTMLElement).hidden = false));
  assert.equal(await height(), 2);
  await page.evaluate(() => window.elements.update({appearance: {theme: 'night'}}));
  await page.waitForFunction(
    () => (document.querySelector('#payment iframe')?.getBoundingClientRect().height ?? 0) > 50,
  );
});

test('an iframe that was moved has lost its element: submit and confirm say so', async () => {
  const page = await shop.open();
  const {client_secret: clientSecret} = await shop.intent();
  await mountPayment(page, {clientSecret});
  await fillCard(page);
  await page.evaluate(() => {
    const place = document.body.appendChild(document.createElement('main'));
    const moved = new Promise((resolve) => addEventListener('message', resolve, {once: true}));
    place.append(document.querySelector('#payment') as Element);
    return moved;
  });
  const result = await outcome(page, () =>
    window.stripe.confirmPayment({elements: window.elements, redirect: 'if_required'}),
  );
  assert.equal(result.name, 'IntegrationError');
  assert.match(result.message ?? '', /^We could not retrieve data from the specified Element/);
});

test('an unmounted element cannot pay', async () => {
  const page = await openWithElements();
  const result = await outcome(page, () =>
    window.stripe.confirmPayment({elements: window.elements, redirect: 'if_required'}),
  );
  assert.equal(
    result.message,
    'Invalid value for stripe.confirmPayment(): elements should have a mounted Payment Element or Express Checkout Element.',
  );
});

test('focus, blur, escape and the label reach the page; focus() puts the caret in the first field', async () => {
  const page = await shop.open({
    query: 'body=<label for="payment">Pay by</label><div id="payment"></div>',
  });
  const {client_secret: clientSecret} = await shop.intent({
    allowed_payment_method_types: ['card'],
    automatic_payment_methods: undefined,
  } as object);
  await mountPayment(page, {clientSecret});
  await page.getByText('Pay by').click();
  await page.waitForFunction(() => window.events.some(({type}) => type === 'focus'));
  await page.keyboard.type('4242');
  await page.keyboard.press('Escape');
  assert.equal(await paymentFrame(page).getByLabel('Card number').inputValue(), '4242');
  await page.evaluate(() => window.payment.blur());
  await page.waitForFunction(() => window.events.some(({type}) => type === 'blur'));
  const types = await page.evaluate(() => window.events.map(({type}) => type));
  assert.ok(types.includes('escape'));
  await page.evaluate(() => window.payment.clear());
  await page.waitForFunction(() => window.events.at(-1)?.event['empty'] === true);
  assert.equal(await paymentFrame(page).getByLabel('Card number').inputValue(), '');
});
