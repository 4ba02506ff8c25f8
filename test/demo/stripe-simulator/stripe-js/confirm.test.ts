import assert from 'node:assert/strict';
import test from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {Stripe} from 'stripe';
import {fillCard, mountPayment, outcome, paymentFrame, useShop} from './shop.ts';

const shop = useShop();

interface Result {
  error?: {type: string; code?: string; decline_code?: string; message?: string};
  paymentIntent?: {id: string; status: string};
}

const confirm = () =>
  window.stripe.confirmPayment({
    elements: window.elements,
    redirect: 'if_required',
    confirmParams: {return_url: 'http://127.0.0.1/return'},
  });

async function openWithIntent(params: object = {}) {
  const page = await shop.open();
  const intent = await shop.intent({
    allowed_payment_method_types: ['card'],
    automatic_payment_methods: undefined,
    ...params,
  } as object);
  await mountPayment(page, {clientSecret: intent.client_secret});
  return {page, intent};
}

test('a test card pays, and the page gets the subset a publishable key may see', async () => {
  const {page, intent} = await openWithIntent({metadata: {order: '7'}});
  await fillCard(page);
  const {value} = (await outcome(page, confirm)) as {value: Result};
  assert.equal(value.paymentIntent?.status, 'succeeded');
  assert.equal('metadata' in (value.paymentIntent ?? {}), false);
  assert.equal((await shop.stripe.paymentIntents.retrieve(intent.id)).amount_received, 2000);
});

test('a declined card gives Stripe’s error, and another card then pays the same intent', async () => {
  const {page} = await openWithIntent();
  await fillCard(page, '4000000000000002');
  const declined = (await outcome(page, confirm)) as {value: Result};
  assert.equal(declined.value.error?.type, 'card_error');
  assert.equal(declined.value.error?.code, 'card_declined');
  assert.equal(declined.value.error?.decline_code, 'generic_decline');
  await fillCard(page);
  const paid = (await outcome(page, confirm)) as {value: Result};
  assert.equal(paid.value.paymentIntent?.status, 'succeeded');
});

test('what the buyer left out is a validation error and marks the field', async () => {
  const {page} = await openWithIntent();
  const {value} = (await outcome(page, confirm)) as {value: Result};
  assert.deepEqual(value.error, {
    type: 'validation_error',
    code: 'incomplete_number',
    message: 'Your card number is incomplete.',
  });
  const number = paymentFrame(page).getByLabel('Card number');
  assert.equal(await number.getAttribute('aria-invalid'), 'true');
});

test('3D Secure stands in a modal of the body; completing it pays', async () => {
  const {page} = await openWithIntent();
  await fillCard(page, '4000002760003184');
  const result = outcome(page, confirm);
  const challenge = page.frameLocator(
    'body > div[tabindex="-1"] > iframe[name^="__privateStripeFrame"]',
  );
  await challenge.getByRole('button', {name: 'Complete'}).click();
  assert.equal(((await result) as {value: Result}).value.paymentIntent?.status, 'succeeded');
  assert.equal(await page.locator('body > div[tabindex="-1"]').count(), 0);
});

test('a button of the challenge that is pressed at once answers inside the frame', async () => {
  const {page} = await openWithIntent();
  await page.route('**/_simulator/page.js', async (route) => {
    await sleep(500);
    await route.continue();
  });
  await fillCard(page, '4000002760003184');
  const result = outcome(page, confirm);
  await page
    .frameLocator('body > div[tabindex="-1"] > iframe')
    .getByRole('button', {name: 'Complete'})
    .click();
  await page.locator('body > div[tabindex="-1"]').waitFor({state: 'detached'});
  assert.equal(((await result) as {value: Result}).value.paymentIntent?.status, 'succeeded');
});

for (const way of ['the Fail button', 'closing the modal']) {
  test(`3D Secure refused by ${way} is payment_intent_authentication_failure`, async () => {
    const {page, intent} = await openWithIntent();
    await fillCard(page, '4000002760003184');
    const result = outcome(page, confirm);
    if (way === 'closing the modal') {
      await page.getByRole('button', {name: 'Close'}).click();
    } else {
      const challenge = page.frameLocator('body > div[tabindex="-1"] > iframe');
      await challenge.getByRole('button', {name: 'Fail'}).click();
    }
    const {value} = (await result) as {value: Result};
    assert.equal(value.error?.code, 'payment_intent_authentication_failure');
    const after = await shop.stripe.paymentIntents.retrieve(intent.id);
    assert.equal(after.status, 'requires_payment_method');
  });
}

