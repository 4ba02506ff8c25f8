import assert from 'node:assert/strict';
import test from 'node:test';
import type Axe from 'axe-core';
import {axeSource} from '../../../support/axe.ts';
import {mountPayment, paymentFrame, useShop} from './shop.ts';
import type {Page} from 'playwright-core';

const shop = useShop();

async function openCard(elementsOptions: object = {}, paymentOptions: object = {}): Promise<Page> {
  const page = await shop.open();
  const intent = await shop.intent({
    allowed_payment_method_types: ['card'],
    automatic_payment_methods: undefined,
  } as object);
  await mountPayment(
    page,
    {clientSecret: intent.client_secret, ...elementsOptions},
    paymentOptions,
  );
  return page;
}

async function openAll(elementsOptions: object = {}, paymentOptions: object = {}): Promise<Page> {
  const page = await shop.open();
  const intent = await shop.intent({currency: 'eur'});
  await mountPayment(
    page,
    {clientSecret: intent.client_secret, ...elementsOptions},
    paymentOptions,
  );
  return page;
}

test('the card fields have Stripe’s names, hints and autofill tokens', async () => {
  const frame = paymentFrame(await openCard());
  for (const [name, hint, token] of [
    ['Card number', '1234 1234 1234 1234', 'cc-number'],
    ['Expiration date MM / YY', 'MM / YY', 'cc-exp'],
    ['Security code', 'CVC', 'cc-csc'],
  ] as const) {
    const field = frame.getByRole('textbox', {name, exact: true});
    assert.equal(await field.getAttribute('placeholder'), hint);
    assert.equal(await field.getAttribute('autocomplete'), token);
    assert.equal(await field.getAttribute('inputmode'), 'numeric');
  }
  await frame.getByText('Test mode').waitFor();
});

test('typing is put in form, and the caret stays where it was', async () => {
  const page = await openCard();
  const frame = paymentFrame(page);
  const number = frame.getByLabel('Card number');
  await number.pressSequentially('378282246310005');
  assert.equal(await number.inputValue(), '3782 822463 10005');
  await number.fill('4242424242424242');
  assert.equal(await number.inputValue(), '4242 4242 4242 4242');
  await number.evaluate((input: HTMLInputElement) => input.setSelectionRange(4, 4));
  await page.keyboard.press('Backspace');
  assert.equal(await number.inputValue(), '4244 2424 2424 242');
  assert.equal(await number.evaluate((input: HTMLInputElement) => input.selectionStart), 3);
  const expiry = frame.getByLabel('Expiration date');
  await expiry.pressSequentially('934');
  assert.equal(await expiry.inputValue(), '09 / 34');
  for (let presses = 0; presses < 7; presses++) await page.keyboard.press('Backspace');
  assert.equal(await expiry.inputValue(), '');
});

const wrong: [field: string, typed: string, message: string][] = [
  ['Card number', '4242', 'Your card number is incomplete.'],
  ['Card number', '4242424242424241', 'Your card number is invalid.'],
  ['Expiration date', '1', 'Your card’s expiration date is incomplete.'],
  ['Expiration date', '1220', 'Your card’s expiration year is in the past.'],
  ['Expiration date', '1334', 'Your card’s expiration date is invalid.'],
  ['Security code', '99', 'Your card’s security code is incomplete.'],
  ['ZIP code', '1', 'Your postal code is incomplete.'],
];

test('what is wrong is said when the buyer leaves the field', async () => {
  const frame = paymentFrame(await openCard());
  for (const [field, typed, message] of wrong) {
    const input = frame.getByLabel(field);
    await input.fill(typed);
    await input.blur();
    const id = await input.getAttribute('aria-describedby');
    assert.equal(await frame.locator(`#${id ?? ''}`).innerText(), message);
  }
});

test('change tells emptiness, completeness, collapse and type; carddetailschange the brand', async () => {
  const page = await openAll();
  const frame = paymentFrame(page);
  assert.deepEqual(await page.evaluate(() => window.events.map(({type}) => type)), [
    'loaderstart',
    'ready',
  ]);
  await frame.getByRole('button', {name: 'Card'}).click();
  await frame.getByLabel('Card number').fill('5555555555554444');
  await frame.getByLabel('Expiration date').fill('1234');
  await frame.getByLabel('Security code').fill('123');
  await frame.getByLabel('ZIP code').fill('12345');
  await page.waitForFunction(() => window.events.some(({event}) => event['complete'] === true));
  const {changes, details} = await page.evaluate(() => ({
    changes: window.events.filter(({type}) => type === 'change').map(({event}) => event),
    details: window.events.find(({type}) => type === 'carddetailschange')?.event['details'],
  }));
  const base = {elementType: 'payment', collapsed: false, value: {type: 'card'}};
  assert.deepEqual(changes, [
    {...base, empty: true, complete: false},
    {...base, empty: false, complete: false},
    {...base, empty: false, complete: true},
  ]);
  assert.deepEqual(details, {brands: ['mastercard'], funding: null});
  await page.evaluate(() => window.payment.collapse());
  await page.waitForFunction(() => window.events.some(({event}) => event['collapsed'] === true));
});

