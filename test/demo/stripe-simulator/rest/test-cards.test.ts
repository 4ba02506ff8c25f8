import assert from 'node:assert/strict';
import {test} from 'node:test';
import {testCards} from '../../../../demo/stripe-simulator/machine/test-cards.ts';
import {answerChallenge, eventTypes, openBench, pay, typedCard} from './support.ts';

/** number → what the page is told: `ok`, `challenge`, or code/decline_code. */
const outcomes: Record<string, string> = {
  '4242424242424242': 'ok',
  '5555555555554444': 'ok',
  '4000056655665556': 'ok',
  '378282246310005': 'ok',
  '4000000000000002': 'card_declined/generic_decline',
  '4000000000009995': 'card_declined/insufficient_funds',
  '4000000000009987': 'card_declined/lost_card',
  '4000000000009979': 'card_declined/stolen_card',
  '4000000000000069': 'expired_card/',
  '4000000000000127': 'incorrect_cvc/',
  '4000000000000119': 'processing_error/',
  '4000000000006975': 'card_declined/card_velocity_exceeded',
  '4000000000000341': 'card_declined/generic_decline',
  '4000002500003155': 'challenge',
  '4000002760003184': 'challenge',
  '4000003800000446': 'challenge',
  '4000008260003178': 'challenge',
  '4000000000003220': 'challenge',
  '4000008400000027': 'challenge',
  '4000008400001629': 'challenge',
  '4000008400001280': 'card_declined/generic_decline',
  '4000000000003055': 'ok',
  '4000000000003097': 'ok',
  '4000000032200000': 'ok',
  '4100000000000019': 'card_declined/fraudulent',
  '4000000000004954': 'card_declined/fraudulent',
  '4000000000009235': 'ok',
  '4000000000000101': 'ok',
  '4000000000000036': 'ok',
  '4000000000000010': 'ok',
  '4000000000000028': 'ok',
  '4000000000000044': 'ok',
  '4000000000001208': 'ok',
  '4000000000003725': 'ok',
  '4000000000000259': 'ok',
  '4000000000002685': 'ok',
  '4000000000001976': 'ok',
  '4000000000005423': 'ok',
  '4000000404000079': 'ok',
  '4000000404000038': 'ok',
  '4000008400000779': 'ok',
  '4000000000007726': 'ok',
  '4000000000005126': 'ok',
  '4000000000000077': 'ok',
};

test('every card of the table has an expected outcome here', () => {
  assert.deepEqual(testCards.map(({number}) => number).sort(), Object.keys(outcomes).sort());
});

for (const [number, expected] of Object.entries(outcomes)) {
  test(`card ${number} gives ${expected}`, async (t) => {
    const bench = await openBench(t);
    const {answer} = await pay(bench, typedCard(number));
    if (expected === 'ok') {
      assert.equal(answer.status, 200);
      assert.equal(answer.body.status, 'succeeded');
      return;
    }
    if (expected === 'challenge') {
      assert.equal(answer.body.status, 'requires_action');
      assert.equal(answer.body.next_action.use_stripe_sdk.type, 'three_d_secure_redirect');
      return;
    }
    const [code, declineCode] = expected.split('/');
    const {error} = answer.body;
    assert.equal(answer.status, 402);
    assert.equal(error.type, 'card_error');
    assert.equal(error.code, code);
    assert.equal(error.decline_code ?? '', declineCode);
    assert.match(error.charge, /^ch_3/);
    assert.equal(error.payment_intent.status, 'requires_payment_method');
    assert.equal(error.payment_intent.payment_method, null);
    assert.equal(error.payment_method.card.last4, number.slice(-4));
    assert.ok((await eventTypes(bench)).includes('payment_intent.payment_failed'));
  });
}

test('every token of a server behaves as its card does', async (t) => {
  const bench = await openBench(t);
  for (const {number, tokens} of testCards) {
    for (const token of tokens) {
      const expected = outcomes[number];
      const outcome = await bench.stripe.paymentIntents
        .create({
          amount: 2000,
          currency: 'usd',
          confirm: true,
          payment_method: token,
          return_url: 'https://shop.example/return',
        })
        .then(
          ({status}) => (status === 'succeeded' ? 'ok' : 'challenge'),
          (error) => `${error.code}/${error.decline_code ?? ''}`,
        );
      assert.equal(outcome, expected, token);
    }
  }
});

test('a passed challenge pays, a failed one leaves the intent open for another card', async (t) => {
  const bench = await openBench(t);
  const passed = await pay(bench, typedCard('4000002760003184'));
  await answerChallenge(passed.answer, 'approve');
  const paid = await bench.stripe.paymentIntents.retrieve(passed.id, {expand: ['latest_charge']});
  assert.equal(paid.status, 'succeeded');
  assert.ok(typeof paid.latest_charge === 'object');
  const {three_d_secure} = paid.latest_charge!.payment_method_details!.card!;
  assert.equal(three_d_secure?.result, 'authenticated');

  const failed = await pay(bench, typedCard('4000002760003184'));
  await answerChallenge(failed.answer, 'fail');
  const open = await bench.stripe.paymentIntents.retrieve(failed.id);
  assert.equal(open.status, 'requires_payment_method');
  assert.equal(open.last_payment_error?.code, 'payment_intent_authentication_failure');
  assert.equal(open.latest_charge, null);
});

