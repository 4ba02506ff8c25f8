import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import test from 'node:test';
import type {
  StripeElementsOptionsClientSecret,
  StripePaymentElementOptions,
  StripeExpressCheckoutElementOptions,
} from '@stripe/stripe-js';
import {outcome, useShop} from './shop.ts';

const shop = useShop();

const folder = join(
  createRequire(import.meta.url).resolve('@stripe/stripe-js/package.json'),
  '../dist/stripe-js',
);

/** The names of the methods that a published type declares at its first level. */
function methodsOf(file: string, opening: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const begin = text.indexOf(opening);
  assert.ok(begin >= 0, opening);
  const body = text.slice(begin, text.indexOf('\n}', begin));
  return [...new Set([...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, name = '']) => name))];
}

test('every method of Stripe, of Elements and of an element that the types know is there', async () => {
  const page = await shop.open();
  const wanted = {
    stripe: methodsOf('stripe.d.ts', 'export interface Stripe {'),
    elements: methodsOf('elements-group.d.ts', 'export interface StripeElements {'),
    payment: [
      ...methodsOf('elements/base.d.ts', 'export type StripeElementBase = {'),
      ...methodsOf('elements/payment.d.ts', 'export type StripePaymentElement ='),
    ],
    address: methodsOf('elements/address.d.ts', 'export type StripeAddressElement ='),
    express: methodsOf(
      'elements/express-checkout.d.ts',
      'export type StripeExpressCheckoutElement =',
    ),
  };
  assert.ok(wanted.stripe.length > 60 && wanted.payment.includes('collapse'));
  const missing = await page.evaluate((names) => {
    const elements = window.stripe.elements({mode: 'payment', amount: 2000, currency: 'usd'});
    const objects: Record<string, unknown> = {
      stripe: window.stripe,
      elements,
      payment: elements.create('payment'),
      address: elements.create('address', {mode: 'shipping'}),
      express: elements.create('expressCheckout'),
    };
    return Object.entries(names).flatMap(([object, methods]) =>
      methods
        .filter((name) => typeof (objects[object] as never)[name] !== 'function')
        .map((name) => `${object}.${name}`),
    );
  }, wanted);
  assert.deepEqual(missing, []);
});

/** What the simulator leaves out of a group's options, and says so. */
type LeftOut = 'customerOptions' | 'customPaymentMethods' | 'syncAddressCheckbox';

const groupOptions = {
  clientSecret: 'pi_1_secret_2',
  currency: 'usd',
  fonts: [{cssSrc: 'https://shop.test/fonts.css'}],
  locale: 'de',
  appearance: {theme: 'flat', labels: 'floating', inputs: 'condensed', disableAnimations: true},
  loader: 'never',
  customerSessionClientSecret: 'cuss_1_secret_2',
  paymentMethodCreation: 'manual',
} satisfies Required<Omit<StripeElementsOptionsClientSecret, LeftOut | 'mode'>>;

const formOptions = {
  defaultValues: {billingDetails: {name: 'Jenny'}, card: {network: ['visa']}},
  business: {name: 'Tea house'},
  paymentMethodOrder: ['card'],
  fields: {billingDetails: {name: 'never', address: 'if_required'}, klarna: {}},
  readOnly: false,
  terms: {card: 'always', applePay: 'never', googlePay: 'auto'},
  wallets: {applePay: 'auto', googlePay: 'never', link: 'auto'},
  walletOptions: {emailRequired: true, phoneNumberRequired: true},
  layout: {
    type: 'accordion',
    defaultCollapsed: false,
    radios: 'if_multiple',
    spacedAccordionItems: true,
    visibleAccordionItemsCount: 3,
    paymentMethodLogoPosition: 'end',
  },
  applePay: {},
} as unknown as Required<StripePaymentElementOptions>;

const buttonOptions = {
  allowedShippingCountries: ['US'],
  applePay: {},
  billingAddressRequired: true,
  business: {name: 'Tea house'},
  buttonHeight: 44,
  buttonTheme: {applePay: 'black'},
  buttonType: {applePay: 'buy'},
  emailRequired: true,
  layout: {maxColumns: 2, maxRows: 1, overflow: 'auto'},
  lineItems: [{name: 'Tea', amount: 1}],
  paymentMethodOrder: ['google_pay'],
  paymentMethods: {applePay: 'always'},
  phoneNumberRequired: true,
  shippingAddressRequired: true,
  shippingRates: [{id: 'post', amount: 0, displayName: 'Post'}],
  wallets: {applePay: 'auto', googlePay: 'never'},
} as unknown as Required<StripeExpressCheckoutElementOptions>;

test('no option that the types know is unknown here', async () => {
  const page = await shop.open();
  const known = (file: string, opening: string) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const begin = text.indexOf(opening);
    const body = text.slice(begin, text.indexOf('\n}', begin));
    return [...body.matchAll(/^ {2}(\w+)\?:/gm)].map(([, name = '']) => name).toSorted();
  };
  const form = known('elements/payment.d.ts', 'export interface StripePaymentElementOptions {');
  assert.deepEqual(Object.keys(formOptions).toSorted(), form);
  const buttons = known(
    'elements/express-checkout.d.ts',
    'export interface StripeExpressCheckoutElementOptions {',
  );
  assert.deepEqual(Object.keys(buttonOptions).toSorted(), buttons);
  const {value} = await outcome(
    page,
    ([group, payment, express]) => {
      const elements = window.stripe.elements(group as never);
      elements.create('payment', payment as never);
      elements.create('expressCheckout', express as never);
      return window.warnings.filter((text) => text.includes('Unrecognized'));
    },
    [groupOptions, formOptions, buttonOptions] as const,
  );
  assert.deepEqual(value, []);
});

test('wrappers and plugins may introduce themselves; what they should not say warns', async () => {
  const page = await shop.open();
  const {value} = await outcome(page, () => {
    window.stripe.registerAppInfo({name: 'Tea', version: '1.0.0'});
    const methods = window.stripe as unknown as Record<string, (info: object) => void>;
    methods['_registerWrapper']?.({
      name: 'stripe-js',
      version: '10.2.1',
      startTime: 1,
      colour: 'red',
    });
    return window.warnings.filter((text) => text.includes('Unrecognized'));
  });
  assert.deepEqual(value, [
    '[Stripe.js] Unrecognized stripe._registerWrapper() parameter: colour is not a recognized parameter. This may cause issues with your integration in the future.',
  ]);
});

test('a page that empties its body loses the hidden frame, and is told so', async () => {
  const page = await shop.open();
  const secret = (await shop.intent()).client_secret ?? '';
  const {message} = await outcome(
    page,
    async (clientSecret: string) => {
      await window.stripe.retrievePaymentIntent(clientSecret);
      document.body.replaceChildren();
      return window.stripe.retrievePaymentIntent(clientSecret);
    },
    secret,
  );
  assert.match(message ?? '', /^A hidden frame that Stripe\.js added to the page was removed/);
});
