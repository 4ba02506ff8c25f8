import assert from 'node:assert/strict';
import {test} from 'node:test';
import {debitAccounts} from '../../../../demo/stripe-simulator/machine/test-accounts.ts';
import {eventTypes, openBench, pay, press, typedAccount, typedIban} from './support.ts';

/** account → the code of the failure, or how else it ends. */
const accounts: Record<string, string> = {
  '000123456789': 'succeeded',
  '000111111113': 'account_closed',
  '000111111116': 'no_account',
  '000222222227': 'insufficient_funds',
  '000333333335': 'debit_not_authorized',
  '000555555559': 'disputed',
  '000000000009': 'processing',
};
const ibans: Record<string, string> = {
  AT611904300234573201: 'succeeded',
  AT321904300235473204: 'succeeded late',
  AT861904300235473202: 'payment_method_provider_decline',
  AT051904300235473205: 'payment_method_provider_decline late',
  AT591904300235473203: 'disputed',
  AT981904300000343434: 'charge_exceeds_source_limit',
  AT601904300000121212: 'charge_exceeds_weekly_limit',
  AT981904300002222227: 'insufficient_funds',
  IT60X0542811101000000123456: 'payment_method_provider_decline',
};
const cases = [
  ...Object.entries(accounts).map(([number, end]) => ({
    number,
    end,
    currency: 'usd',
    form: typedAccount(number),
  })),
  ...Object.entries(ibans).map(([number, end]) => ({
    number,
    end,
    currency: 'eur',
    form: typedIban(number),
  })),
];

test('every account of the tables has an expected outcome here', () => {
  assert.deepEqual(Object.keys(debitAccounts.us).sort(), Object.keys(accounts).sort());
  assert.deepEqual(Object.keys(debitAccounts.sepa).sort(), Object.keys(ibans).sort());
});

for (const {number, end, currency, form} of cases) {
  test(`a debit of ${number} ends: ${end}`, async (t) => {
    const bench = await openBench(t);
    const {id, answer} = await pay(bench, form, {currency});
    assert.equal(answer.body.status, 'processing');
    const isLate = end.endsWith(' late');
    await bench.simulator.control.advance(10_000);
    const soon = await bench.stripe.paymentIntents.retrieve(id);
    if (isLate) {
      assert.equal(soon.status, 'processing');
      await bench.simulator.control.advance(180_000);
    }
    const intent = await bench.stripe.paymentIntents.retrieve(id, {expand: ['latest_charge']});
    const charge = intent.latest_charge;
    assert.ok(charge && typeof charge === 'object');
    const result = end.replace(' late', '');
    if (result === 'processing') {
      assert.equal(intent.status, 'processing');
      assert.equal(charge.status, 'pending');
    } else if (result === 'succeeded' || result === 'disputed') {
      assert.equal(intent.status, 'succeeded');
      assert.equal(charge.disputed, result === 'disputed');
    } else {
      assert.equal(intent.status, 'requires_payment_method');
      assert.equal(intent.last_payment_error?.code, result);
      assert.equal(charge.status, 'failed');
      assert.equal(charge.failure_code, result);
    }
  });
}

test('a debit settles by itself in real time', async (t) => {
  const bench = await openBench(t);
  bench.simulator.control.set({settleAfter: 20});
  const {id, secret} = await pay(bench, typedAccount('000123456789'));
  const read = () =>
    bench.sendFromPage('GET', `/v1/payment_intents/${id}`, {client_secret: secret});
  let status = (await read()).body.status;
  while (status === 'processing') status = (await read()).body.status;
  assert.equal(status, 'succeeded');
});

