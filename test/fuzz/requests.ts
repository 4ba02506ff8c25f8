/** Requests made from the server's own description of itself, then spoiled. */
import fc from 'fast-check';
import {z} from 'zod';
import {badHeaders, badIds, mutate, mutations, spoiledTexts} from './mutate.ts';
import {schema, valuesOf, type Schema} from './schema.ts';

export interface FuzzRequest {
  operation: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface KnownOrder {
  id: string;
  token: string;
  amount: number;
}

const methods = ['get', 'post', 'patch', 'put', 'delete'] as const;

const description = z.object({
  components: z.object({schemas: z.record(z.string(), z.unknown())}),
  paths: z.record(
    z.string(),
    z.partialRecord(
      z.enum(methods),
      z.object({
        security: z.array(z.unknown()).optional(),
        requestBody: z
          .object({content: z.object({'application/json': z.object({schema})})})
          .optional(),
      }),
    ),
  ),
});

export function fuzzRequests(
  document: unknown,
  shop: {skus: string[]; orders: KnownOrder[]},
): fc.Arbitrary<FuzzRequest> {
  const {paths, components} = description.parse(document);
  const resolve = (reference: string): Schema =>
    schema.parse(components.schemas[reference.replace('#/components/schemas/', '')]);
  const known = {
    sku: fc.oneof(
      {weight: 2, arbitrary: fc.constantFrom('tee', 'mug')},
      fc.constantFrom(...shop.skus),
    ),
    quantity: fc.integer({min: 1, max: 3}),
    currency: fc.constantFrom('usd', 'usd', 'usd', 'eur', 'jpy', 'kwd'),
    expectedAmount: fc.constantFrom(...shop.orders.map(({amount}) => amount)),
    country: fc.constantFrom('DE', 'CN', 'US'),
    // Mostly without Stripe: it is our own door that is tried here.
    intent: fc.constantFrom(...Array<string>(9).fill('deferred'), 'first'),
  };
  const operations = Object.entries(paths).flatMap(([path, byMethod]) =>
    methods.flatMap((method) => {
      const operation = byMethod[method];
      if (!operation) return [];
      const body = operation.requestBody?.content['application/json'].schema;
      return [{path, method, body: body && valuesOf(body, resolve, known)}];
    }),
  );
  if (operations.length < 5) throw new Error('/openapi.json names too few operations.');
  return fc
    .record({
      operation: fc.constantFrom(...operations),
      order: fc.constantFrom(...shop.orders),
      other: fc.constantFrom(...shop.orders),
    })
    .chain(({operation: {path, method, body}, order, other}) =>
      fc.record({
        operation: fc.constant(`${method.toUpperCase()} ${path}`),
        method: fc.oneof(
          {weight: 30, arbitrary: fc.constant(method.toUpperCase())},
          fc.constantFrom('PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'),
        ),
        path: fc
          .oneof({weight: 12, arbitrary: fc.constant(order.id)}, fc.constant(other.id), badIds)
          .map((id) => path.replace('{id}', id)),
        headers: headersFor(order),
        body: body ? texts(body) : fc.constant(undefined),
      }),
    )
    .map(({body, ...rest}) => {
      const isBodyless = ['GET', 'HEAD', 'OPTIONS'].includes(rest.method);
      return body === undefined || isBodyless ? rest : {...rest, body};
    });
}

function texts(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const written = (value: unknown) => JSON.stringify(value) ?? '';
  return fc.oneof(
    {weight: 3, arbitrary: values.map(written)},
    {
      weight: 8,
      arbitrary: fc
        .tuple(values, mutations)
        .map(([value, changes]) => written(mutate(value, changes))),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(values, spoiledTexts).map(([value, spoil]) => spoil(written(value))),
    },
  );
}

function headersFor({token}: KnownOrder): fc.Arbitrary<Record<string, string>> {
  const usually = (value: string) =>
    fc.oneof({weight: 14, arbitrary: fc.constant(value)}, badHeaders, fc.constant(undefined));
  const rarely = fc.oneof({weight: 14, arbitrary: fc.constant(undefined)}, badHeaders);
  return fc
    .record({
      'content-type': usually('application/json'),
      authorization: usually(`Bearer ${token}`),
      'idempotency-key': fc.oneof(
        {weight: 5, arbitrary: fc.constant(undefined)},
        fc.stringMatching(/^[\w-]{40}$/),
        badHeaders,
      ),
      origin: rarely,
      'x-forwarded-for': rarely,
      'content-length': fc.oneof(
        {weight: 30, arbitrary: fc.constant(undefined)},
        fc.constantFrom('0', '99999999', '-1', 'x'),
      ),
      accept: rarely,
    })
    .map((headers) =>
      Object.fromEntries(
        Object.entries(headers).filter(
          (entry): entry is [string, string] =>
            // What `Headers` itself refuses can never arrive.
            entry[1] !== undefined && /^[\x20-\x7e]*$/.test(entry[1]),
        ),
      ),
    );
}
