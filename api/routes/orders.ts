import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi';
import {
  hostedPaymentStarted,
  newOrder,
  orderChange,
  orderFound,
  orderLookup,
  orderPlaced,
  orderShown,
  paymentStarted,
  startHostedPayment as startHostedPaymentSchema,
  startPayment as startPaymentSchema,
} from '../contract.ts';
import type {Deps} from '../deps.ts';
import type {AppEnv} from '../http/env.ts';
import {invalidRequest} from '../http/problems.ts';
import {assertReturnAddress} from '../http/return-address.ts';
import {authorize, lookUpOrder, showOrder} from '../orders/find.ts';
import {startHostedPayment} from '../orders/hosted.ts';
import {startPayment} from '../orders/pay.ts';
import {placeOrder} from '../orders/place.ts';
import {changeOrder} from '../orders/update.ts';
import {json, problems} from './answers.ts';

export const orderRoutes = (deps: Deps) =>
  limitedRoutes(deps)
    .openapi(place, async (c) => {
      const {'idempotency-key': key} = c.req.valid('header');
      const placed = await placeOrder(deps, c.req.valid('json'), key);
      deps.cardGuard.afterOrder(placed.order.id, c.var.client);
      return c.json(placed, 201);
    })
    .openapi(lookUp, async (c) => c.json(await lookUpOrder(deps, c.req.valid('json')), 200))
    .openapi(show, async (c) => {
      const {id} = c.req.valid('param');
      await authorize(deps, id, bearer(c.req.header('authorization')));
      await deps.limits.take('show-order', id);
      return c.json(await showOrder(deps, id), 200);
    })
    .openapi(change, async (c) => {
      const {id} = c.req.valid('param');
      await authorize(deps, id, bearer(c.req.header('authorization')));
      await deps.limits.take('change-order', id);
      return c.json(await changeOrder(deps, id, c.req.valid('json')), 200);
    })
    .openapi(pay, async (c) => {
      const {id} = c.req.valid('param');
      await authorize(deps, id, bearer(c.req.header('authorization')));
      const payment = c.req.valid('json');
      await deps.cardGuard.beforePayment(id, c.var.client, payment.captchaToken);
      return c.json(await startPayment(deps, id, payment), 200);
    })
    .openapi(payHosted, async (c) => {
      const {id} = c.req.valid('param');
      await authorize(deps, id, bearer(c.req.header('authorization')));
      const payment = c.req.valid('json');
      const asking = c.req.header('origin');
      assertReturnAddress(deps.config, {own: deps.origin, asking}, payment);
      await deps.cardGuard.beforePayment(id, c.var.client, payment.captchaToken);
      return c.json(await startHostedPayment(deps, id, payment), 200);
    });

/** Each client's limits count before anything is read; an order's own only for who holds its token. */
function limitedRoutes({limits, cardGuard}: Deps) {
  const routes = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(result.error);
    },
  });
  routes.on('POST', '/orders', async (c, next) => {
    await cardGuard.beforeOrder(c.var.client);
    await next();
  });
  routes.on('POST', '/orders/lookup', async (c, next) => {
    await limits.take('lookup', c.var.client);
    await next();
  });
  for (const path of ['/orders/:id', '/orders/:id/payment', '/orders/:id/checkout-session']) {
    routes.on(['GET', 'PATCH', 'POST'], path, async (c, next) => {
      // It reads Stripe twice and writes once.
      await limits.take('ask', c.var.client, c.req.method === 'PATCH' ? 5 : 1);
      await next();
    });
  }
  return routes;
}

const body = <Schema extends z.ZodType>(schema: Schema) => ({
  body: {required: true, content: {'application/json': {schema}}},
});
const params = z.object({id: z.string().max(64).openapi({example: 'ord_0Jt4yVb1nZ6cXq8RkW2mPd'})});
const ofBody = ['invalid_request', 'payload_too_large', 'unsupported_media_type'] as const;
const ofToken = ['unauthorized', 'order_not_found'] as const;
const ofItems = [
  'unknown_sku',
  'invalid_quantity',
  'currency_unsupported',
  'out_of_stock',
] as const;
const ofPaying = [
  'order_not_payable',
  'order_expired',
  'order_busy',
  'amount_too_small',
  'amount_too_large',
  'payment_provider_unavailable',
] as const;
const ofStarting = [...ofPaying, 'amount_changed', 'out_of_stock', 'captcha_required'] as const;
const withToken = {security: [{orderToken: []}]};

const place = createRoute({
  method: 'post',
  path: '/orders',
  summary: 'Place an order; the server prices it',
  request: {
    headers: z.object({
      'idempotency-key': z
        .string()
        .regex(/^[\w~.-]{32,255}$/, '32 to 255 letters, digits and -._~ that nobody can guess.')
        .optional()
        .openapi({
          description:
            'A secret of the page: the same key brings the same order and token back. Keep it as you keep the token.',
        }),
    }),
    ...body(newOrder),
  },
  responses: {
    201: json(orderPlaced, 'The order, its token, and the secret to pay it.'),
    ...problems(...ofBody, ...ofItems, ...ofPaying, 'idempotency_mismatch'),
  },
});

const lookUp = createRoute({
  method: 'post',
  path: '/orders/lookup',
  summary: 'Find the order of a payment, in a browser that has no token',
  request: body(orderLookup),
  responses: {
    200: json(orderFound, 'The order, and a token of its own.'),
    ...problems(...ofBody, 'order_not_found', 'payment_provider_unavailable'),
  },
});

const show = createRoute({
  method: 'get',
  path: '/orders/{id}',
  summary: 'The order as it is now',
  ...withToken,
  request: {params},
  responses: {
    200: json(orderShown, 'The order; with the secret where it can be paid.'),
    ...problems('invalid_request', ...ofToken),
  },
});

const change = createRoute({
  method: 'patch',
  path: '/orders/{id}',
  summary: 'Change the items or the customer of an unpaid order',
  ...withToken,
  request: {params, ...body(orderChange)},
  responses: {
    200: json(orderShown, 'The order with its new total.'),
    ...problems(...ofBody, ...ofToken, ...ofItems, ...ofPaying),
  },
});

const pay = createRoute({
  method: 'post',
  path: '/orders/{id}/payment',
  summary: 'Start to pay: checks the total, holds the stock back, stores who pays',
  ...withToken,
  request: {params, ...body(startPaymentSchema)},
  responses: {
    200: json(paymentStarted, 'The secret to confirm the payment with.'),
    ...problems(...ofBody, ...ofToken, ...ofStarting),
  },
});

const payHosted = createRoute({
  method: 'post',
  path: '/orders/{id}/checkout-session',
  summary: 'Start to pay on a page that Stripe hosts, where its form cannot be shown',
  ...withToken,
  request: {params, ...body(startHostedPaymentSchema)},
  responses: {
    200: json(hostedPaymentStarted, 'Where to send the buyer, and how to know their return.'),
    ...problems(...ofBody, ...ofToken, ...ofStarting),
  },
});

const bearer = (header: string | undefined): string | undefined =>
  /^Bearer +([\w~.+/=-]{16,256})$/i.exec(header ?? '')?.[1];
