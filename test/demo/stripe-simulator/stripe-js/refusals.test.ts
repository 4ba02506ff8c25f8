import assert from 'node:assert/strict';
import test from 'node:test';
import type {StripeElementsOptions} from '@stripe/stripe-js';
import {mountPayment, outcome, useShop} from './shop.ts';

const shop = useShop();
const secret = 'pi_1_secret_2';

/** What is called in the page, and the text of the IntegrationError it must throw. */
const thrown: [what: string, run: () => unknown, message: RegExp][] = [
  ['no key', () => window.Stripe?.(undefined as never), /^Missing value for Stripe\(\): apiKey/],
  ['an empty key', () => window.Stripe?.(''), /You used an empty string/],
  ['a secret key', () => window.Stripe?.('sk_test_1'), /should not use your secret key/],
  ['a key of another kind', () => window.Stripe?.('abc'), /publishable key/],
  ['a live key over http', () => window.Stripe?.('pk_live_1'), /must use HTTPS/],
  [
    'an API version of its own',
    () => window.Stripe?.('pk_test_1', {apiVersion: '2020-08-27'}),
    /apiVersion cannot be overridden/,
  ],
  [
    'paymentMethodTypes',
    () =>
      window.stripe.elements({
        mode: 'payment',
        amount: 100,
        currency: 'usd',
        paymentMethodTypes: ['card'],
      } as StripeElementsOptions as never),
    /paymentMethodTypes is no longer supported/,
  ],
  [
    'a malformed client secret, without repeating it',
    () => window.stripe.elements({clientSecret: 'sk_test_mine'}),
    /^Invalid value for elements\(\): clientSecret should be a client secret of the form \$\{id\}_secret_\$\{secret\}\. You specified: a string of length 12\.$/,
  ],
  [
    'both clientSecret and mode',
    () => window.stripe.elements({clientSecret: 'pi_1_secret_2', mode: 'payment'} as never),
    /both clientSecret and mode/,
  ],
  [
    'a mode without an amount',
    () => window.stripe.elements({mode: 'payment', currency: 'usd'} as never),
    /^Missing value for elements\(\): amount/,
  ],
  [
    'an amount that is no integer',
    () => window.stripe.elements({mode: 'payment', amount: 9.99, currency: 'usd'}),
    /^Invalid value for elements\(\): amount/,
  ],
  [
    'a currency in capitals',
    () => window.stripe.elements({mode: 'payment', amount: 999, currency: 'USD'}),
    /^Invalid value for elements\(\): currency/,
  ],
  [
    'an unknown theme',
    () =>
      window.stripe.elements({clientSecret: 'pi_1_secret_2', appearance: {theme: 'dark' as never}}),
    /appearance\.theme should be one of the following strings: stripe, night, flat\. You specified: "dark"/,
  ],
  [
    'a payment element without clientSecret or mode',
    () => window.stripe.elements().create('payment'),
    /^In order to create a payment element, you must pass a clientSecret or mode when creating the Elements group/,
  ],
  [
    'an unknown element',
    () => window.stripe.elements().create('paymentRequestButton' as never),
    /^A valid Element name must be provided/,
  ],
  [
    'layout.radios as a boolean',
    () =>
      window.stripe
        .elements({clientSecret: 'pi_1_secret_2'})
        .create('payment', {layout: {type: 'accordion', radios: true as never}}),
    /layout\.radios should be one of the following strings: auto, never, always, if_multiple\. You specified: true/,
  ],
  [
    'a wrong value deep in fields',
    () =>
      window.stripe
        .elements({clientSecret: 'pi_1_secret_2'})
        .create('payment', {fields: {billingDetails: {address: {postalCode: 'no' as never}}}}),
    /fields\.billingDetails\.address\.postalCode should be one of/,
  ],
  [
    'an update of the client secret',
    () =>
      window.stripe.elements({clientSecret: 'pi_1_secret_2'}).update({clientSecret: 'x'} as never),
    /clientSecret cannot be updated/,
  ],
  [
    'an amount updated beside a client secret',
    () => window.stripe.elements({clientSecret: 'pi_1_secret_2'}).update({amount: 5}),
    /amount can only be updated when Elements was created with a mode/,
  ],
  [
    'fetchUpdates in the deferred flow',
    () => window.stripe.elements({mode: 'payment', amount: 100, currency: 'usd'}).fetchUpdates(),
    /fetchUpdates\(\) can only be called/,
  ],
  [
    'confirmPayment with neither elements nor a secret',
    () => window.stripe.confirmPayment({confirmParams: {return_url: 'https://a.test'}} as never),
    /^stripe\.confirmPayment\(\): expected either `elements` or `clientSecret`, but got neither\.$/,
  ],
  [
    'confirmPayment with a redirect value that does not exist',
    () =>
      window.stripe.confirmPayment({
        elements: window.stripe.elements({clientSecret: 'pi_1_secret_2'}),
        redirect: 'never' as never,
      }),
    /redirect should be one of the following strings: always, if_required/,
  ],
  [
    'confirmPayment that redirects always but has no return_url',
    () =>
      window.stripe.confirmPayment({
        elements: window.stripe.elements({clientSecret: 'pi_1_secret_2'}),
      } as never),
    /^Missing value for stripe\.confirmPayment\(\): confirmParams\.return_url/,
  ],
  [
    'confirmPayment with an element in place of elements',
    () => {
      const elements = window.stripe.elements({clientSecret: 'pi_1_secret_2'});
      return window.stripe.confirmPayment({
        elements: elements.create('payment') as never,
        redirect: 'if_required',
      });
    },
    /elements should be an Elements object/,
  ],
  [
    'elements of another Stripe instance',
    () => {
      const other = window.Stripe?.('pk_test_other');
      const elements = other?.elements({clientSecret: 'pi_1_secret_2'});
      return window.stripe.confirmPayment({elements: elements as never, redirect: 'if_required'});
    },
    /same instance of `Stripe`/,
  ],
  [
    'a connected account',
    () => window.Stripe?.('pk_test_1', {stripeAccount: 'acct_1'}),
    /^Stripe\(\): stripeAccount is not part of the Stripe simulator\.$/,
  ],
  [
    'methods that the page itself would handle',
    () =>
      window.stripe.elements({
        mode: 'payment',
        amount: 100,
        currency: 'usd',
        externalPaymentMethodTypes: ['external_paypal'],
      }),
    /externalPaymentMethodTypes is not part of the Stripe simulator/,
  ],
  [
    'adaptive pricing',
    () =>
      window.stripe.elements({
        mode: 'payment',
        amount: 100,
        currency: 'usd',
        adaptivePricing: {allowed: true},
      }),
    /adaptivePricing\.allowed is not part of the Stripe simulator/,
  ],
  [
    'retrievePaymentIntent without a secret',
    () => window.stripe.retrievePaymentIntent('pi_1'),
    /should be a client secret of the form/,
  ],
  [
    'a listener that is no function',
    () =>
      window.stripe
        .elements({clientSecret: 'pi_1_secret_2'})
        .create('payment')
        .on('change', 1 as never),
    /you must pass a function/,
  ],
];

