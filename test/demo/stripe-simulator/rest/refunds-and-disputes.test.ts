import assert from 'node:assert/strict';
import {test} from 'node:test';
import type Stripe from 'stripe';
import {type Bench, eventTypes, openBench} from './support.ts';

const buy = (bench: Bench, payment_method = 'pm_card_visa', capture = 'automatic') =>
  bench.stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    confirm: true,
    capture_method: capture,
    payment_method,
    return_url: 'https://shop.example/return',
  });
const disputeOf = async (bench: Bench, intent: string) =>
  (await bench.stripe.disputes.list({payment_intent: intent})).data[0]!;

test('refunds add up to the charge and no further', async (t) => {
  const bench = await openBench(t);
  const {id, latest_charge} = await buy(bench);
  const first = await bench.stripe.refunds.create({
    payment_intent: id,
    amount: 500,
    reason: 'duplicate',
  });
  assert.equal(first.status, 'succeeded');
  assert.equal(first.reason, 'duplicate');
  await assert.rejects(bench.stripe.refunds.create({payment_intent: id, amount: 1501}), {
    message: 'Refund amount ($15.01) is greater than unrefunded amount on charge ($15.00)',
  });
  const rest = await bench.stripe.refunds.create({charge: latest_charge as string});
  assert.equal(rest.amount, 1500);
  const charge = await bench.stripe.charges.retrieve(latest_charge as string, {
    expand: ['refunds'],
  });
  assert.equal(charge.refunded, true);
  assert.equal(charge.amount_refunded, 2000);
  assert.equal(charge.refunds?.data.length, 2);
  await assert.rejects(bench.stripe.refunds.create({payment_intent: id}), {
    code: 'charge_already_refunded',
  });
  assert.equal((await bench.stripe.paymentIntents.retrieve(id)).status, 'succeeded');
  assert.equal((await eventTypes(bench)).filter((type) => type === 'refund.created').length, 2);
});

test('a refund larger than the charge is refused in Stripe words', async (t) => {
  const bench = await openBench(t);
  const {id} = await buy(bench);
  await assert.rejects(bench.stripe.refunds.create({payment_intent: id, amount: 2001}), {
    message: 'Refund amount ($20.01) is greater than charge amount ($20.00)',
  });
});

test('what was not captured cannot be refunded', async (t) => {
  const bench = await openBench(t);
  const {id} = await buy(bench, 'pm_card_visa', 'manual');
  await assert.rejects(bench.stripe.refunds.create({payment_intent: id}), {
    code: 'charge_not_refundable',
  });
  const open = await bench.stripe.paymentIntents.create({amount: 2000, currency: 'usd'});
  await assert.rejects(bench.stripe.refunds.create({payment_intent: open.id}), {
    param: 'payment_intent',
  });
  await assert.rejects(bench.stripe.refunds.create({}), /payment_intent or charge/);
});

test('a slow refund is pending first', async (t) => {
  const bench = await openBench(t);
  const {id} = await buy(bench, 'pm_card_pendingRefund');
  const refund = await bench.stripe.refunds.create({payment_intent: id});
  assert.equal(refund.status, 'pending');
  await bench.simulator.control.advance(5000);
  assert.equal((await bench.stripe.refunds.retrieve(refund.id)).status, 'succeeded');
  assert.ok((await eventTypes(bench)).includes('refund.updated'));
});

test('a refund that fails later gives the money back to the account', async (t) => {
  const bench = await openBench(t);
  const {id, latest_charge} = await buy(bench, 'pm_card_refundFail');
  const refund = await bench.stripe.refunds.create({payment_intent: id});
  assert.equal(refund.status, 'succeeded');
  await bench.simulator.control.advance(5000);
  const failed = await bench.stripe.refunds.retrieve(refund.id, {
    expand: ['failure_balance_transaction'],
  });
  assert.equal(failed.status, 'failed');
  assert.equal((failed.failure_balance_transaction as Stripe.BalanceTransaction).amount, 2000);
  const charge = await bench.stripe.charges.retrieve(latest_charge as string);
  assert.equal(charge.amount_refunded, 0);
  assert.equal(charge.refunded, false);
  assert.ok((await eventTypes(bench)).includes('refund.failed'));
});

