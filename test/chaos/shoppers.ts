/** Buyers as they are: impatient, forgetful, twice on the button, and in a browser that tries again. */
import {randomUUID} from 'node:crypto';
import type {OrderPlaced, OrderShown, PaymentStarted} from '../../api/contract.ts';
import type {Random} from './random.ts';
import type {BadStripe} from './stripe.ts';

export interface Shop {
  /** Where the load balancer is. */
  origin: string;
  stripe: BadStripe;
  skus: readonly string[];
  /** How long a buyer goes on trying. */
  patienceMs: number;
}

/** How a visit ended, as the buyer sees it. */
export type Visit = 'paid' | 'left' | 'sold out' | 'gave up';

class GaveUp extends Error {}

/** What settles a request: done, or refused for good. */
type Answer = {ok: true; body: object} | {ok: false};

/** One visit, from the cart to the last card. The choices are the random's, the timing is not. */
export async function visit(shop: Shop, random: Random, number: number): Promise<Visit> {
  const buyer = createBuyer(shop, random);
  const items = [{sku: random.pick(shop.skus), quantity: random.whole(1, 2)}];
  try {
    const placed = await buyer.place({items, currency: 'usd'});
    if (!placed) return 'sold out';
    let {order} = placed;
    if (random.chance(0.1)) {
      const more = [{sku: random.pick(shop.skus), quantity: 1}];
      const changed = await buyer.send('PATCH', `/orders/${order.id}`, placed.token, {
        items: more,
      });
      if (changed.ok) ({order} = changed.body as OrderShown);
    }
    if (random.chance(0.1)) return 'left';
    const started = await buyer.pay(placed, order.amount, number);
    if (!started) return 'sold out';
    if (random.chance(0.1)) return 'left';
    const intent = started.clientSecret.replace(/_secret_.*$/, '');
    if (random.chance(0.15)) await confirm(shop, intent, 'pm_card_visa_chargeDeclined');
    if (!(await confirm(shop, intent, 'pm_card_visa'))) return 'gave up';
    // The return page; the others closed the tab.
    if (random.chance(0.3)) await buyer.send('GET', `/orders/${order.id}`, placed.token);
    return 'paid';
  } catch (error) {
    if (error instanceof GaveUp) return 'gave up';
    throw error;
  }
}

function createBuyer({origin, patienceMs}: Shop, random: Random) {
  const key = randomUUID();
  const address = `100.64.${random.whole(1, 254)}.${random.whole(1, 254)}`;
  const giveUpAt = Date.now() + patienceMs;

  /** One request, again and again until there is an answer that settles it. */
  async function send(
    method: string,
    path: string,
    token?: string,
    body?: unknown,
  ): Promise<Answer> {
    for (let wait = 50; Date.now() < giveUpAt; wait = Math.min(wait * 2, 1000)) {
      const answer = await once(method, path, token, body);
      if (answer && answer.status < 300) return {ok: true, body: answer.body};
      const {code = ''} = (answer?.body ?? {}) as {code?: string};
      // Everything else is for trying again: cut off, busy, not there just now.
      if (answer && answer.status < 500 && answer.status !== 429 && code !== 'order_busy') {
        return {ok: false};
      }
      if (code === 'internal_error') serverMistakes.push(`${method} ${path}`);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    throw new GaveUp();
  }

  async function once(method: string, path: string, token?: string, body?: unknown) {
    try {
      const answer = await fetch(`${origin}${path}`, {
        method,
        signal: AbortSignal.timeout(12_000),
        headers: {
          // A connection of its own, so that no request meets the end of another one's replica.
          Connection: 'close',
          'X-Forwarded-For': address,
          ...(body !== undefined && {'Content-Type': 'application/json'}),
          ...(token !== undefined && {Authorization: `Bearer ${token}`}),
          ...(path === '/orders' && {'Idempotency-Key': key}),
        },
        ...(body !== undefined && {body: JSON.stringify(body)}),
      });
      return {status: answer.status, body: (await answer.json()) as object};
    } catch {
      return undefined;
    }
  }

  return {
    send,
    async place(order: object): Promise<OrderPlaced | undefined> {
      const tries = random.chance(0.1) ? 2 : 1;
      const answers = await Promise.all(
        Array.from({length: tries}, () => send('POST', '/orders', undefined, order)),
      );
      const [first, second] = answers;
      if (!first?.ok) return undefined;
      const placed = first.body as OrderPlaced;
      if (second?.ok && (second.body as OrderPlaced).order.id !== placed.order.id) {
        throw new Error('One Idempotency-Key made two orders.');
      }
      return placed;
    },
    async pay(
      {order, token}: OrderPlaced,
      expectedAmount: number,
      number: number,
    ): Promise<PaymentStarted | undefined> {
      const path = `/orders/${order.id}/payment`;
      const body = {
        expectedAmount,
        billingDetails: {
          name: 'Ada Example',
          email: `buyer-${number}@example.com`,
          address: {country: 'DE', line1: 'Street 1', city: 'Berlin', postalCode: '10115'},
        },
      };
      const tries = random.chance(0.1) ? 2 : 1;
      const [first] = await Promise.all(
        Array.from({length: tries}, () => send('POST', path, token, body)),
      );
      return first?.ok ? (first.body as PaymentStarted) : undefined;
    },
  };
}

/** Bare 500s that buyers met. Postgres going away may cause them; they are counted, not forgiven. */
export const serverMistakes: string[] = [];

/** What Stripe.js does when the buyer presses the button: it goes past our server. */
async function confirm({stripe}: Shop, intent: string, method: string): Promise<boolean> {
  const answer = await stripe.call(`payment_intents/${intent}/confirm`, {
    payment_method: method,
    return_url: 'https://shop.example/thanks',
  });
  return answer.ok;
}