test('each misuse throws, or rejects with, an IntegrationError in Stripe’s words', async (t) => {
  const page = await shop.open();
  for (const [what, run, message] of thrown) {
    await t.test(what, async () => {
      const {name, message: text} = await outcome(page, run);
      assert.equal(name, 'IntegrationError', `${text}`);
      assert.match(text ?? '', message);
    });
  }
});

test('unknown options only warn, with their full path', async () => {
  const page = await shop.open();
  await page.evaluate((clientSecret) => {
    const elements = window.stripe.elements({clientSecret, colour: 'red'} as never) as unknown as {
      create(type: string, options: object): void;
    };
    elements.create('payment', {fields: {billingDetails: {company: 'auto'}}, amount: 1});
  }, secret);
  const warnings = await page.evaluate(() =>
    window.warnings.filter((text) => /Unrecognized/.test(text)),
  );
  assert.deepEqual(warnings, [
    '[Stripe.js] Unrecognized elements() parameter: colour is not a recognized parameter. This may cause issues with your integration in the future.',
    '[Stripe.js] Unrecognized create() parameter: fields.billingDetails.company is not a recognized parameter. This may cause issues with your integration in the future.',
    '[Stripe.js] Unrecognized create() parameter: amount is not a recognized parameter. This may cause issues with your integration in the future.',
  ]);
});

for (const [what, options, type = 'invalid_request_error'] of [
  ['a client secret of no intent', {clientSecret: 'pi_unknown_secret_2'}],
  ['an amount below the minimum', {mode: 'payment', amount: 1, currency: 'usd'}],
  ['an unknown currency', {mode: 'payment', amount: 500, currency: 'xxx'}],
  [
    'options of a method that the simulator leaves out',
    {
      mode: 'payment',
      amount: 500,
      currency: 'usd',
      paymentMethodOptions: {card: {require_cvc_recollection: true}},
    },
    'api_error',
  ],
  [
    'a configuration of methods, which the simulator leaves out',
    {mode: 'payment', amount: 500, currency: 'usd', paymentMethodConfiguration: 'pmc_1'},
    'api_error',
  ],
] as const) {
  test(`loaderror, and nothing else, tells of ${what}`, async () => {
    const page = await shop.open();
    await mountPayment(page, options);
    const events = await page.evaluate(() => window.events);
    assert.deepEqual(
      events.map(({type}) => type),
      ['loaderstart', 'loaderror'],
    );
    const error = events[1]?.event['error'] as {type: string; message: string};
    assert.equal(error.type, type);
    assert.ok(error.message);
    const submitted = await outcome(page, () => window.elements.submit());
    assert.equal((submitted.value as unknown as {error: {type: string}}).error.type, error.type);
  });
}

test('a relative return_url is refused by name', async () => {
  const page = await shop.open();
  const intent = await shop.intent();
  await mountPayment(page, {clientSecret: intent.client_secret});
  const {value} = await outcome(page, () =>
    window.stripe.confirmPayment({
      elements: window.elements,
      confirmParams: {return_url: '/thanks'},
    }),
  );
  const {error} = value as unknown as {error: {code: string; param: string}};
  assert.deepEqual([error.code, error.param], ['url_invalid', 'return_url']);
});

test('methods the simulator leaves out exist and say so', async () => {
  const page = await shop.open();
  const {message} = await outcome(page, () => window.stripe.confirmCardPayment('pi_1_secret_2'));
  assert.equal(message, 'stripe.confirmCardPayment() is not part of the Stripe simulator.');
});
