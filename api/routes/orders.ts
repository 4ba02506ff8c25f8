import {createRoute, OpenAPIHono, z} from '@hono/zod-openapi';
import {
  newOrder,
  orderChange,
  orderFound,
  orderLookup,
  orderPlaced,
  orderShown,
  paymentStarted,
  startPayment as startPaymentSchema,
} from '../contract.ts';
import type {Deps} from '../deps.ts';
import type {AppEnv} from '../http/env.ts';
import {invalidRequest} from '../http/problems.ts';
import {authorize, lookUpOrder, showOrder} from '../orders/find.ts';
import {startPayment} from '../orders/pay.ts';
import {placeOrder} from '../orders/place.ts';
import {changeOrder} from '../orders/update.ts';
import {json, problems} from './answers.ts';

export const orderRoutes = (deps: Deps) =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(result.error);
    },
  })
    .openapi(place, async (c) => {
      const {'idempotency-key': key} = c.req.valid('header');
      return c.json(await placeOrder(deps, c.req.valid('json'), key), 201);
    })
    .openapi(lookUp, async (c) => c.json(await lookUpOrder(deps, c.req.valid('json')), 200))
    .openapi(show, async (c) => {
      const {id} = c.req.valid('param');
      await authorize(deps, id, bearer(c.req.header('authorization')));
      return c.json(await showOrder(deps, id), 200);
    })
    .openapi(change, async (c) => {
      const {id} = c.req.valid('param');
      await authorize(deps, id, bearer(c.req.header('authorization')));
      return c.json(await changeOrder(deps, id, c.req.valid('json')), 200);
    })
    .openapi(pay, async (c) => {
      const {id} = c.req.valid('param');
      await authorize(deps, id, bearer(c.req.header('authorization')));
      return c.json(await startPayment(deps, id, c.req.valid('json')), 200);
    });

const body = <Schema extends z.ZodType>(schema: Schema) => ({
  body: {required: true, content: {'application/json': {schema}}},
});
const params = z.object({id: z.string().max(64).openapi({example: 'ord_0Jt4yVb1nZ6cXq8RkW2mPd'})});
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
    ...problems,
  },
});

const lookUp = createRoute({
  method: 'post',
  path: '/orders/lookup',
  summary: 'Find the order of a payment, in a browser that has no token',
  request: body(orderLookup),
  responses: {200: json(orderFound, 'The order, and a token of its own.'), ...problems},
});

const show = createRoute({
  method: 'get',
  path: '/orders/{id}',
  summary: 'The order as it is now',
  ...withToken,
  request: {params},
  responses: {
    200: json(orderShown, 'The order; with the secret where it can be paid.'),
    ...problems,
  },
});

const change = createRoute({
  method: 'patch',
  path: '/orders/{id}',
  summary: 'Change the items or the customer of an unpaid order',
  ...withToken,
  request: {params, ...body(orderChange)},
  responses: {200: json(orderShown, 'The order with its new total.'), ...problems},
});

const pay = createRoute({
  method: 'post',
  path: '/orders/{id}/payment',
  summary: 'Start to pay: checks the total, holds the stock back, stores who pays',
  ...withToken,
  request: {params, ...body(startPaymentSchema)},
  responses: {200: json(paymentStarted, 'The secret to confirm the payment with.'), ...problems},
});

const bearer = (header: string | undefined): string | undefined =>
  /^Bearer +([\w~.+/=-]{16,256})$/i.exec(header ?? '')?.[1];
