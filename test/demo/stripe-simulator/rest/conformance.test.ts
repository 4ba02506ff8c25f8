import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Wire, compile, declarations} from './declared.ts';
import {deletions, makeEverything} from './everything.ts';
import {type Bench, openBench} from './support.ts';

test('every object, in every state, is what stripe-node declares, and nothing more', async (t) => {
  const bench = await openBench(t, {
    seed: 'conformance',
    paymentMethodTypes: [
      'card',
      'ideal',
      'bancontact',
      'eps',
      'p24',
      'klarna',
      'oxxo',
      'boleto',
      'konbini',
      'multibanco',
      'affirm',
      'afterpay_clearpay',
      'alipay',
      'alma',
      'amazon_pay',
      'billie',
      'giropay',
      'grabpay',
      'kakao_pay',
      'mobilepay',
      'paypal',
      'revolut_pay',
      'twint',
      'sepa_debit',
      'us_bank_account',
      'cashapp',
      'paynow',
      'pix',
      'promptpay',
      'swish',
      'wechat_pay',
    ],
  });
  const objects = await objectsOfEveryKind(bench);
  const kinds = new Set(objects.map(({object}) => object));
  assert.deepEqual([...kinds].sort(), Object.keys(declarations).sort());
  for (const [kind, statuses] of Object.entries(states)) {
    const seen = objects.filter((each) => each.object === kind && !each['deleted']);
    const found = new Set(seen.map(({status}) => String(status)));
    assert.deepEqual([...found].sort(), statuses, kind);
  }
  assert.deepEqual(actionsOf(objects), actions);
  const errors = await compile(objects);
  assert.equal(errors, '');
});

/** Every status that the simulator gives an object of a kind. */
const states: Record<string, string[]> = {
  balance_transaction: ['available', 'pending'],
  charge: ['failed', 'pending', 'succeeded'],
  'checkout.session': ['complete', 'expired', 'open'],
  dispute: [
    'lost',
    'needs_response',
    'under_review',
    'warning_closed',
    'warning_needs_response',
    'warning_under_review',
    'won',
  ],
  payment_intent: [
    'canceled',
    'processing',
    'requires_action',
    'requires_capture',
    'requires_confirmation',
    'requires_payment_method',
    'succeeded',
  ],
  refund: ['failed', 'pending', 'succeeded'],
  webhook_endpoint: ['disabled', 'enabled'],
};

/** Everything that a buyer may be asked to do. */
const actions = [
  'boleto_display_details',
  'cashapp_handle_redirect_or_display_qr_code',
  'display_bank_transfer_instructions',
  'konbini_display_details',
  'multibanco_display_details',
  'oxxo_display_details',
  'paynow_display_qr_code',
  'pix_display_qr_code',
  'promptpay_display_qr_code',
  'redirect_to_url',
  'swish_handle_redirect_or_display_qr_code',
  'use_stripe_sdk',
  'verify_with_microdeposits',
  'wechat_pay_display_qr_code',
];

const actionsOf = (objects: Wire[]) => {
  const types = objects.map(({next_action}) => (next_action as {type: string} | undefined)?.type);
  return [...new Set(types.filter((type) => type !== undefined))].sort();
};

test('the comparison sees a field too few, a field too many and a wrong value', async (t) => {
  const bench = await openBench(t);
  const {body: product} = await bench.send('POST', '/v1/products', 'name=Tea');
  const {description: _, ...short} = product;
  const errors = await compile([short, {...product, colour: 'red'}, {...product, active: 'yes'}]);
  assert.match(errors, /'description' is missing/);
  assert.match(errors, /'"colour"' does not exist/);
  assert.match(errors, /'string' is not assignable to type 'boolean'/);
});

async function objectsOfEveryKind(bench: Bench): Promise<Wire[]> {
  const shown = await makeEverything(bench);
  const lists = [
    'balance_transactions',
    'charges',
    'checkout/sessions',
    'customers',
    'disputes',
    'events',
    'payment_intents',
    'prices',
    'products',
    'radar/early_fraud_warnings',
    'refunds',
    'reviews',
    'webhook_endpoints',
  ];
  const listed: Wire[] = [];
  for (const name of lists) {
    let after = '';
    for (let more = true; more;) {
      const {body} = await bench.send('GET', `/v1/${name}`, `limit=100${after}`);
      listed.push(...body.data);
      more = body.has_more;
      after = `&starting_after=${body.data.at(-1)?.id}`;
    }
  }
  const expanded = await bench.send(
    'GET',
    '/v1/payment_intents',
    'limit=100&expand[]=data.latest_charge.balance_transaction&expand[]=data.latest_charge.refunds&expand[]=data.payment_method&expand[]=data.customer',
  );
  const gone = await deletions(bench);
  const all = [...shown, ...listed, ...gone, expanded.body, ...expanded.body.data];
  // An event shows its object as it was at that moment, in states that it has left since.
  const moments = all.flatMap(({object, data}) => (object === 'event' ? [data.object] : []));
  const told = all.filter(({object, data}) => object !== 'event' || data.object.object !== 'price');
  return [...told, ...moments];
}
