import assert from 'node:assert/strict';
import {test} from 'node:test';
import type Stripe from 'stripe';
import {openBench} from './support.ts';

const intents = '/v1/payment_intents';
const sale = 'amount=2000&currency=usd';

/** A call, its form, and how the 501 names what is left out. */
const leftOut: [call: string, form: string, name: string][] = [
  [intents, `${sale}&amount_details[tip][amount]=1`, 'the parameter amount_details'],
  [intents, `${sale}&hooks[inputs][tax][calculation]=x`, 'the parameter hooks'],
  [intents, `${sale}&payment_details[order_reference]=x`, 'the parameter payment_details'],
  [intents, `${sale}&transfer_data[destination]=acct_1`, 'the parameter transfer_data'],
  [intents, `${sale}&on_behalf_of=acct_1`, 'the parameter on_behalf_of'],
  [intents, `${sale}&customer_account=acct_1`, 'the parameter customer_account'],
  [
    intents,
    `${sale}&payment_method_configuration=pmc_1`,
    'the parameter payment_method_configuration',
  ],
  [intents, `${sale}&confirm=true&mandate=mandate_1`, 'the parameter mandate'],
  [
    intents,
    `${sale}&payment_method_options[card][require_cvc_recollection]=true`,
    'the parameter payment_method_options[card][require_cvc_recollection]',
  ],
  [
    intents,
    `${sale}&payment_method_options[card][installments][enabled]=true`,
    'the parameter payment_method_options[card][installments]',
  ],
  [
    intents,
    `${sale}&payment_method_options[card][moto]=true`,
    'the parameter payment_method_options[card][moto]',
  ],
  [
    intents,
    `${sale}&payment_method_options[boleto][expires_after_days]=9`,
    'the parameter payment_method_options[boleto][expires_after_days]',
  ],
  [
    intents,
    `${sale}&payment_method_options[acss_debit][verification_method]=instant`,
    'the parameter payment_method_options[acss_debit]',
  ],
  ['/v1/customers', 'tax[validate_location]=immediately', 'the parameter tax'],
  [
    '/v1/customers',
    'invoice_settings[custom_fields][0][name]=x',
    'the parameter invoice_settings[custom_fields]',
  ],
  ['/v1/products', 'name=Tea&tax_details[tax_code]=x', 'the parameter tax_details'],
  ['/v1/setup_intents', '', 'POST /v1/setup_intents'],
];

for (const [call, form, name] of leftOut) {
  test(`${call} says that it leaves out ${name}`, async (t) => {
    const bench = await openBench(t);
    const {status, body, headers} = await bench.send('POST', call, form);
    assert.equal(status, 501);
    assert.equal(body.error.code, 'not_simulated');
    assert.ok(body.error.message.includes(`leaves this out: ${name}.`), body.error.message);
    assert.equal(headers.get('stripe-should-retry'), 'false');
  });
}

test('a switch that is off, and wishes without an outcome, are taken', async (t) => {
  const bench = await openBench(t);
  const off =
    'payment_method_options[card][moto]=false&payment_method_options[card][request_multicapture]=if_available&payment_method_options[klarna][preferred_locale]=de-DE';
  assert.equal((await bench.send('POST', intents, `${sale}&${off}`)).status, 200);
});

test('nobody can act for another account here', async (t) => {
  const bench = await openBench(t);
  for (const header of ['Stripe-Account', 'Stripe-Context']) {
    const {status, body} = await bench.send('GET', intents, '', {[header]: 'acct_1'});
    assert.equal(status, 501);
    assert.ok(body.error.message.includes(header));
  }
});

test('versions from before the trains are not imitated, neither by requests nor by endpoints', async (t) => {
  const bench = await openBench(t);
  const old = await bench.send('GET', intents, '', {'Stripe-Version': '2024-06-20'});
  assert.equal(old.status, 501);
  assert.match(old.body.error.message, /API version 2024-06-20/);
  const first = await bench.send('GET', intents, '', {'Stripe-Version': '2024-09-30.acacia'});
  assert.equal(first.status, 200);
  const form = 'url=https://shop.example/&enabled_events[]=*&api_version=2020-08-27';
  assert.equal((await bench.send('POST', '/v1/webhook_endpoints', form)).status, 501);
});

test('a method’s own capture method and future use go before the intent’s', async (t) => {
  const {stripe} = await openBench(t);
  const customer = await stripe.customers.create({name: 'Jenny'});
  const pay = (options: Stripe.PaymentIntentCreateParams.PaymentMethodOptions.Card) =>
    stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      confirm: true,
      customer: customer.id,
      payment_method: 'pm_card_visa',
      return_url: 'https://shop.example/return',
      setup_future_usage: 'off_session',
      payment_method_options: {card: options},
    });
  const held = await pay({capture_method: 'manual', setup_future_usage: 'none'});
  assert.equal(held.status, 'requires_capture');
  assert.equal((await stripe.customers.listPaymentMethods(customer.id)).data.length, 0);
  assert.equal((await pay({})).status, 'succeeded');
  assert.equal((await stripe.customers.listPaymentMethods(customer.id)).data.length, 1);
});

test('a bank transfer of another country than the currency’s is refused', async (t) => {
  const {stripe} = await openBench(t, {paymentMethodTypes: ['card', 'customer_balance']});
  const customer = await stripe.customers.create({name: 'Jenny'});
  await assert.rejects(
    stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      confirm: true,
      customer: customer.id,
      allowed_payment_method_types: ['customer_balance'],
      payment_method_data: {type: 'customer_balance'},
      payment_method_options: {
        customer_balance: {
          funding_type: 'bank_transfer',
          bank_transfer: {type: 'gb_bank_transfer'},
        },
      },
    }),
    /gb_bank_transfer cannot be used with the currency usd/,
  );
});