for (const [token, reason] of [
  ['pm_card_createDispute', 'fraudulent'],
  ['pm_card_createDisputeProductNotReceived', 'product_not_received'],
  ['pm_card_createCe3EligibleDispute', 'fraudulent'],
  ['pm_card_createComplianceDispute', 'noncompliant'],
] as const) {
  test(`${token} is disputed as ${reason}`, async (t) => {
    const bench = await openBench(t);
    const {id, latest_charge} = await buy(bench, token);
    const dispute = await disputeOf(bench, id);
    assert.equal(dispute.reason, reason);
    assert.equal(dispute.status, 'needs_response');
    assert.equal(dispute.balance_transactions[0]?.amount, -2000);
    const charge = await bench.stripe.charges.retrieve(latest_charge as string);
    assert.equal(charge.disputed, true);
    await assert.rejects(bench.stripe.refunds.create({payment_intent: id}), {
      code: 'charge_disputed',
    });
    assert.deepEqual((await eventTypes(bench)).slice(-2), [
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
    ]);
  });
}

test('one card is disputed more than once', async (t) => {
  const bench = await openBench(t);
  const {id} = await buy(bench, 'pm_card_createMultipleDisputes');
  const {data} = await bench.stripe.disputes.list({payment_intent: id});
  assert.equal(data.length, 2);
});

test('winning evidence wins, losing evidence loses, silence keeps it under review', async (t) => {
  const bench = await openBench(t);
  const submit = async (uncategorized_text: string) => {
    const {id} = await buy(bench, 'pm_card_createDispute');
    const dispute = await disputeOf(bench, id);
    return bench.stripe.disputes.update(dispute.id, {evidence: {uncategorized_text}});
  };
  const won = await submit('winning_evidence');
  assert.equal(won.status, 'won');
  assert.equal(won.balance_transactions.length, 2);
  assert.deepEqual((await eventTypes(bench)).slice(-2), [
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
  ]);
  assert.equal((await submit('losing_evidence')).status, 'lost');
  assert.equal((await submit('the parcel was delivered')).status, 'under_review');
  await assert.rejects(
    bench.stripe.disputes.update(won.id, {evidence: {customer_name: 'J'}}),
    /already closed/,
  );
});

test('evidence can be staged before it is submitted', async (t) => {
  const bench = await openBench(t);
  const {id} = await buy(bench, 'pm_card_createDispute');
  const dispute = await disputeOf(bench, id);
  const staged = await bench.stripe.disputes.update(dispute.id, {
    evidence: {uncategorized_text: 'winning_evidence'},
    submit: false,
  });
  assert.equal(staged.status, 'needs_response');
  assert.equal(staged.evidence_details.has_evidence, true);
  assert.equal((await bench.stripe.disputes.close(dispute.id)).status, 'lost');
});

test('an inquiry takes no money, may be refunded, closes, or escalates', async (t) => {
  const bench = await openBench(t);
  const ask = async () => disputeOf(bench, (await buy(bench, 'pm_card_createDisputeInquiry')).id);
  const inquiry = await ask();
  assert.equal(inquiry.status, 'warning_needs_response');
  assert.deepEqual(inquiry.balance_transactions, []);
  const refund = await bench.stripe.refunds.create({
    payment_intent: inquiry.payment_intent as string,
  });
  assert.equal(refund.status, 'succeeded');
  const closed = await bench.stripe.disputes.update((await ask()).id, {
    evidence: {uncategorized_text: 'winning_evidence'},
  });
  assert.equal(closed.status, 'warning_closed');
  const escalated = await bench.stripe.disputes.update((await ask()).id, {
    evidence: {uncategorized_text: 'escalate_inquiry_evidence'},
  });
  assert.equal(escalated.status, 'needs_response');
  assert.equal((await eventTypes(bench)).at(-1), 'charge.dispute.funds_withdrawn');
});

test('an early fraud warning names its charge', async (t) => {
  const bench = await openBench(t);
  const {id, latest_charge} = await buy(bench, 'pm_card_createIssuerFraudRecord');
  const [warning] = (await bench.stripe.radar.earlyFraudWarnings.list({payment_intent: id})).data;
  assert.equal(warning?.charge, latest_charge);
  assert.equal(warning?.actionable, true);
  assert.equal((await eventTypes(bench)).at(-1), 'radar.early_fraud_warning.created');
});

test('one card makes its money available at once', async (t) => {
  const bench = await openBench(t);
  const {latest_charge} = await buy(bench, 'pm_card_bypassPending');
  const [entry] = (await bench.stripe.balanceTransactions.list({source: latest_charge as string}))
    .data;
  assert.equal(entry?.status, 'available');
});
