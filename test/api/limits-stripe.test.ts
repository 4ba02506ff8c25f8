/** What buyers may cost of the calls that Stripe allows a shop: https://docs.stripe.com/rate-limits */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import type {OrderPlaced, OrderShown} from '../../api/contract.ts';
import {ApiError} from '../../api/errors.ts';
import {intentId, openShop, type Shop} from '../support/shop.ts';
import {until} from '../support/until.ts';

let shop: Shop;
before(async () => {
  shop = await openShop({
    env: {RATE_LIMIT_FACTOR: '2', TRUSTED_PROXIES: '1'},
    paymentMethodTypes: ['card', 'oxxo'],
    products: [{sku: 'tee', name: 'Tee', prices: {usd: 3200, mxn: 64_000}}],
  });
});
after(() => shop.close());

/** An order whose buyer has a voucher in the hand. */
async function withVoucher(): Promise<OrderPlaced> {
  const placed = await shop.placeOrder({currency: 'mxn'});
  const intent = await shop.stripe.paymentIntents.confirm(intentId(placed.clientSecret!), {
    payment_method_data: {
      type: 'oxxo',
      billing_details: {name: 'Frida Kahlo', email: 'frida@example.com'},
    },
    return_url: `${shop.origin}/return`,
  });
  assert.equal(intent.status, 'requires_action');
  return placed;
}

test('pages that show orders ask Stripe so often and no more, and all are answered', async (t) => {
  const placed = await Promise.all([shop.placeOrder(), shop.placeOrder()]);
  const asked = t.mock.method(shop.deps.stripe.paymentIntents, 'retrieve');
  const began = Date.now();
  const answers = await Promise.all(
    Array.from({length: 200}, (_, index) => {
      const {order, token} = placed[index % 2]!;
      const headers = {'x-forwarded-for': `198.51.100.${index}`};
      return shop.call<OrderShown>('GET', `/orders/${order.id}`, {token, headers});
    }),
  );
  const seconds = Math.ceil((Date.now() - began) / 1000);
  assert.ok(answers.every(({status, body}) => status === 200 && body.order.payable));
  const times = asked.mock.callCount();
  assert.ok(times >= 15 && times <= 15 * (seconds + 1), `${times} times in ${seconds} s`);
  assert.ok(answers.filter(({body}) => body.clientSecret).length >= 15);
});

test('a voucher is shown also where there are no calls to spare', async (t) => {
  shop.control.set({settleAfter: 600_000});
  const [voucher, other] = [await withVoucher(), await shop.placeOrder()];
  await until(
    'the shop knows of it',
    async () => (await shop.show(voucher)).body.intent?.status === 'requires_action',
  );
  const {limits} = shop.deps;
  const take = limits.take.bind(limits);
  t.mock.method(limits, 'take', (...call: Parameters<typeof take>) =>
    call[0] === 'ask-stripe' ? Promise.reject(new ApiError('rate_limited')) : take(...call),
  );
  assert.equal((await shop.show(other)).body.clientSecret, undefined);
  const step = (await shop.show(voucher)).body.intent?.next_action;
  assert.ok(step && 'oxxo_display_details' in step);
});

test('a change counts like five looks', async () => {
  const headers = {'x-forwarded-for': '203.0.113.1'};
  const change = async () => {
    const body = {items: [{sku: 'tee', quantity: 1}]};
    const token = 'a-token-of-no-order';
    return (await shop.call('PATCH', '/orders/ord_nothing', {token, body, headers})).status;
  };
  for (let allowed = 1; allowed <= 240; allowed += 1) assert.equal(await change(), 404);
  assert.equal(await change(), 429);
});
