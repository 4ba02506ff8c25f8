/** A buyer on the page that Stripe hosts, without a browser: it works without scripts. */
import assert from 'node:assert/strict';
import type {HostedPaymentStarted, OrderPlaced, Problem} from '../../api/contract.ts';
import type {Answer, Shop} from './shop.ts';

type Placed = Pick<OrderPlaced, 'order' | 'token'>;

export const openPage = (
  shop: Shop,
  {order, token}: Placed,
  change: Record<string, unknown> = {},
): Promise<Answer<HostedPaymentStarted & Problem>> =>
  shop.call('POST', `/orders/${order.id}/checkout-session`, {
    token,
    body: {expectedAmount: order.amount, returnUrl: `${shop.origin}/return`, ...change},
  });

/** The same, for tests in which it must open. */
export async function opened(
  shop: Shop,
  placed: Placed,
  change?: Record<string, unknown>,
): Promise<HostedPaymentStarted> {
  const {status, body} = await openPage(shop, placed, change);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** Sends the page's form; where it leads, or why it does not. */
export async function payOnPage(
  {url}: {url: string},
  typed: Record<string, string> = {},
): Promise<{status: number; location: string | null}> {
  const form = {
    email: 'grace@example.com',
    name: 'Grace Hopper',
    country: 'US',
    number: '4242424242424242',
    expiry: '12 / 40',
    cvc: '123',
    ...typed,
  };
  const {status, headers} = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  });
  return {status, location: headers.get('location')};
}
