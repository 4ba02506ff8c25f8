/** What buyers may cost of the calls that Stripe allows a shop: https://docs.stripe.com/rate-limits */
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import type {OrderShown} from '../../api/contract.ts';
import {openShop, type Shop} from '../support/shop.ts';

let shop: Shop;
before(async () => {
  shop = await openShop({env: {RATE_LIMIT_FACTOR: '1', TRUSTED_PROXIES: '1'}});
});
after(() => shop.close());

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

test('a change counts like five looks', async () => {
  const headers = {'x-forwarded-for': '203.0.113.1'};
  const change = async () => {
    const body = {items: [{sku: 'tee', quantity: 1}]};
    const token = 'a-token-of-no-order';
    return (await shop.call('PATCH', '/orders/ord_nothing', {token, body, headers})).status;
  };
  for (let allowed = 1; allowed <= 120; allowed += 1) assert.equal(await change(), 404);
  assert.equal(await change(), 429);
});