for (const number of ['4000000000001208', '4000000000003725']) {
  test(`card ${number} pays once the buyer has said that they are human`, async () => {
    const {page, intent} = await openWithIntent();
    await fillCard(page, number);
    const refused = outcome(page, confirm);
    const captcha = page.frameLocator('iframe[title="Captcha challenge frame"]');
    await captcha.getByLabel('I am human').waitFor();
    await page.getByRole('button', {name: 'Close'}).click();
    const {value} = (await refused) as {value: Result};
    assert.equal(value.error?.code, 'card_declined');
    assert.equal((await shop.stripe.paymentIntents.retrieve(intent.id)).latest_charge, null);
    const confirmed = outcome(page, confirm);
    // Clicked and not checked: the frame is gone before anybody could look whether it is.
    await captcha.getByLabel('I am human').click();
    await confirmed;
    assert.equal((await shop.stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
  });
}

test('redirect "always" leaves for the return page, whose own query is kept', async () => {
  const {page, intent} = await openWithIntent();
  await fillCard(page);
  await page.evaluate((url) => {
    void window.stripe.confirmPayment({
      elements: window.elements,
      confirmParams: {return_url: url},
    });
  }, `${shop.foreignOrigin}/return?order=7`);
  await page.waitForURL('**/return?**');
  const query = new URL(page.url()).searchParams;
  assert.equal(query.get('order'), '7');
  assert.equal(query.get('payment_intent'), intent.id);
  assert.equal(query.get('payment_intent_client_secret'), intent.client_secret);
  assert.equal(query.get('redirect_status'), 'succeeded');
});

for (const [button, status, redirectStatus] of [
  ['Authorize test payment', 'succeeded', 'succeeded'],
  ['Fail test payment', 'requires_payment_method', 'failed'],
] as const) {
  test(`a bank redirect, "${button}", comes back as ${redirectStatus}`, async () => {
    const page = await shop.open();
    const intent = await shop.intent({currency: 'eur'});
    await mountPayment(page, {clientSecret: intent.client_secret});
    const frame = paymentFrame(page);
    await frame.getByRole('button', {name: 'iDEAL'}).click();
    await frame.getByLabel('Full name').fill('Jenny Rosen');
    await page.evaluate((url) => {
      void window.stripe.confirmPayment({
        elements: window.elements,
        redirect: 'if_required',
        confirmParams: {return_url: url},
      });
    }, `${shop.foreignOrigin}/return`);
    await page.getByRole('button', {name: button}).click();
    await page.waitForURL('**/return?**');
    assert.equal(new URL(page.url()).searchParams.get('redirect_status'), redirectStatus);
    assert.equal((await shop.stripe.paymentIntents.retrieve(intent.id)).status, status);
  });
}

test('a bank debit is processing at first', async () => {
  const page = await shop.open();
  const intent = await shop.intent({currency: 'eur'});
  await mountPayment(page, {clientSecret: intent.client_secret});
  const frame = paymentFrame(page);
  await frame.getByRole('button', {name: 'SEPA Direct Debit'}).click();
  await frame.getByLabel('Full name').fill('Jenny Rosen');
  await frame.getByLabel('Email').fill('jenny@example.com');
  await frame.getByLabel('IBAN').fill('AT611904300234573201');
  const {value} = (await outcome(page, confirm)) as {value: Result};
  assert.equal(value.paymentIntent?.status, 'processing');
});

test('a voucher is shown in a modal; the intent still waits when the buyer closes it', async (t) => {
  // Nobody pays it meanwhile.
  shop.simulator.control.set({settleAfter: 600_000});
  t.after(() => shop.simulator.control.play('healthy'));
  const page = await shop.open();
  const intent = await shop.intent({currency: 'mxn', amount: 5000});
  await mountPayment(page, {clientSecret: intent.client_secret});
  const frame = paymentFrame(page);
  await frame.getByRole('button', {name: 'OXXO'}).click();
  await frame.getByLabel('Full name').fill('Jenny Rosen');
  await frame.getByLabel('Email').fill('jenny@example.com');
  const result = outcome(page, confirm);
  await page
    .frameLocator('body > div[tabindex="-1"] > iframe')
    .getByText('Voucher')
    .first()
    .waitFor();
  await page.getByRole('button', {name: 'Close'}).click();
  assert.equal(((await result) as {value: Result}).value.paymentIntent?.status, 'requires_action');
});

test('retrievePaymentIntent and handleNextAction read the intent behind a secret', async () => {
  const page = await shop.open();
  const intent = await shop.intent();
  const found = (await outcome(
    page,
    (secret: string) => window.stripe.retrievePaymentIntent(secret),
    intent.client_secret ?? '',
  )) as {value: Result};
  assert.equal(found.value.paymentIntent?.id, intent.id);
  const next = await outcome(
    page,
    (clientSecret: string) => window.stripe.handleNextAction({clientSecret}),
    intent.client_secret ?? '',
  );
  assert.equal(next.name, 'IntegrationError');
  assert.match(next.message ?? '', /not in the requires_action state/);
});

test('a card number never reaches the page: no message, no attribute, no readable frame', async () => {
  const page = await shop.open({origin: shop.origin});
  await page.evaluate(() => {
    window.events = [];
    addEventListener('message', (event) => {
      window.events.push({type: 'message', event: {data: JSON.stringify(event.data)}});
    });
  });
  const heard = await page.evaluateHandle(() => window.events);
  const intent = await shop.intent();
  await mountPayment(page, {clientSecret: intent.client_secret});
  await fillCard(page);
  const seen = await page.evaluate(
    (messages) => JSON.stringify([messages, window.events, document.documentElement.outerHTML]),
    heard,
  );
  assert.doesNotMatch(seen.replace(/\s/g, ''), /42424242/);
  const readable = await page.evaluate(() => document.querySelector('iframe')?.contentDocument);
  assert.equal(readable, null);
});

test('Stripe.js speaks the version of its own release, whatever the account’s default is', async () => {
  const page = await shop.open();
  const intent = await shop.intent();
  // What no longer exists in that version is refused.
  await page.route('**/confirm', (route) =>
    route.continue({postData: `${route.request().postData()}&payment_method_types[]=card`}),
  );
  await mountPayment(page, {clientSecret: intent.client_secret});
  await fillCard(page);
  const {value} = (await outcome(page, confirm)) as {value: Result};
  assert.equal(value.error?.code, 'payment_method_types_no_longer_supported');
  // Asked of the simulator: the browser may tell nothing of the first requests of a new frame.
  const spoken = (path: RegExp) =>
    shop.simulator.control.requests().findLast((request) => path.test(request.path))?.version;
  for (const path of [/elements\/sessions$/, /\/confirm$/]) {
    assert.equal(spoken(path)?.split('.')[1], Stripe.MAJOR_API_VERSION, path.source);
  }
});
