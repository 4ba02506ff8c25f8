/**
 * Everything the server keeps. Money is in minor units in the sense of Stripe, times are UTC.
 *
 * Client secrets and order tokens are never here in clear: a token as its SHA-256, a client secret
 * not at all (it is asked of Stripe when it is needed).
 */
import {sql} from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type {HostedPage} from './hosted-page.ts';

const money = (name: string) => bigint(name, {mode: 'number'});
const moment = (name: string) => timestamp(name, {withTimezone: true, mode: 'date'});

export const products = pgTable(
  'products',
  {
    sku: text('sku').primaryKey(),
    name: text('name').notNull(),
    description: text('description'),
    imageUrl: text('image_url'),
    /** How many are in the warehouse; null where nothing is counted. */
    stock: integer('stock'),
    /** How many of them belong to orders that are being paid just now. */
    reserved: integer('reserved').notNull().default(0),
    /** The most that one order may hold. */
    maxQuantity: integer('max_quantity'),
    active: boolean('active').notNull().default(true),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    check('products_stock_not_negative', sql`${table.stock} >= 0`),
    check('products_reserved_within_stock', sql`${table.reserved} between 0 and ${table.stock}`),
  ],
);

export const prices = pgTable(
  'prices',
  {
    sku: text('sku')
      .notNull()
      .references(() => products.sku, {onDelete: 'cascade'}),
    currency: text('currency').notNull(),
    amount: money('amount').notNull(),
  },
  (table) => [
    primaryKey({columns: [table.sku, table.currency]}),
    check('prices_amount_not_negative', sql`${table.amount} >= 0`),
  ],
);

export const orders = pgTable(
  'orders',
  {
    id: text('id').primaryKey(),
    number: text('number').notNull().unique(),
    status: text('status', {
      enum: [
        'pending',
        'processing',
        'authorized',
        'paid',
        'payment_failed',
        'canceled',
        'expired',
        'paid_unfulfillable',
        'duplicate_payment',
        'partially_refunded',
        'refunded',
        'disputed',
      ],
    })
      .notNull()
      .default('pending'),
    currency: text('currency').notNull(),
    amount: money('amount').notNull(),
    amountRefunded: money('amount_refunded').notNull().default(0),
    /** What this order holds of the products' stock. */
    stock: text('stock', {enum: ['none', 'reserved', 'taken']})
      .notNull()
      .default('none'),
    /** Until when it is held back for a buyer who began to pay and does not go on. */
    reservedUntil: moment('reserved_until'),
    livemode: boolean('livemode').notNull(),
    locale: text('locale').notNull(),
    email: text('email'),
    name: text('name'),
    billingDetails: jsonb('billing_details'),
    shipping: jsonb('shipping'),
    clientReferenceId: text('client_reference_id'),
    /** SHA-256 of the browser's Idempotency-Key, and of the body that came with it. */
    idempotencyHash: text('idempotency_hash').notNull().unique(),
    requestHash: text('request_hash').notNull(),
    lastPaymentError: jsonb('last_payment_error').$type<{
      code: string;
      declineCode: string | null;
    }>(),
    /** Whoever is changing the order together with its intent at Stripe holds this for a moment. */
    leaseOwner: text('lease_owner'),
    leaseUntil: moment('lease_until'),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    paidAt: moment('paid_at'),
    /** How often reconcile has asked Stripe since the order last moved, and when it will again. */
    checks: integer('checks').notNull().default(0),
    nextCheckAt: moment('next_check_at')
      .notNull()
      .default(sql`now() + interval '3 minutes'`),
  },
  (table) => [
    index('orders_created').on(table.createdAt),
    /** What reconcile looks through: small, because finished orders are not in it. */
    index('orders_open')
      .on(table.nextCheckAt)
      .where(sql`${table.status} in ('pending', 'processing', 'payment_failed', 'authorized')`),
    /** What may be forgotten one day: orders that ended unpaid. */
    index('orders_unpaid')
      .on(table.expiresAt)
      .where(sql`${table.status} in ('canceled', 'expired') and ${table.paidAt} is null`)
      .concurrently(),
    check('orders_amount_not_negative', sql`${table.amount} >= 0`),
  ],
);