for (const [number, code] of [
  ['4000008260003178', 'insufficient_funds'],
  ['4000008400001629', 'generic_decline'],
] as const) {
  test(`card ${number} is declined after its challenge`, async (t) => {
    const bench = await openBench(t);
    const {id, answer} = await pay(bench, typedCard(number));
    await answerChallenge(answer, 'approve');
    const intent = await bench.stripe.paymentIntents.retrieve(id);
    assert.equal(intent.status, 'requires_payment_method');
    assert.equal(intent.last_payment_error?.decline_code, code);
  });
}

test('a challenge page answers once; an old one changes nothing', async (t) => {
  const bench = await openBench(t);
  const {id, secret, answer} = await pay(bench, typedCard('4000002760003184'));
  const again = await bench.sendFromPage('POST', `/v1/payment_intents/${id}/confirm`, {
    client_secret: secret,
    ...typedCard('4000002760003184'),
  });
  await answerChallenge(answer, 'approve');
  assert.equal((await bench.stripe.paymentIntents.retrieve(id)).status, 'requires_action');
  await answerChallenge(again, 'approve');
  assert.equal((await bench.stripe.paymentIntents.retrieve(id)).status, 'succeeded');
});

test('3D Secure on demand challenges a card that supports it', async (t) => {
  const bench = await openBench(t);
  const insist = {payment_method_options: {card: {request_three_d_secure: 'any' as const}}};
  const supported = await pay(bench, typedCard('4000000000003055'), insist);
  assert.equal(supported.answer.body.status, 'requires_action');
  const unsupported = await pay(bench, typedCard('378282246310005'), insist);
  assert.equal(unsupported.answer.body.status, 'succeeded');
});

test('a card that needs authentication is declined when the buyer is away', async (t) => {
  const bench = await openBench(t);
  const customer = await bench.stripe.customers.create({email: 'jenny@example.com'});
  const method = await bench.stripe.paymentMethods.attach('pm_card_authenticationRequired', {
    customer: customer.id,
  });
  await assert.rejects(
    bench.stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      customer: customer.id,
      payment_method: method.id,
      off_session: true,
      confirm: true,
      return_url: 'https://shop.example/return',
    }),
    {code: 'authentication_required', decline_code: 'authentication_required'},
  );
});

for (const [name, form, code] of [
  ['a number that fails its check digit', {number: '4242424242424241'}, 'incorrect_number'],
  ['month 13', {exp_month: '13'}, 'invalid_expiry_month'],
  ['a year that is past', {exp_year: '20'}, 'invalid_expiry_year'],
  ['a CVC of two digits', {cvc: '99'}, 'invalid_cvc'],
] as const) {
  test(`${name} is refused before any charge`, async (t) => {
    const bench = await openBench(t);
    const [[field, value]] = Object.entries(form) as [[string, string]];
    const {answer} = await pay(bench, {
      ...typedCard('4242424242424242'),
      [`payment_method_data[card][${field}]`]: value,
    });
    assert.equal(answer.status, 402);
    assert.equal(answer.body.error.code, code);
    assert.equal(answer.body.error.param, field);
    assert.deepEqual(await eventTypes(bench), ['payment_intent.created']);
  });
}

test('a real card number is refused in test mode', async (t) => {
  const bench = await openBench(t);
  const {answer} = await pay(bench, typedCard('4111111111111111'));
  assert.equal(answer.body.error.decline_code, 'test_mode_live_card');
});

test('a server may not send card numbers', async (t) => {
  const bench = await openBench(t);
  const form = 'type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=34';
  const {status, body} = await bench.send('POST', '/v1/payment_methods', form);
  assert.equal(status, 402);
  assert.match(body.error.message, /generally unsafe/);
});

test('failed checks of address and CVC stand in the charge', async (t) => {
  const bench = await openBench(t);
  const address = {
    'payment_method_data[billing_details][address][line1]': '1 Main Street',
    'payment_method_data[billing_details][address][postal_code]': '12345',
  };
  const checksOf = async (number: string) => {
    const {id} = await pay(bench, {...typedCard(number), ...address});
    const charges = await bench.stripe.charges.list({payment_intent: id});
    const {address_line1_check, address_postal_code_check, cvc_check} =
      charges.data[0]!.payment_method_details!.card!.checks!;
    return [cvc_check, address_line1_check, address_postal_code_check];
  };
  assert.deepEqual(await checksOf('4242424242424242'), ['pass', 'pass', 'pass']);
  assert.deepEqual(await checksOf('4000000000000101'), ['fail', 'pass', 'pass']);
  assert.deepEqual(await checksOf('4000000000000036'), ['pass', 'pass', 'fail']);
  assert.deepEqual(await checksOf('4000000000000010'), ['pass', 'fail', 'fail']);
  assert.deepEqual(await checksOf('4000000000000028'), ['pass', 'fail', 'pass']);
  assert.deepEqual(await checksOf('4000000000000044'), ['pass', 'unavailable', 'unavailable']);
});

test('Radar blocks, and puts elevated risk in the review queue', async (t) => {
  const bench = await openBench(t);
  const blocked = await pay(bench, typedCard('4100000000000019'));
  const charge = await bench.stripe.charges.retrieve(blocked.answer.body.error.charge);
  assert.equal(charge.outcome?.type, 'blocked');
  assert.equal(charge.outcome?.risk_level, 'highest');

  const {id} = await pay(bench, typedCard('4000000000009235'));
  const intent = await bench.stripe.paymentIntents.retrieve(id, {expand: ['review']});
  assert.ok(intent.review && typeof intent.review === 'object');
  assert.equal(intent.review.open, true);
  const approved = await bench.stripe.reviews.approve(intent.review.id);
  assert.equal(approved.closed_reason, 'approved');
  assert.ok((await eventTypes(bench)).includes('review.closed'));
});
