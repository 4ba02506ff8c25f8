import assert from 'node:assert/strict';
import test from 'node:test';
import {mountPayment, outcome, useShop} from './shop.ts';

const shop = useShop();

const debit = {
  currency: 'eur',
  payment_method_data: {
    type: 'sepa_debit',
    sepa_debit: {iban: 'AT611904300234573201'},
    billing_details: {name: 'Grace Hopper', email: 'grace@example.com'},
  },
} as const;
const oxxo = {
  currency: 'mxn',
  payment_method_data: {
    type: 'oxxo',
    billing_details: {name: 'Frida Kahlo', email: 'frida@example.com'},
  },
} as const;

for (const [what, terms, isOpen] of [
  ['has succeeded', {payment_method: 'pm_card_visa'}, false],
  ['waits to be captured', {payment_method: 'pm_card_visa', capture_method: 'manual'}, false],
  ['is being processed', debit, false],
  ['waits for an OXXO voucher', oxxo, false],
  ['waits for 3D Secure', {payment_method: 'pm_card_threeDSecure2Required'}, true],
] as const) {
  test(`a form on an intent that ${what} ${isOpen ? 'opens' : 'is a loaderror'}`, async () => {
    // The bank and whoever pays the voucher are not done before the form is open.
    shop.simulator.control.set({settleAfter: 600_000});
    const intent = await shop.intent({
      confirm: true,
      return_url: 'https://shop.test/return',
      ...terms,
      currency: 'currency' in terms ? terms.currency : 'usd',
    });
    const page = await shop.open();
    await mountPayment(page, {clientSecret: intent.client_secret});
    const events = await page.evaluate(() => window.events);
    const {event} = events.find(({type}) => type === 'loaderror') ?? {};
    assert.equal(event === undefined, isOpen);
    if (isOpen) return;
    const error = event?.['error'] as {code: string; payment_intent: {status: string}};
    assert.equal(error.code, 'payment_intent_unexpected_state');
    assert.equal(error.payment_intent.status, intent.status);
  });
}

test('a form on a cancelled intent is a loaderror; one that stood before may be updated', async () => {
  const intent = await shop.intent();
  const before = await shop.open();
  await mountPayment(before, {clientSecret: intent.client_secret});
  await shop.stripe.paymentIntents.cancel(intent.id);
  assert.deepEqual((await outcome(before, () => window.elements.fetchUpdates())).value, {});
  const page = await shop.open();
  await mountPayment(page, {clientSecret: intent.client_secret});
  const types = await page.evaluate(() => window.events.map(({type}) => type));
  assert.deepEqual(types, ['loaderstart', 'loaderror']);
});