test('microdeposits hold a debit back until the right amounts are told', async (t) => {
  const bench = await openBench(t);
  const {id, secret, answer} = await pay(bench, typedAccount('000123456789'), {
    payment_method_options: {us_bank_account: {verification_method: 'microdeposits'}},
  });
  assert.equal(answer.body.next_action.type, 'verify_with_microdeposits');
  await assert.rejects(bench.stripe.paymentIntents.verifyMicrodeposits(id, {amounts: [1, 2]}), {
    code: 'payment_method_microdeposit_verification_amounts_mismatch',
  });
  const {body} = await bench.sendFromPage(
    'POST',
    `/v1/payment_intents/${id}/verify_microdeposits`,
    {
      client_secret: secret,
      'amounts[]': '32',
      'amounts[1]': '45',
    },
  );
  assert.equal(body.status, 'processing');

  const other = await pay(bench, typedAccount('000123456789'), {
    payment_method_options: {us_bank_account: {verification_method: 'microdeposits'}},
  });
  const coded = await bench.stripe.paymentIntents.verifyMicrodeposits(other.id, {
    descriptor_code: 'SM11AA',
  });
  assert.equal(coded.status, 'processing');
});

test('an account needs the test routing number and the name of its owner', async (t) => {
  const bench = await openBench(t);
  const form = typedAccount('000123456789');
  const routing = await pay(bench, {
    ...form,
    'payment_method_data[us_bank_account][routing_number]': '021000021',
  });
  assert.equal(routing.answer.body.error.code, 'routing_number_invalid');
  const {'payment_method_data[billing_details][name]': _, ...nameless} = form;
  const {answer} = await pay(bench, nameless);
  assert.equal(answer.body.error.param, 'payment_method_data[billing_details][name]');
});

test('an IBAN with wrong check digits is refused', async (t) => {
  const bench = await openBench(t);
  const {answer} = await pay(bench, typedIban('AT611904300234573200'), {currency: 'eur'});
  assert.equal(answer.status, 400);
  assert.equal(answer.body.error.param, 'payment_method_data[sepa_debit][iban]');
});

for (const type of ['ideal', 'bancontact', 'eps', 'p24'] as const) {
  test(`${type} goes over the bank's page and back to the shop`, async (t) => {
    const bench = await openBench(t);
    const form = {
      'payment_method_data[type]': type,
      return_url: 'https://shop.example/return?order=1#top',
    };
    const {id, answer} = await pay(bench, form, {currency: 'eur'});
    assert.equal(answer.body.status, 'requires_action');
    const {url} = answer.body.next_action.redirect_to_url;
    const page = await (await fetch(url)).text();
    assert.match(page, /Authorize test payment/);
    assert.match(page, /No money moves/);
    const back = await press(url, 'approve');
    assert.equal(back.status, 303);
    const target = new URL(back.headers.get('location')!);
    assert.equal(target.searchParams.get('order'), '1');
    assert.equal(target.searchParams.get('payment_intent'), id);
    assert.equal(target.searchParams.get('redirect_status'), 'succeeded');
    assert.ok(target.searchParams.get('payment_intent_client_secret')?.startsWith(`${id}_secret_`));
    const intent = await bench.stripe.paymentIntents.retrieve(id, {expand: ['latest_charge']});
    assert.equal(intent.status, 'succeeded');
    assert.match((intent.latest_charge as {id: string}).id, /^py_/);
  });
}

test('a payment refused at the bank comes back open', async (t) => {
  const bench = await openBench(t);
  const form = {'payment_method_data[type]': 'ideal', return_url: 'https://shop.example/return'};
  const {id, answer} = await pay(bench, form, {currency: 'eur'});
  const back = await press(answer.body.next_action.redirect_to_url.url, 'fail');
  assert.match(back.headers.get('location')!, /redirect_status=failed/);
  const intent = await bench.stripe.paymentIntents.retrieve(id);
  assert.equal(intent.status, 'requires_payment_method');
  assert.equal(intent.last_payment_error?.code, 'payment_intent_payment_attempt_failed');
  assert.deepEqual((await eventTypes(bench)).slice(-2), [
    'payment_intent.requires_action',
    'payment_intent.payment_failed',
  ]);
});

test('a redirect needs an address to return to', async (t) => {
  const bench = await openBench(t);
  const {answer} = await pay(bench, {'payment_method_data[type]': 'ideal'}, {currency: 'eur'});
  assert.equal(answer.status, 400);
  assert.equal(answer.body.error.param, 'return_url');
});