/** What belongs to an order goes with it. */
const ofOrder = () => text('order_id').references(() => orders.id, {onDelete: 'cascade'});

/** Who may see and pay an order: the page that placed it, and each return in another browser. */
export const orderTokens = pgTable(
  'order_tokens',
  {
    hash: text('hash').primaryKey(),
    orderId: ofOrder().notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('order_tokens_order').on(table.orderId)],
);

/** A snapshot of what was sold: later changes of a product do not reach it. */
export const orderItems = pgTable(
  'order_items',
  {
    orderId: ofOrder().notNull(),
    position: integer('position').notNull(),
    sku: text('sku').notNull(),
    name: text('name').notNull(),
    description: text('description'),
    imageUrl: text('image_url'),
    quantity: integer('quantity').notNull(),
    unitAmount: money('unit_amount').notNull(),
  },
  (table) => [
    primaryKey({columns: [table.orderId, table.position]}),
    check('order_items_quantity_positive', sql`${table.quantity} > 0`),
  ],
);

/**
 * One row per PaymentIntent. Written before Stripe is asked, so that a crash loses none. On a page
 * that Stripe hosts, the intent comes to be only when the buyer pays: until then there is its session.
 */
export const paymentAttempts = pgTable(
  'payment_attempts',
  {
    orderId: ofOrder().notNull(),
    attempt: integer('attempt').notNull(),
    paymentIntentId: text('payment_intent_id').unique(),
    /** Null where the payment is made in the embedded form. */
    hostedPage: jsonb('hosted_page').$type<HostedPage>(),
    checkoutSessionId: text('checkout_session_id').unique(),
    /** The amount at creation: the creating call repeats with exactly these parameters. */
    amount: money('amount').notNull(),
    currency: text('currency').notNull(),
    /** What has arrived, once the payment succeeded. */
    amountReceived: money('amount_received'),
    /** The charge that succeeded, and the receipt that Stripe shows of it. */
    chargeId: text('charge_id'),
    receiptUrl: text('receipt_url'),
    /** What Stripe kept for itself, in the currency of the shop's balance. */
    fee: money('fee'),
    feeCurrency: text('fee_currency'),
    /** Stripe's own status as last seen, or "creating". */
    status: text('status').notNull().default('creating'),
    open: boolean('open').notNull().default(true),
    /** The failure that was last applied to the order, so that reading it again changes nothing. */
    failureMark: text('failure_mark'),
    createdAt: moment('created_at').notNull().defaultNow(),
    checkedAt: moment('checked_at'),
  },
  (table) => [
    primaryKey({columns: [table.orderId, table.attempt]}),
    uniqueIndex('payment_attempts_one_open')
      .on(table.orderId)
      .where(sql`${table.open}`),
  ],
);

/** Every event Stripe delivered, once. */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    apiVersion: text('api_version'),
    livemode: boolean('livemode').notNull(),
    account: text('account'),
    /**
     * As delivered, but for client secrets, in the very text, which `jsonb` would take apart; null
     * once it was kept for long enough, because it names the buyer.
     */
    payload: json('payload'),
    state: text('state', {enum: ['received', 'processed', 'ignored', 'parked']}).notNull(),
    /** Why it was ignored or parked, or what failed last: a code, never Stripe's own text. */
    reason: text('reason'),
    orderId: text('order_id'),
    /** Stripe's clock, in whole seconds: for people, never for ordering. */
    createdAt: moment('created_at').notNull(),
    receivedAt: moment('received_at').notNull().defaultNow(),
    settledAt: moment('settled_at'),
  },
  (table) => [
    index('webhook_events_received').on(table.receivedAt),
    /** What the metrics count and a person looks through: nearly always nothing. */
    index('webhook_events_parked')
      .on(table.receivedAt)
      .where(sql`${table.state} = 'parked'`),
    /** Whose payload is to be forgotten one day: not the many whose payload is gone already. */
    index('webhook_events_purgeable')
      .on(table.receivedAt)
      .where(sql`${table.payload} is not null and ${table.state} in ('processed', 'ignored')`)
      .concurrently(),
  ],
);

