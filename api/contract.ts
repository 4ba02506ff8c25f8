/**
 * The wire: every request and answer of the API, in one place.
 *
 * Routes validate with these schemas, `/openapi.json` is made from them, and the widget imports
 * their types (types only: no schema reaches the browser).
 *
 * Money is a whole number of minor units in the sense of Stripe, with the currency beside it:
 * https://docs.stripe.com/currencies#zero-decimal
 */
import {z} from '@hono/zod-openapi';

/** Every state an order can be in; the transitions between them are in `orders/state.ts`. */
export const orderStatuses = [
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
] as const;

export const orderStatus = z.enum(orderStatuses).openapi('OrderStatus');

/** ISO 4217, lower case, as Stripe writes it. */
export const currency = z
  .string()
  .regex(/^[a-z]{3}$/, 'Use a three-letter ISO 4217 code in lower case, such as "eur".')
  .openapi({example: 'eur'});

const minorUnits = z.number().int().nonnegative().openapi({example: 4200});

/** Without what no database keeps: NUL, and halves of surrogate pairs. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((value) => !/[\0\p{Cs}]/u.test(value), 'Not a text that can be kept.');

export const address = z
  .object({
    /** ISO 3166-1 alpha-2, upper case. */
    country: z.string().regex(/^[A-Z]{2}$/, 'Use a two-letter ISO 3166 code, such as "DE".'),
    line1: text(200),
    line2: text(200),
    city: text(100),
    state: text(100),
    postalCode: text(20),
  })
  .partial()
  .required({country: true})
  .openapi('Address');

export const billingDetails = z
  .object({
    name: text(200).min(1),
    email: z.email().max(254),
    phone: text(40).optional(),
    company: text(200).optional(),
    address,
  })
  .openapi('BillingDetails');

export const shipping = z
  .object({name: text(200).min(1), phone: text(40).optional(), address})
  .openapi('Shipping');

/** What a page may say about the buyer before the buyer has typed anything. */
export const customer = z
  .object({email: z.email().max(254), name: text(200)})
  .partial()
  .openapi('Customer');

export const orderItem = z
  .object({
    sku: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[\w.-]+$/, 'Letters, digits, dot, dash and underscore only.'),
    quantity: z.number().int().min(1).max(999),
  })
  .openapi('OrderItem');

const items = z.array(orderItem).min(1).max(100);

/** A BCP 47 tag: the language of the buyer's e-mail. */
const locale = z
  .string()
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
  .max(35);

export const newOrder = z
  .strictObject({
    items,
    currency: currency.optional(),
    locale: locale.optional(),
    customer: customer.optional(),
    /** The shop's own number for this cart: kept with the order and told to the merchant's webhook. */
    clientReferenceId: text(200).min(1).optional(),
    /** `deferred`: no PaymentIntent until the buyer submits, so no `clientSecret` in the answer. */
    intent: z.enum(['first', 'deferred']).default('first'),
  })
  .openapi('NewOrder');