test('a voucher is shown, and paid a little later', async (t) => {
  const bench = await openBench(t, {paymentMethodTypes: ['card', 'oxxo']});
  const form = {'payment_method_data[type]': 'oxxo', return_url: 'https://shop.example/return'};
  const {id, answer} = await pay(bench, form, {currency: 'mxn'});
  assert.match(answer.body.next_action.oxxo_display_details.hosted_voucher_url, /vouchers/);
  await bench.simulator.control.advance(5_000);
  assert.equal((await bench.stripe.paymentIntents.retrieve(id)).status, 'succeeded');
});

for (const [type, currency] of [
  ['wechat_pay', 'usd'],
  ['promptpay', 'thb'],
  ['paynow', 'sgd'],
  ['pix', 'brl'],
  ['swish', 'sek'],
  ['cashapp', 'usd'],
] as const) {
  test(`${type} shows a code, which the buyer approves or refuses`, async (t) => {
    const bench = await openBench(t, {paymentMethodTypes: ['card', type]});
    for (const [outcome, status] of [
      ['approve', 'succeeded'],
      ['fail', 'requires_payment_method'],
    ] as const) {
      const {id, answer} = await pay(
        bench,
        {'payment_method_data[type]': type, return_url: 'https://shop.example/return'},
        {currency},
      );
      const action = answer.body.next_action;
      assert.match(action.type, new RegExp(`^${type}_.*display_qr_code$`));
      const code = action[action.type];
      await press(code.hosted_instructions_url, outcome);
      assert.equal((await bench.stripe.paymentIntents.retrieve(id)).status, status);
      const {image_url_svg, image_url_png} = code.qr_code ?? code;
      for (const [url, contentType] of [
        [image_url_svg, 'image/svg+xml'],
        [image_url_png, 'image/png'],
      ]) {
        const image = await fetch(url);
        assert.equal(image.headers.get('content-type'), contentType);
      }
    }
  });
}

for (const [type, currency, seconds] of [
  ['oxxo', 'mxn', 3 * 86_400],
  ['boleto', 'brl', 3 * 86_400],
  ['pix', 'brl', 3600],
] as const) {
  test(`${type} that nobody pays fails when its time is up, and not before`, async (t) => {
    const bench = await openBench(t, {paymentMethodTypes: ['card', type]});
    bench.simulator.control.play('voucher_unpaid');
    const billing = 'payment_method_data[billing_details]';
    const form = {
      'payment_method_data[type]': type,
      [`${billing}[name]`]: 'Ada Lovelace',
      [`${billing}[email]`]: 'ada@example.com',
      [`${billing}[address][country]`]: 'BR',
      [`${billing}[address][line1]`]: '12 Rua Augusta',
      [`${billing}[address][city]`]: 'São Paulo',
      [`${billing}[address][state]`]: 'SP',
      [`${billing}[address][postal_code]`]: '01304-000',
      ...(type === 'boleto' && {'payment_method_data[boleto][tax_id]': '000.000.000-00'}),
      return_url: 'https://shop.example/return',
    };
    const {id, secret, answer} = await pay(bench, form, {currency});
    const [, step] = Object.entries<{expires_at?: number; expires_after?: number}>(
      answer.body.next_action,
    ).find(([name]) => name !== 'type')!;
    const told = step.expires_at ?? step.expires_after ?? 0;
    assert.ok(Math.abs(told - bench.simulator.control.now() / 1000 - seconds) < 5);
    await bench.simulator.control.advance((seconds - 5) * 1000);
    assert.equal((await bench.stripe.paymentIntents.retrieve(id)).status, 'requires_action');
    // Another try has a time of its own.
    await bench.sendFromPage('POST', `/v1/payment_intents/${id}/confirm`, {
      ...form,
      client_secret: secret,
    });
    await bench.simulator.control.advance(10_000);
    assert.equal((await bench.stripe.paymentIntents.retrieve(id)).status, 'requires_action');
    await bench.simulator.control.advance(seconds * 1000);
    const failed = await bench.stripe.paymentIntents.retrieve(id);
    assert.equal(failed.status, 'requires_payment_method');
    assert.equal(failed.last_payment_error?.code, 'payment_intent_payment_attempt_expired');
    assert.equal((await eventTypes(bench)).at(-1), 'payment_intent.payment_failed');
  });
}