test('accordion: several methods stand collapsed, one alone stands open; the page may say otherwise', async () => {
  const collapsed = paymentFrame(await openAll());
  assert.equal(await collapsed.locator('[aria-expanded=true]').count(), 0);
  const open = paymentFrame(
    await openAll({}, {layout: {type: 'accordion', defaultCollapsed: false, radios: 'never'}}),
  );
  assert.equal(await open.locator('[aria-expanded=true]').innerText(), 'Card');
  assert.equal(await open.locator('.RadioIcon').count(), 0);
  assert.equal(
    await paymentFrame(await openCard())
      .getByLabel('Card number')
      .isVisible(),
    true,
  );
});

test('tabs move with the arrow keys; paymentMethodOrder comes first; what was typed is kept', async () => {
  const page = await openAll({}, {layout: 'tabs', paymentMethodOrder: ['sepa_debit', 'card']});
  const frame = paymentFrame(page);
  const names = await frame.getByRole('tab').allInnerTexts();
  assert.deepEqual(names, ['SEPA Direct Debit', 'Card', 'iDEAL', 'WeChat Pay']);
  await frame.getByLabel('Email').fill('jenny@example.com');
  await frame.getByRole('tab', {name: 'SEPA Direct Debit'}).focus();
  await page.keyboard.press('ArrowRight');
  await frame.getByLabel('Card number').waitFor();
  await page.keyboard.press('ArrowLeft');
  assert.equal(await frame.getByLabel('Email').inputValue(), 'jenny@example.com');
});

const locales = [
  ['zh', 'zh', '卡号', 'ltr'],
  ['zh-TW', 'zh-Hant', '卡號', 'ltr'],
  ['de', 'de', 'Kartennummer', 'ltr'],
  ['zh-HK', 'zh-Hant', '卡號', 'ltr'],
  ['fr-CA', 'fr', 'Numéro de carte', 'ltr'],
  ['es', 'es', 'Número de tarjeta', 'ltr'],
  ['ar', 'ar', 'رقم البطاقة', 'rtl'],
  ['tlh', 'en', 'Card number', 'ltr'],
] as const;

test('the form speaks the locale, changes it in place, and falls back to English', async () => {
  const page = await openCard({locale: 'zh'});
  const frame = paymentFrame(page);
  for (const [locale, tag, label, direction] of locales) {
    await page.evaluate((name) => window.elements.update({locale: name as 'auto'}), locale);
    await frame.getByLabel(label).waitFor();
    assert.equal(await frame.locator('html').getAttribute('lang'), tag);
    assert.equal(await frame.locator('html').getAttribute('dir'), direction);
  }
});

test('appearance: theme, variables, rules and labels are seen; update() changes them in place', async () => {
  const page = await openCard({
    appearance: {
      theme: 'night',
      labels: 'floating',
      variables: {colorBackground: '#102030', borderRadius: '13px', fontSizeBase: '18px'},
      rules: {
        '.Input': {borderColor: 'rgb(1, 2, 3)', position: 'fixed'},
        '.Input:focus': {borderColor: 'rgb(4, 5, 6)', transition: 'none'},
        '.Foo': {color: 'red'},
      },
    },
  });
  const number = paymentFrame(page).getByLabel('Card number');
  const look = () =>
    number.evaluate((input) => {
      const {backgroundColor, borderRadius, borderTopColor, position, fontSize} =
        getComputedStyle(input);
      return {backgroundColor, borderRadius, borderTopColor, position, fontSize};
    });
  assert.deepEqual(await look(), {
    backgroundColor: 'rgb(16, 32, 48)',
    borderRadius: '13px',
    borderTopColor: 'rgb(1, 2, 3)',
    position: 'static',
    fontSize: '18px',
  });
  await number.fill('4242');
  assert.equal((await look()).borderTopColor, 'rgb(4, 5, 6)');
  const warnings = await page.evaluate(() => window.warnings);
  assert.ok(
    warnings.some((text) => text.includes('"position" is not a supported property of ".Input"')),
  );
  assert.ok(warnings.some((text) => text.includes('".Foo" is not a supported selector')));
  await page.evaluate(() => window.elements.update({appearance: {theme: 'flat'}}));
  assert.equal((await look()).backgroundColor, 'rgb(241, 241, 241)');
  assert.equal(await number.inputValue(), '4242');
});

test('axe finds nothing in the form, in any theme', async () => {
  for (const theme of ['stripe', 'night', 'flat'] as const) {
    const page = await openAll(
      {appearance: {theme}},
      {layout: {type: 'accordion', defaultCollapsed: false}},
    );
    await page.evaluate((dark) => {
      document.body.style.background = dark ? '#1a1b25' : '#fff';
    }, theme === 'night');
    const frame = page.frames().find((each) => each.url().includes('elements-inner-payment'));
    await frame?.evaluate(axeSource);
    const found = await frame?.evaluate(async () => {
      const {axe} = globalThis as unknown as {axe: typeof Axe};
      // The badge stands on the page's own background, which the frame cannot know.
      const {violations} = await axe.run(document, {
        rules: {
          'page-has-heading-one': {enabled: false},
          region: {enabled: false},
          'landmark-one-main': {enabled: false},
        },
      });
      return violations.flatMap(({id, nodes}) =>
        nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`),
      );
    });
    assert.deepEqual(
      found?.filter((text) => !(theme === 'night' && text.includes('Simulated'))),
      [],
    );
  }
});
