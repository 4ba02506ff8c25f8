/** A whole shop for tests: the server with the simulator in Stripe's place, over real HTTP. */
import {randomBytes} from 'node:crypto';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {eq} from 'drizzle-orm';
import Stripe from 'stripe';
import type {
  Order,
  OrderFound,
  OrderPlaced,
  OrderShown,
  PaymentStarted,
} from '../../api/contract.ts';
import type {Problem} from '../../api/contract.ts';
import {createLogger} from '../../api/log.ts';
import type {CatalogEntry} from '../../api/orders/catalog.ts';
import {startServer, type RunningServer} from '../../api/server.ts';
import {createSimulator, type Simulator} from '../../demo/stripe-simulator/index.ts';
import {products, webhookEvents} from '../../drizzle/schema.ts';
import {keptMails} from '../../api/effects/mailer.ts';
import {newDataFolder} from './data-folder.ts';
import {until} from './until.ts';

export const WEBHOOK_SECRET = 'whsec_test_of_the_shop';

export interface ShopOptions {
  /** The address of a Postgres database; PGlite without one. */
  databaseUrl?: string | undefined;
  env?: Record<string, string>;
  products?: CatalogEntry[];
  /** What the simulated account has switched on; the simulator's own choice without them. */
  paymentMethodTypes?: string[];
}

export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

export const catalog: CatalogEntry[] = [
  {sku: 'tee', name: 'Heavyweight tee', prices: {usd: 3200, eur: 2900, jpy: 4800}, stock: 5000},
  {sku: 'mug', name: 'Stoneware mug', prices: {usd: 2400, eur: 2200}, stock: 5000},
  {sku: 'print', name: 'A numbered print', prices: {usd: 6500}, stock: 3},
  {sku: 'pin', name: 'Enamel pin', prices: {usd: 10}, stock: 5000},
  {sku: 'house', name: 'A house', prices: {usd: 60_000_000}},
  {sku: 'course', name: 'A course', prices: {usd: 9900}, maxQuantity: 2},
];