/** What follows from an order. The key makes each happen once, whatever is repeated. */
export const orderEffects = pgTable(
  'order_effects',
  {
    orderId: ofOrder().notNull(),
    kind: text('kind', {
      enum: [
        'confirmation',
        'sold_out',
        'owner_paid',
        'merchant_paid',
        'merchant_canceled',
        'merchant_refunded',
        'merchant_refund_failed',
        'merchant_disputed',
        'merchant_dispute_closed',
        'merchant_held',
        'merchant_released',
        'refund',
      ],
    }).notNull(),
    /** The refund, dispute or payment that it is about; empty where it is about the order. */
    subject: text('subject').notNull().default(''),
    createdAt: moment('created_at').notNull().defaultNow(),
    doneAt: moment('done_at'),
    /** `done`, or why it never will be. */
    outcome: text('outcome'),
  },
  (table) => [primaryKey({columns: [table.orderId, table.kind, table.subject]})],
);

/** What the shop's owner must look at, each once. */
export const alerts = pgTable(
  'alerts',
  {
    /** Of its kind and what it is about, so that the same trouble is told once. */
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    orderId: ofOrder(),
    /** Stripe's id of the event, payment, refund or dispute. */
    reference: text('reference').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    mailedAt: moment('mailed_at'),
    postedAt: moment('posted_at'),
  },
  (table) => [
    index('alerts_created').on(table.createdAt),
    index('alerts_order').on(table.orderId).concurrently(),
  ],
);

/** When something that happens now and then was last done. */
export const marks = pgTable('marks', {
  name: text('name').primaryKey(),
  at: moment('at').notNull(),
});

/** A ledger by Stripe's own ids: a refund may arrive before the payment it belongs to. */
export const refunds = pgTable(
  'refunds',
  {
    id: text('id').primaryKey(),
    paymentIntentId: text('payment_intent_id'),
    chargeId: text('charge_id'),
    orderId: ofOrder(),
    amount: money('amount').notNull(),
    currency: text('currency').notNull(),
    status: text('status').notNull(),
    createdAt: moment('created_at').notNull(),
    /** When Stripe was asked: older news never replaces newer. */
    checkedAt: moment('checked_at').notNull(),
  },
  (table) => [index('refunds_order').on(table.orderId)],
);

export const disputes = pgTable(
  'disputes',
  {
    id: text('id').primaryKey(),
    paymentIntentId: text('payment_intent_id'),
    chargeId: text('charge_id'),
    orderId: ofOrder(),
    amount: money('amount').notNull(),
    currency: text('currency').notNull(),
    status: text('status').notNull(),
    reason: text('reason'),
    createdAt: moment('created_at').notNull(),
    /** When Stripe was asked: older news never replaces newer. */
    checkedAt: moment('checked_at').notNull(),
  },
  (table) => [index('disputes_order').on(table.orderId)],
);

/** Why an order should not be shipped yet, by Stripe's id of the review or the fraud warning. */
export const holds = pgTable(
  'holds',
  {
    id: text('id').primaryKey(),
    kind: text('kind', {enum: ['review', 'early_fraud_warning']}).notNull(),
    paymentIntentId: text('payment_intent_id'),
    orderId: ofOrder(),
    /** `approved`: somebody has looked, and it may be shipped. The others never are. */
    status: text('status', {enum: ['open', 'approved', 'closed']}).notNull(),
    createdAt: moment('created_at').notNull(),
    /** When Stripe was asked: older news never replaces newer. */
    checkedAt: moment('checked_at').notNull(),
  },
  (table) => [index('holds_order').on(table.orderId)],
);

/** The element's files under their hashed names, of this release and of those before it. */
export const widgetFiles = pgTable('widget_files', {
  name: text('name').primaryKey(),
  body: text('body').notNull(),
  /** When a server last came up with it. */
  releasedAt: moment('released_at').notNull().defaultNow(),
});