export const orderChange = z
  .strictObject({
    items: items.optional(),
    customer: customer.optional(),
    locale: locale.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one thing to change.')
  .openapi('OrderChange');

export const startPayment = z
  .strictObject({
    /** The total the buyer saw, in minor units: a different one is refused with `amount_changed`. */
    expectedAmount: minorUnits,
    billingDetails,
    shipping: shipping.optional(),
    locale: locale.optional(),
    /** Proof of a solved challenge; asked for with `captcha_required`. */
    captchaToken: z.string().max(4096).optional(),
  })
  .openapi('StartPayment');

const pageAddress = z
  .url({protocol: /^https?$/})
  .max(2048)
  .refine((url) => !/[{}]/.test(url), 'Without braces, which Stripe fills in.');

/** To pay on a page that Stripe hosts, where its form cannot be shown on the shop's own. */
export const startHostedPayment = z
  .strictObject({
    /** The total the buyer saw, in minor units: a different one is refused with `amount_changed`. */
    expectedAmount: minorUnits,
    /** Where the buyer comes back to: a page of an origin that may call this API. */
    returnUrl: pageAddress,
    /** The same for a buyer who turns back unpaid; `returnUrl` where there is none. */
    cancelUrl: pageAddress.optional(),
    /** What is known of the buyer, so that the page need not ask. */
    email: z.email().max(254).optional(),
    /** What the page has to ask for, beyond what a payment needs. */
    asks: z
      .strictObject({
        address: z.boolean(),
        phone: z.boolean(),
        /** The countries to ship to; empty: all that Stripe knows. Absent: nothing is shipped. */
        shipsTo: z.array(z.string().regex(/^[A-Z]{2}$/)).max(250),
      })
      .partial()
      .optional(),
    locale: locale.optional(),
    /** Proof of a solved challenge; asked for with `captcha_required`. */
    captchaToken: z.string().max(4096).optional(),
  })
  .openapi('StartHostedPayment');

export const orderLookup = z
  .strictObject({
    paymentIntent: z.string().regex(/^pi_\w{1,250}$/),
    clientSecret: z.string().regex(/^pi_\w{1,250}_secret_\w{1,250}$/),
  })
  .openapi('OrderLookup');

export const orderLine = z
  .object({
    sku: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    imageUrl: z.string().nullable(),
    quantity: z.number().int(),
    unitAmount: minorUnits,
    amount: minorUnits,
  })
  .openapi('OrderLine');

/** The order as its buyer may see it: nothing of other orders, no personal data of the buyer's. */
export const order = z
  .object({
    id: z.string().openapi({example: 'ord_0Jt4yVb1nZ6cXq8RkW2mPd'}),
    /** Short enough to read out on the telephone. */
    number: z.string().openapi({example: 'K7Q2-9XFM'}),
    status: orderStatus,
    currency,
    /** The total, in minor units. */
    amount: minorUnits,
    amountRefunded: minorUnits,
    lines: z.array(orderLine),
    /** Whether the buyer may still pay this order, now, as it stands. */
    payable: z.boolean(),
    /** The reason of the last failed attempt: Stripe's `code` or `decline_code`, never its message. */
    lastPaymentError: z.object({code: z.string(), declineCode: z.string().nullable()}).nullable(),
    clientReferenceId: z.string().nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    paidAt: z.iso.datetime().nullable(),
  })
  .openapi('Order');

export const orderPlaced = z
  .object({
    order,
    /** The bearer token of this order: the only proof of the right to see and to pay it. */
    token: z.string(),
    /** Of the order's PaymentIntent; absent with `intent: 'deferred'`. Never log or store it. */
    clientSecret: z.string().optional(),
  })
  .openapi('OrderPlaced');

export const orderShown = z
  .object({
    order,
    /** There when the order has a PaymentIntent that can still be paid. */
    clientSecret: z.string().optional(),
    /**
     * There while the buyer has a voucher or a transfer to pay with elsewhere: Stripe's own words of
     * it. To pay in another way all the same, start a payment: what waits is taken back then.
     */
    intent: z
      .object({
        status: z.literal('requires_action'),
        next_action: z.object({type: z.string()}).loose(),
      })
      .optional(),
  })
  .openapi('OrderShown');

/** A return in another browser has no token yet: the lookup hands it one. */
export const orderFound = z.object({order, token: z.string()}).openapi('OrderFound');

export const paymentStarted = z.object({order, clientSecret: z.string()}).openapi('PaymentStarted');

/** `session`: by which the page knows its own return; it opens nothing by itself. */
export const hostedPaymentStarted = z
  .object({order, session: z.string(), url: z.string()})
  .openapi('HostedPaymentStarted');

export const config = z
  .object({
    publishableKey: z.string(),
    /** The currency an order has that names none. */
    currency,
    /** True where no money moves: every screen must say so. */
    sandbox: z.boolean(),
    /** The sandbox's own Stripe.js, same origin. Absent with real keys: Stripe's own is loaded. */
    stripeJs: z.string().optional(),
    captcha: z.object({provider: z.literal('turnstile'), siteKey: z.string()}).optional(),
  })
  .openapi('Config');

/**
 * Every code an error answer can carry, with its HTTP status and the sentence that says what to do.
 * A code is never renamed; a new one may be added.
 */
export const errorCodes = {
  invalid_request: [400, 'The request is not understood.'],
  invalid_signature: [400, 'The webhook signature is missing, old or wrong.'],
  unauthorized: [401, 'Send the order token as "Authorization: Bearer …".'],
  captcha_required: [403, 'Solve the challenge and send its token.'],
  not_found: [404, 'There is nothing at this address.'],
  order_not_found: [404, 'There is no such order, or the token is not its own.'],
  method_not_allowed: [405, 'This address does not take that method.'],
  request_timeout: [408, 'The request took too long to arrive.'],
  amount_changed: [409, 'The total has changed since the buyer saw it: show the new one.'],
  order_not_payable: [409, 'This order can no longer be paid or changed.'],
  order_expired: [409, 'This order has expired: place a new one.'],
  order_busy: [409, 'Another request is changing this order: try again in a moment.'],
  payload_too_large: [413, 'The body is too large.'],
  unsupported_media_type: [415, 'Send JSON with "Content-Type: application/json".'],
  unknown_sku: [422, 'There is no product with this SKU.'],
  invalid_quantity: [422, 'The quantity is not one this product can be sold in.'],
  currency_unsupported: [422, 'Not every product has a price in this currency.'],
  out_of_stock: [422, 'There is not enough of this product left.'],
  amount_too_small: [422, "The total is below Stripe's minimum for this currency."],
  amount_too_large: [422, "The total is above Stripe's maximum."],
  idempotency_mismatch: [422, 'This Idempotency-Key was used with another body.'],
  rate_limited: [429, 'Too many requests: wait as long as Retry-After says.'],
  headers_too_large: [431, 'The headers are too large.'],
  internal_error: [500, 'Something failed on our side.'],
  payment_provider_unavailable: [503, 'Stripe cannot be reached just now: try again.'],
  overloaded: [503, 'The server is busy: try again.'],
  not_ready: [503, 'The server is not ready.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof errorCodes;

/** RFC 9457, https://www.rfc-editor.org/rfc/rfc9457 — `code` is the stable part. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
    requestId: z.string().optional(),
    /** Which part of the request is wrong: a JSON Pointer (RFC 6901) and a sentence. */
    errors: z.array(z.object({pointer: z.string(), detail: z.string()})).optional(),
    /** The SKU at fault, where one is. */
    sku: z.string().optional(),
    /** How many of it are left, with `out_of_stock`. */
    available: z.number().int().optional(),
    /** The order as it stands now, with the 409 codes. */
    order: order.optional(),
    /** What the server still needs, with `not_ready`. */
    missing: z.array(z.string()).optional(),
  })
  .openapi('Problem');

export type OrderStatus = z.infer<typeof orderStatus>;
export type BillingDetails = z.infer<typeof billingDetails>;
export type Shipping = z.infer<typeof shipping>;
export type Customer = z.infer<typeof customer>;
export type OrderItem = z.infer<typeof orderItem>;
export type NewOrder = z.input<typeof newOrder>;
export type OrderChange = z.infer<typeof orderChange>;
export type StartPayment = z.infer<typeof startPayment>;
export type StartHostedPayment = z.infer<typeof startHostedPayment>;
export type OrderLookup = z.infer<typeof orderLookup>;
export type OrderLine = z.infer<typeof orderLine>;
export type Order = z.infer<typeof order>;
export type OrderPlaced = z.infer<typeof orderPlaced>;
export type OrderShown = z.infer<typeof orderShown>;
export type OrderFound = z.infer<typeof orderFound>;
export type PaymentStarted = z.infer<typeof paymentStarted>;
export type HostedPaymentStarted = z.infer<typeof hostedPaymentStarted>;
export type Config = z.infer<typeof config>;
export type Problem = z.infer<typeof problem>;
