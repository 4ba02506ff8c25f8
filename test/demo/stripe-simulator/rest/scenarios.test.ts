import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {scenarios} from '../../../../demo/stripe-simulator/index.ts';
import {answerChallenge, openBench, pay, typedCard} from './support.ts';

const visa = typedCard('4242424242424242');

/** scenario → what a good card then gives. */
const payments: Partial<Record<keyof typeof scenarios, string>> = {
  success: 'succeeded',
  card_declined: 'card_declined/generic_decline',
  insufficient_funds: 'card_declined/insufficient_funds',
  lost_card: 'card_declined/lost_card',
  stolen_card: 'card_declined/stolen_card',
  expired_card: 'expired_card/',
  incorrect_cvc: 'incorrect_cvc/',
  processing_error: 'processing_error/',
  card_velocity_exceeded: 'card_declined/card_velocity_exceeded',
  three_d_secure: 'requires_action',
  three_d_secure_failed: 'requires_action',
  processing_then_success: 'processing',
  processing_then_failure: 'processing',
  dispute: 'succeeded',
  early_fraud_warning: 'succeeded',
};

test('a scenario overrules the card, until health is restored', async (t) => {
  const bench = await openBench(t);
  for (const [name, expected] of Object.entries(payments)) {
    bench.simulator.control.play(name as keyof typeof scenarios);
    const {answer} = await pay(bench, visa);
    const {error} = answer.body;
    const outcome = error ? `${error.code}/${error.decline_code ?? ''}` : answer.body.status;
    assert.equal(outcome, expected, name);
  }
  bench.simulator.control.play('healthy');
  const {answer} = await pay(bench, typedCard('4000000000000002'));
  assert.equal(answer.body.error.decline_code, 'generic_decline');
});

test('3D Secure ends as the buyer answers, or fails whatever they answer', async (t) => {
  const bench = await openBench(t);
  for (const [name, outcome, end] of [
    ['three_d_secure', 'approve', 'succeeded'],
    ['three_d_secure', 'fail', 'requires_payment_method'],
    ['three_d_secure_failed', 'approve', 'requires_payment_method'],
  ] as const) {
    bench.simulator.control.play(name);
    const {id, answer} = await pay(bench, visa);
    await answerChallenge(answer, outcome);
    const intent = await bench.stripe.paymentIntents.retrieve(id);
    assert.equal(intent.status, end, `${name}, ${outcome}`);
    const code = end === 'succeeded' ? undefined : 'payment_intent_authentication_failure';
    assert.equal(intent.last_payment_error?.code, code);
  }
});

test('a payment that is processed ends as the scenario says', async (t) => {
  const bench = await openBench(t);
  for (const [name, end] of [
    ['processing_then_success', 'succeeded'],
    ['processing_then_failure', 'requires_payment_method'],
  ] as const) {
    bench.simulator.control.play(name);
    const {id} = await pay(bench, visa);
    await bench.simulator.control.advance(5000);
    assert.equal((await bench.stripe.paymentIntents.retrieve(id)).status, end);
  }
});

test('a refund waits or fails as the scenario says', async (t) => {
  const bench = await openBench(t);
  for (const [name, first, last] of [
    ['refund_pending', 'pending', 'succeeded'],
    ['refund_failed', 'succeeded', 'failed'],
  ] as const) {
    bench.simulator.control.play(name);
    const {id} = await pay(bench, visa);
    const refund = await bench.stripe.refunds.create({payment_intent: id});
    assert.equal(refund.status, first, name);
    await bench.simulator.control.advance(5000);
    assert.equal((await bench.stripe.refunds.retrieve(refund.id)).status, last, name);
  }
});

test('a scenario for webhooks is the setting of that name', async (t) => {
  const {control} = (await openBench(t)).simulator;
  for (const fault of ['lost', 'doubled', 'delayed', 'reordered', 'bad_signature'] as const) {
    control.play(`webhooks_${fault}`);
    assert.equal(control.settings.webhooks, fault);
  }
});
