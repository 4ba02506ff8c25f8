/**
 * What a careful developer would write in an afternoon: Express, stripe and pg, with the same
 * durability as ours. The measure of the benchmark; not a straw man, so it does no work that ours
 * does not do.
 */
import {randomUUID} from 'node:crypto';
import express from 'express';
import pg from 'pg';
import Stripe from 'stripe';
import {z} from 'zod';

const {PORT, DATABASE_URL, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_BASE} = z
  .object({
    PORT: z.coerce.number(),
    DATABASE_URL: z.string(),
    STRIPE_SECRET_KEY: z.string(),
    STRIPE_WEBHOOK_SECRET: z.string(),
    STRIPE_API_BASE: z.string(),
  })
  .parse(process.env);

const pool = new pg.Pool({connectionString: DATABASE_URL, max: 10});
const stripeAt = new URL(STRIPE_API_BASE);
const stripe = new Stripe(STRIPE_SECRET_KEY, {
  host: stripeAt.hostname,
  port: stripeAt.port,
  protocol: 'http',
  telemetry: false,
});

await pool.query(`
  create table events (id text primary key, type text not null, payload jsonb not null,
    received_at timestamptz not null default now());
  create table prices (sku text, currency text, amount bigint, primary key (sku, currency));
  create table orders (id text primary key, currency text not null, amount bigint not null,
    payment_intent_id text unique, status text not null, created_at timestamptz not null default now());
  create table order_items (order_id text references orders, sku text, quantity int,
    unit_amount bigint, primary key (order_id, sku));
  insert into prices values ('tee', 'usd', 3200), ('mug', 'usd', 2400);`);

const newOrder = z.object({
  items: z.array(z.object({sku: z.string(), quantity: z.number().int().min(1)})).min(1),
  currency: z.string(),
});

/* oxlint-disable oxc/no-async-endpoint-handlers -- Express 5 waits for them. */
const app = express();

app.post('/webhooks/stripe', express.raw({type: 'application/json'}), async (request, response) => {
  const signature = request.headers['stripe-signature'] ?? '';
  let event: Stripe.Event;
  try {
    event = stripe.webhooks.constructEvent(
      request.body as Buffer,
      signature,
      STRIPE_WEBHOOK_SECRET,
    );
  } catch {
    response.status(400).json({error: 'bad signature'});
    return;
  }
  await pool.query({
    name: 'store event',
    text: 'insert into events (id, type, payload) values ($1, $2, $3) on conflict do nothing',
    values: [event.id, event.type, event],
  });
  response.json({received: true});
});

app.post('/orders', express.json(), async (request, response) => {
  const {items, currency} = newOrder.parse(request.body);
  const {rows} = await pool.query<{sku: string; amount: string}>({
    name: 'prices',
    text: 'select sku, amount from prices where sku = any($1) and currency = $2',
    values: [items.map(({sku}) => sku), currency],
  });
  const prices = new Map(rows.map(({sku, amount}) => [sku, Number(amount)]));
  const lines = items.map(({sku, quantity}) => ({sku, quantity, unit: prices.get(sku) ?? 0}));
  const amount = lines.reduce((sum, {quantity, unit}) => sum + quantity * unit, 0);
  const id = randomUUID();
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query({
      name: 'order',
      text: "insert into orders (id, currency, amount, status) values ($1, $2, $3, 'pending')",
      values: [id, currency, amount],
    });
    await client.query({
      name: 'items',
      text: 'insert into order_items select $1, * from unnest($2::text[], $3::int[], $4::bigint[])',
      values: [
        id,
        lines.map(({sku}) => sku),
        lines.map(({quantity}) => quantity),
        lines.map(({unit}) => unit),
      ],
    });
    await client.query('commit');
  } finally {
    client.release();
  }
  const intent = await stripe.paymentIntents.create(
    {amount, currency, automatic_payment_methods: {enabled: true}, metadata: {order_id: id}},
    {idempotencyKey: id},
  );
  await pool.query({
    name: 'attach',
    text: 'update orders set payment_intent_id = $2 where id = $1',
    values: [id, intent.id],
  });
  response.status(201).json({id, amount, currency, lines, clientSecret: intent.client_secret});
});

app.listen(PORT, '127.0.0.1', () => process.send?.('ready'));
