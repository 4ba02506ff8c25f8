import assert from 'node:assert/strict';
import test from 'node:test';
import jsqr from 'jsqr';
import type {Page} from 'playwright-core';
import {mountPayment, outcome, paymentFrame, useShop} from './shop.ts';

const shop = useShop();
// Published as CommonJS whose function is its `default`.
const readQrCode = jsqr.default;

/** Confirms with a method that shows a code, and hands the open page and the answer to come. */
async function showCode() {
  const intent = await shop.stripe.paymentIntents.create({
    amount: 20_000,
    currency: 'thb',
    allowed_payment_method_types: ['promptpay'],
  });
  const page = await shop.open();
  await mountPayment(page, {clientSecret: intent.client_secret});
  await paymentFrame(page).getByLabel('Email').fill('jenny@example.com');
  const confirmed = confirm(page);
  const code = page.frameLocator('iframe[title="Secure payment instructions frame"]');
  return {intent, page, confirmed, code};
}

const confirm = (page: Page) =>
  outcome(page, () =>
    window.stripe.confirmPayment({
      elements: window.elements,
      redirect: 'if_required',
      confirmParams: {return_url: 'https://shop.test/return'},
    }),
  );

test('a code is shown over the page until the buyer has approved it on the phone', async () => {
  const {intent, page, confirmed, code} = await showCode();
  await code.getByRole('button', {name: 'Authorize test payment'}).click();
  const {value} = await confirmed;
  const {paymentIntent} = value as unknown as {paymentIntent: {id: string; status: string}};
  assert.deepEqual([paymentIntent.id, paymentIntent.status], [intent.id, 'succeeded']);
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('a phone can read the code, in every form in which it is offered', async () => {
  const {page, code, confirmed} = await showCode();
  await code.getByRole('img', {name: 'QR code of this page'}).waitFor();
  const shown = await code.locator('img.code').evaluate((image: HTMLImageElement) => image.src);
  await page.getByRole('button', {name: 'Close'}).click();
  await confirmed;
  const wechat = await shop.stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    allowed_payment_method_types: ['wechat_pay'],
    payment_method_data: {type: 'wechat_pay'},
  });
  const action = wechat.next_action?.wechat_pay_display_qr_code;
  assert.ok(action);
  await page.goto(shop.origin);
  for (const url of [action.image_url_png, action.image_url_svg, action.image_data_url]) {
    assert.equal(await readCode(page, url), action.data);
  }
  const id = /qr-codes\/(\w+)\.svg$/.exec(shown)?.[1];
  assert.equal(await readCode(page, shown), `${shop.origin}/_simulator/authorize/${id}`);
});

/** What a reader sees in a picture that the browser has drawn. */
async function readCode(page: Page, url: string): Promise<string | undefined> {
  const {data, width, height} = await page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height);
    return {data: [...(pixels?.data ?? [])], width: image.width, height: image.height};
  }, url);
  return readQrCode(Uint8ClampedArray.from(data), width, height)?.data;
}

test('a code that is put away ends the try with an error', async () => {
  const {page, confirmed, code} = await showCode();
  await code.getByRole('button', {name: 'Fail test payment'}).waitFor();
  await page.getByRole('button', {name: 'Close'}).click();
  const {value} = await confirmed;
  const {error} = value as unknown as {error: {code: string}};
  assert.equal(error.code, 'payment_intent_payment_attempt_failed');
});

test('the fonts of the page reach the form, by stylesheet and by source', async () => {
  const page = await shop.open();
  const css = 'https://shop.test/fonts.css';
  const font = 'https://shop.test/tea.woff2';
  const asked: string[] = [];
  await page.route('https://shop.test/**', async (route) => {
    asked.push(route.request().url());
    const body = '@font-face {font-family: Linked; src: url(/linked.woff2)}';
    await route.fulfill({body, contentType: 'text/css'});
  });
  const intent = await shop.intent();
  const loaded = page.waitForRequest(font);
  await mountPayment(page, {
    clientSecret: intent.client_secret,
    appearance: {variables: {fontFamily: 'Tea, serif'}},
    fonts: [{cssSrc: css}, {family: 'Tea', src: `url(${font})`, weight: '500'}],
  });
  await loaded;
  assert.deepEqual(asked.toSorted(), [css, font]);
  const families = await paymentFrame(page)
    .locator('body')
    .evaluate((body) => ({
      known: [...document.fonts].map(({family, weight}) => `${family} ${weight}`),
      used: getComputedStyle(body).fontFamily,
    }));
  assert.ok(families.known.includes('Tea 500'), families.known.join(', '));
  assert.match(families.used, /^Tea/);
});
