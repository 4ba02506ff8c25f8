import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Answer, eventTypes, openBench} from './support.ts';

/**
 * The calls that `stripe trigger` makes for an event: forms without a version, old parameters
 * included. A name in braces stands for a field of an earlier answer.
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
const disputed: Step[] = [
  ['intent', 'POST /v1/payment_intents', payment('pm_card_createDispute')],
  ['disputes', 'GET /v1/disputes', 'payment_intent={intent.id}'],
];
const asked: Step[] = [
  ['intent', 'POST /v1/payment_intents', payment('pm_card_createDisputeInquiry')],
  ['disputes', 'GET /v1/disputes', 'payment_intent={intent.id}'],
];
const oldCharge: Step = ['charge', 'POST /v1/charges', 'source=tok_visa&amount=100&currency=usd'];

const triggers: Record<string, Step[]> = {
  'payment_intent.created': [
    ['intent', 'POST /v1/payment_intents', 'amount=2000&currency=usd&payment_method_types[]=card'],
  ],
  'payment_intent.succeeded': [paid],
  'payment_intent.payment_failed': [
    ['intent', 'POST /v1/payment_intents', payment('pm_card_visa_chargeDeclined'), 402],
  ],
  'payment_intent.canceled': [
    ['intent', 'POST /v1/payment_intents', 'amount=2000&currency=usd&payment_method_types[]=card'],
    ['gone', 'POST /v1/payment_intents/{intent.id}/cancel'],
  ],
  'payment_intent.amount_capturable_updated': [
    [
      'intent',
      'POST /v1/payment_intents',
      'amount=2000&currency=usd&capture_method=manual&confirm=true&confirmation_method=manual&payment_method=pm_card_visa&return_url=https://stripe.com',
    ],
  ],
  'payment_intent.processing': [
    [
      'method',
      'POST /v1/payment_methods',
      'type=sepa_debit&sepa_debit[iban]=AT321904300235473204&billing_details[name]=Bob&billing_details[email]=bob@example.com',
    ],
    [
      'intent',
      'POST /v1/payment_intents',
      'payment_method={method.id}&payment_method_types[]=sepa_debit&amount=1000&currency=eur&confirm=true&mandate_data[customer_acceptance][accepted_at]=1590590577&mandate_data[customer_acceptance][type]=offline',
    ],
  ],
  'payment_intent.requires_action': [
    ['intent', 'POST /v1/payment_intents', payment('pm_card_threeDSecure2Required')],
  ],
  'charge.succeeded': [paid],
  'charge.failed': [
    ['intent', 'POST /v1/payment_intents', payment('pm_card_visa_chargeDeclined'), 402],
  ],
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
  'charge.dispute.created': disputed.slice(0, 1),
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
  test(`the CLI's calls for ${type} cause it`, async (t) => {
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
