import assert from 'node:assert/strict';
import test from 'node:test';
import {mountPayment, outcome, paymentFrame, useShop} from './shop.ts';

const shop = useShop();
const deferred = {mode: 'payment', amount: 2000, currency: 'eur', loader: 'never'};
const accordion = {type: 'accordion', defaultCollapsed: false};

async function open(paymentOptions: object, elementsOptions: object = deferred) {
  const page = await shop.open();
  await mountPayment(page, elementsOptions, paymentOptions);
  return {page, frame: paymentFrame(page)};
}

test('terms are shown always, never, or where the method has a mandate, in the name of the business', async () => {
  const business = {name: 'Tea house'};
  const shown = await open({business, layout: accordion, terms: {card: 'always'}});
  await shown.frame.getByText(/you allow Tea house to charge your card/).waitFor();
  await shown.frame.getByRole('button', {name: 'SEPA Direct Debit'}).click();
  await shown.frame.getByText(/you authorise Tea house/).waitFor();
  const hidden = await open({layout: accordion, terms: {sepaDebit: 'never'}});
  assert.equal(await hidden.frame.locator('.TermsText').count(), 0);
  await hidden.frame.getByRole('button', {name: 'SEPA Direct Debit'}).click();
  await hidden.frame.getByLabel('IBAN').waitFor();
  assert.equal(await hidden.frame.locator('.TermsText').count(), 0);
});

test('an accordion is spaced, shortened and marked as its layout says', async () => {
  const plain = (await open({layout: accordion})).frame;
  assert.equal(
    await plain.locator('.RadioIcon').count(),
    await plain.locator('[data-value]').count(),
  );
  assert.equal(await plain.locator('.Accordion--spaced, .Logo--end').count(), 0);
  const {frame} = await open({
    layout: {
      ...accordion,
      radios: 'never',
      spacedAccordionItems: true,
      visibleAccordionItemsCount: 2,
      paymentMethodLogoPosition: 'end',
    },
  });
  assert.equal(await frame.locator('[data-value]').count(), 2);
  assert.equal(await frame.locator('.RadioIcon').count(), 0);
  assert.equal(await frame.locator('.Logo--end').count(), 2);
  const [first, second] = await frame
    .locator('.AccordionItem')
    .evaluateAll((items) => items.map((item) => item.getBoundingClientRect()));
  assert.ok((second?.top ?? 0) > (first?.bottom ?? 0));
  await frame.getByRole('button', {name: 'More payment methods'}).click();
  assert.equal(await frame.locator('[data-value]').count(), 4);
});

for (const [loader, count] of [
  ['auto', 1],
  ['never', 0],
] as const) {
  test(`while the form is not known yet, loader "${loader}" shows ${count}`, async (t) => {
    const page = await shop.open();
    const release = shop.hold();
    t.after(release);
    const mounted = mountPayment(page, {...deferred, loader});
    const frame = paymentFrame(page);
    // The frame has its language from the same message that lets it show the loader.
    await frame.locator('html[dir]').waitFor({state: 'attached'});
    assert.equal(await frame.locator('.Loader').count(), count);
    release();
    await mounted;
    assert.equal(await frame.locator('.Loader').count(), 0);
    await frame.locator('.PaymentElement').waitFor();
  });
}

test('walletOptions decide what the sheet tells of the buyer', async () => {
  const intent = await shop.intent();
  const {page, frame} = await open(
    {wallets: {}, layout: accordion, walletOptions: {emailRequired: true}},
    {clientSecret: intent.client_secret},
  );
  await frame.getByRole('button', {name: 'Google Pay'}).click();
  const submitted = outcome(page, () => window.elements.submit());
  const sheet = page.frameLocator('iframe[title="Secure wallet payment frame"]');
  await sheet.getByRole('button', {name: 'Pay $20.00'}).click();
  await submitted;
  await outcome(page, () =>
    window.stripe.confirmPayment({
      elements: window.elements,
      redirect: 'if_required',
      confirmParams: {return_url: 'https://shop.test/return'},
    }),
  );
  const paid = await shop.stripe.paymentIntents.retrieve(intent.id, {expand: ['payment_method']});
  assert.ok(paid.payment_method && typeof paid.payment_method === 'object');
  const {email, phone} = paid.payment_method.billing_details;
  assert.deepEqual([email, phone], ['jenny.rosen@example.com', null]);
});

test('the page hears when other methods come to be on offer', async () => {
  const {page} = await open({layout: accordion});
  const named = await page.evaluate(async () => {
    const heard = new Promise((resolve) =>
      window.payment.on('availablepaymentmethodschange', ({paymentMethods}) =>
        resolve(Object.keys(paymentMethods ?? {})),
      ),
    );
    await window.elements.update({currency: 'usd'});
    return heard;
  });
  assert.deepEqual(named, ['card', 'us_bank_account', 'wechat_pay']);
});
