import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openBench} from './support.ts';

const places: [path: string, param: string, form: string][] = [
  ['/v1/payment_intents', 'receipt_email', 'amount=2000&currency=usd'],
  ['/v1/customers', 'email', 'name=Ada'],
  ['/v1/payment_methods', 'billing_details[email]', 'type=card&card[token]=tok_visa'],
  [
    '/v1/checkout/sessions',
    'customer_email',
    'mode=payment&success_url=https://a.example&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=990&line_items[0][price_data][product_data][name]=Tea&line_items[0][quantity]=1',
  ],
];

for (const [path, param, form] of places) {
  test(`${path} takes an address as ${param}, and nothing that is none`, async (t) => {
    const bench = await openBench(t);
    const put = (address: string) =>
      bench.send('POST', path, `${form}&${param}=${encodeURIComponent(address)}`);
    for (const address of ['ada@example.com', "o'brien+shop@mail.example.co.uk", 'a@b-c.travel']) {
      assert.equal((await put(address)).status, 200, address);
    }
    for (const address of [
      'ada',
      'ada@example',
      'ada@@example.com',
      'ada@-example.com',
      'ada@example-.com',
      'ada..lovelace@example.com',
      '@example.com',
      'ada@exämple.com',
      ' ada@example.com',
      'ada@example.com ',
      `${'a'.repeat(65)}@example.com`,
    ]) {
      const {status, body} = await put(address);
      assert.equal(status, 400, address);
      assert.equal(body.error.code, 'email_invalid');
      assert.equal(body.error.param, param);
      assert.equal(body.error.message, `Invalid email address: ${address}`);
    }
  });
}