export async function openShop({
  databaseUrl,
  env = {},
  products: own = catalog,
  paymentMethodTypes,
}: ShopOptions = {}) {
  const dataDir = await newDataFolder(databaseUrl);
  const said: string[] = [];
  const log = createLogger('trace', {write: (line) => void said.push(line)});
  let simulator: Simulator | undefined;
  const server: RunningServer = await startServer({
    env: {
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'trace',
      // Every test is the same client; the limits have tests of their own.
      RATE_LIMIT_FACTOR: '0',
      // And the machine may be busy with other tests.
      MOST_LAG_MS: '60000',
      DATA_DIR: dataDir,
      ...(databaseUrl ? {DATABASE_URL: databaseUrl} : {}),
      ...env,
    },
    log,
    // Tests count what they reconcile themselves; the schedule has a test of its own.
    reconcile: false,
    openSandbox: async ({webhookUrl}) => {
      simulator = await createSimulator({
        webhookEndpoints: [{url: webhookUrl, secret: WEBHOOK_SECRET}],
        ...(paymentMethodTypes ? {paymentMethodTypes} : {}),
      });
      const opened = simulator;
      return {
        secretKey: opened.secretKey,
        publishableKey: opened.publishableKey,
        webhookSecret: WEBHOOK_SECRET,
        routes: opened.app,
        products: own,
        close: () => opened.close(),
      };
    },
  });
  if (!simulator) throw new Error('The server did not open its sandbox.');
  const {origin, deps} = server;
  const {control} = simulator;
  const stripe = new Stripe(simulator.secretKey, {
    host: '127.0.0.1',
    port: new URL(origin).port,
    protocol: 'http',
    maxNetworkRetries: 0,
  });

  async function call<Body>(
    method: string,
    path: string,
    {token, body, headers}: {token?: string; body?: unknown; headers?: Record<string, string>} = {},
  ): Promise<Answer<Body>> {
    const answer = await fetch(origin + path, {
      method,
      headers: {
        ...(body === undefined ? {} : {'content-type': 'application/json'}),
        ...(token ? {authorization: `Bearer ${token}`} : {}),
        ...headers,
      },
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text ? JSON.parse(text) : undefined) as Body,
    };
  }

  /** Places an order and throws unless it was placed. */
  async function placeOrder(request: Record<string, unknown> = {}, key?: string) {
    const answer = await call<OrderPlaced>('POST', '/orders', {
      body: {items: [{sku: 'tee', quantity: 1}], ...request},
      ...(key ? {headers: {'idempotency-key': key}} : {}),
    });
    if (answer.status !== 201) throw new Error(`Not placed: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  const startPayment = (
    {order, token}: Pick<OrderPlaced, 'order' | 'token'>,
    change: Record<string, unknown> = {},
  ) =>
    call<PaymentStarted & Problem>('POST', `/orders/${order.id}/payment`, {
      token,
      body: {expectedAmount: order.amount, billingDetails: buyer, ...change},
    });

  /** What a buyer does with a card: the shop's own part, then Stripe's. */
  async function pay(placed: Pick<OrderPlaced, 'order' | 'token'>, card = 'pm_card_visa') {
    const started = await startPayment(placed);
    if (started.status !== 200) throw new Error(`Not started: ${JSON.stringify(started.body)}`);
    return confirm(started.body.clientSecret, card);
  }

  function confirm(clientSecret: string, card = 'pm_card_visa') {
    return stripe.paymentIntents.confirm(intentId(clientSecret), {
      payment_method: card,
      return_url: `${origin}/return`,
    });
  }

  const show = ({order, token}: Pick<OrderPlaced, 'order' | 'token'>) =>
    call<OrderShown & Problem>('GET', `/orders/${order.id}`, {token});

  /** The order once the webhook has brought it there: the page's own question is not asked. */
  const becomes = (order: Pick<Order, 'id'>, status: Order['status']) =>
    until(`${order.id} is ${status}`, async () => {
      const {orders} = (
        await call<{orders: {id: string; status: string}[]}>('GET', '/_sandbox/activity')
      ).body;
      return orders.some((row) => row.id === order.id && row.status === status);
    });

  /** Delivers an event as Stripe would, signed with this secret. */
  async function deliver(
    event: unknown,
    {
      secret = WEBHOOK_SECRET,
      at = Date.now(),
      header,
    }: {secret?: string; at?: number; header?: string} = {},
  ) {
    const payload = typeof event === 'string' ? event : JSON.stringify(event);
    const signature =
      header ??
      stripe.webhooks.generateTestHeaderString({payload, secret, timestamp: Math.floor(at / 1000)});
    const answer = await fetch(`${origin}/webhooks/stripe`, {
      method: 'POST',
      headers: {'stripe-signature': signature},
      body: payload,
    });
    return answer.status;
  }

  /** Work of which no webhook tells, nor of what follows: a payment is booked a second later. */
  async function unheard<Result>(work: () => Promise<Result>): Promise<Result> {
    control.set({webhooks: 'lost'});
    try {
      const result = await work();
      await control.advance(5000);
      await control.idle();
      return result;
    } finally {
      control.set({webhooks: 'normal'});
    }
  }

  const storedEvent = async (id: string) =>
    (await deps.db.queries.select().from(webhookEvents).where(eq(webhookEvents.id, id)))[0];

  return {
    origin,
    deps,
    stripe,
    control,
    dataDir,
    call,
    placeOrder,
    startPayment,
    pay,
    confirm,
    show,
    becomes,
    deliver,
    unheard,
    storedEvent,
    /** The event once its job is through with it. */
    settledEvent: (id: string) =>
      until(`${id} is settled`, async () => {
        const event = await storedEvent(id);
        return event && event.state !== 'received' && event;
      }),
    lookUp: (clientSecret: string) =>
      call<OrderFound & Problem>('POST', '/orders/lookup', {
        body: {paymentIntent: intentId(clientSecret), clientSecret},
      }),
    stock: async (sku: string) => {
      const [row] = await deps.db.queries.select().from(products).where(eq(products.sku, sku));
      return {stock: row?.stock, reserved: row?.reserved};
    },
    mails: () => keptMails(join(dataDir, 'mails')),
    /** The mails to the buyer of this order, once there is at least one. */
    mailsFor: (order: Order) =>
      until(`a mail for ${order.number}`, async () => {
        const mails = (await keptMails(join(dataDir, 'mails'))).filter(
          ({to, subject}) => to !== deps.config.ownerEmail && subject.includes(order.number),
        );
        return mails.length > 0 && mails;
      }),
    /** Every line the server has logged. */
    logged: () => said.join(''),
    close: async () => {
      await server.close();
      await rm(dataDir, {recursive: true, force: true});
    },
  };
}

export const buyer = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  address: {country: 'GB', line1: '12 St James’s Square', city: 'London', postalCode: 'SW1Y 4LB'},
};

export const intentId = (clientSecret: string): string => clientSecret.split('_secret_')[0] ?? '';

export const newKey = (): string => randomBytes(24).toString('base64url');

let events = 0;

/** An event about an intent, as Stripe would write it. */
export function eventOf(
  type: string,
  object: {id: string},
  change: Record<string, unknown> = {},
): {id: string} & Record<string, unknown> {
  events += 1;
  return {
    id: `evt_test_${Date.now()}_${events}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    data: {object},
    livemode: false,
    pending_webhooks: 1,
    request: {id: null, idempotency_key: null},
    type,
    ...change,
  };
}
