import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Answer, eventTypes, openBench} from './support.ts';

/**
 * The calls that earlier releases of the Stripe CLI make for `stripe trigger`: forms without a
 * version, charges without a PaymentIntent. What the installed release does is in cli.test.ts. A name in braces stands for a field of an earlier answer.
 */
type Step = [name: string, call: string, form?: string, status?: number];

const payment = (method: string, more = '') =>
  `amount=2000&currency=usd&payment_method_types[]=card&payment_method=${method}&confirm=true&description=(created by Stripe CLI)${more}`;
const paid: Step = ['intent', 'POST /v1/payment_intents', payment('pm_card_visa')];
const held: Step = [
  'intent',
  'POST /v1/payment_intents',
  payment('pm_card_visa', '&capture_method=manual'),
];
const asked: Step[] = [
  ['intent', 'POST /v1/payment_intents', payment('pm_card_createDisputeInquiry')],
  ['disputes', 'GET /v1/disputes', 'payment_intent={intent.id}'],
];
const oldCharge: Step = ['charge', 'POST /v1/charges', 'source=tok_visa&amount=100&currency=usd'];

const triggers: Record<string, Step[]> = {
  'charge.pending': [
    ['customer', 'POST /v1/customers', 'description=(created by Stripe CLI)'],
    [
      'method',
      'POST /v1/payment_methods',
      'type=us_bank_account&us_bank_account[account_holder_type]=individual&us_bank_account[routing_number]=110000000&us_bank_account[account_number]=000123456789',
    ],
    ['attached', 'POST /v1/payment_methods/{method.id}/attach', 'customer={customer.id}'],
    [
      'intent',
      'POST /v1/payment_intents',
      'amount=2000&currency=usd&customer={customer.id}&payment_method={method.id}&payment_method_types[]=us_bank_account&confirm=true',
    ],
  ],
  'charge.captured': [
    ['charge', 'POST /v1/charges', 'source=tok_visa&amount=100&currency=usd&capture=false'],
    ['taken', 'POST /v1/charges/{charge.id}/capture'],
  ],
  'charge.expired': [
    held,
    ['charges', 'GET /v1/charges', 'payment_intent={intent.id}'],
    ['expired', 'POST /v1/test_helpers/charges/{charges.data.0.id}/expire'],
  ],
  'charge.refunded': [oldCharge, ['refund', 'POST /v1/refunds', 'charge={charge.id}']],
  'charge.refund.updated': [
    oldCharge,
    ['refund', 'POST /v1/refunds', 'charge={charge.id}'],
    ['changed', 'POST /v1/refunds/{refund.id}', 'metadata[order_id]=6735'],
  ],
  'charge.updated': [
    paid,
    ['changed', 'POST /v1/charges/{intent.latest_charge}', 'metadata[by]=cli'],
  ],
  'refund.created': [paid, ['refund', 'POST /v1/refunds', 'payment_intent={intent.id}']],
  'refund.updated': [
    paid,
    ['refund', 'POST /v1/refunds', 'payment_intent={intent.id}'],
    ['changed', 'POST /v1/refunds/{refund.id}', 'metadata[by]=cli'],
  ],
  'charge.dispute.updated': [
    ...asked,
    ['changed', 'POST /v1/disputes/{disputes.data.0.id}', 'metadata[foo]=bar'],
  ],
  'charge.dispute.closed': [...asked, ['closed', 'POST /v1/disputes/{disputes.data.0.id}/close']],
  'charge.dispute.funds_withdrawn': [
    ...asked,
    ['lost', 'POST /v1/test_helpers/disputes/{disputes.data.0.id}/lose'],
  ],
};

for (const [type, steps] of Object.entries(triggers)) {
  test(`the calls of an earlier CLI for ${type} cause it`, async (t) => {
    const bench = await openBench(t);
    const answers: Record<string, unknown> = {};
    const fill = (text: string) =>
      text.replace(/\{([\w.]+)\}/g, (_, path: string) =>
        String(path.split('.').reduce<Answer['body']>((value, name) => value[name], answers)),
      );
    for (const [name, call, form = '', status = 200] of steps) {
      const [method = '', path = ''] = fill(call).split(' ');
      const answer = await bench.send(method, path, fill(form));
      assert.equal(answer.status, status, JSON.stringify(answer.body));
      answers[name] = answer.body;
    }
    const types = await eventTypes(bench);
    assert.ok(types.includes(type), types.join(', '));
  });
}
