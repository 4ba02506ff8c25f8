/** Whole HTTP requests, made before the clock starts: each event and each order is its own. */
import {createHmac, randomUUID} from 'node:crypto';

export const webhookSecret = 'whsec_benchBenchBenchBenchBenchBench';
export const secretKey = 'sk_test_simulatorSecretKeyForTestsOnly';

/** What to send, as another process is told. */
export type RequestKind =
  | {kind: 'event'; type: string}
  | {kind: 'order'}
  | {kind: 'intent'}
  /** As it is, again and again. */
  | {kind: 'same'; text: string};

export function makeRequests(wish: RequestKind, count: number): Buffer[] {
  switch (wish.kind) {
    case 'event': {
      const seconds = Math.floor(Date.now() / 1000);
      return Array.from({length: count}, () => eventRequest(wish.type, seconds));
    }
    case 'order':
      return Array.from({length: count}, orderRequest);
    case 'intent':
      return Array.from({length: count}, intentRequest);
    default:
      return Array.from<Buffer>({length: count}).fill(Buffer.from(wish.text));
  }
}

function eventRequest(type: string, seconds: number): Buffer {
  const body = eventBody(type, seconds);
  const signature = createHmac('sha256', webhookSecret).update(`${seconds}.${body}`).digest('hex');
  return request('POST', '/webhooks/stripe', body, {
    'Content-Type': 'application/json; charset=utf-8',
    'Stripe-Signature': `t=${seconds},v1=${signature}`,
  });
}

/** About a kilobyte, with what every event of a PaymentIntent carries. */
function eventBody(type: string, created: number): string {
  const id = randomUUID().replaceAll('-', '');
  return JSON.stringify({
    id: `evt_3${id}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created,
    data: {
      object: {
        id: `pi_3${id}`,
        object: 'payment_intent',
        amount: 5600,
        amount_capturable: 0,
        amount_received: 0,
        automatic_payment_methods: {allow_redirects: 'always', enabled: true},
        canceled_at: null,
        cancellation_reason: null,
        capture_method: 'automatic_async',
        client_secret: `pi_3${id}_secret_${id}`,
        confirmation_method: 'automatic',
        created,
        currency: 'usd',
        customer: null,
        description: null,
        last_payment_error: null,
        latest_charge: null,
        livemode: false,
        metadata: {order_id: `elsewhere_${id.slice(0, 12)}`},
        next_action: null,
        payment_method: null,
        payment_method_options: {card: {request_three_d_secure: 'automatic'}},
        payment_method_types: ['card', 'link'],
        receipt_email: null,
        setup_future_usage: null,
        shipping: null,
        status: 'requires_payment_method',
      },
    },
    livemode: false,
    pending_webhooks: 1,
    request: {id: `req_${id.slice(0, 14)}`, idempotency_key: randomUUID()},
    type,
  });
}

function orderRequest(): Buffer {
  const items = [
    {sku: 'tee', quantity: 1},
    {sku: 'mug', quantity: 1},
  ];
  return request('POST', '/orders', JSON.stringify({items, currency: 'usd'}), {
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
    'X-Forwarded-For': someAddress(),
  });
}

function intentRequest(): Buffer {
  const id = randomUUID();
  const body = new URLSearchParams({
    amount: '5600',
    currency: 'usd',
    'automatic_payment_methods[enabled]': 'true',
    'metadata[order_id]': id,
  });
  return request('POST', '/v1/payment_intents', String(body), {
    Authorization: `Bearer ${secretKey}`,
    'Content-Type': 'application/x-www-form-urlencoded',
    'Idempotency-Key': id,
  });
}

export function request(
  method: string,
  path: string,
  body: string,
  headers: Record<string, string> = {},
): Buffer {
  const lines = Object.entries({
    Host: '127.0.0.1',
    ...headers,
    ...(body && {'Content-Length': String(Buffer.byteLength(body))}),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/** Each order comes from a buyer of its own, as the proxy in front would say. */
function someAddress(): string {
  const part = () => Math.floor(Math.random() * 254) + 1;
  return `100.64.${part()}.${part()}`;
}
