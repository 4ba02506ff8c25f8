/** The headers of everything that is served, the limits of bodies, and the document of it all. */
import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {createApp} from '../../api/app.ts';
import {errorCodes, type ErrorCode, type Problem} from '../../api/contract.ts';
import {createLogger} from '../../api/log.ts';
import {startServer, type RunningServer} from '../../api/server.ts';
import {openSandbox} from '../../demo/sandbox.ts';
import {newKey} from '../support/shop.ts';

let server: RunningServer;
let dataDir: string;
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'opc-headers-'));
  server = await startServer({
    env: {PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'silent'},
    log: createLogger('silent'),
    openSandbox,
  });
});
after(async () => {
  await server.close();
  await rm(dataDir, {recursive: true});
});

test('everything that is served bears secure headers, errors and the sandbox included', async () => {
  const paths = [
    '/config',
    '/orders/ord_1',
    '/openapi.json',
    '/healthz',
    '/metrics',
    '/one-page-checkout.js',
    '/one-page-checkout.json',
    '/nothing/here',
    '/',
    '/return',
    '/demo/shop.js',
    '/_sandbox/activity',
    '/_simulator/',
    '/v1/payment_intents',
  ];
  for (const path of paths) {
    const {headers} = await fetch(server.origin + path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
    assert.match(headers.get('referrer-policy') ?? '', /no-referrer|origin/, path);
    assert.match(headers.get('x-frame-options') ?? '', /DENY|SAMEORIGIN/, path);
    assert.match(
      headers.get('content-security-policy') ?? '',
      /frame-ancestors '(none|self)'/,
      path,
    );
    assert.ok(headers.get('x-request-id'), path);
    assert.equal(headers.get('x-powered-by'), null, path);
  }
});

test("the demo keeps its own policy, and what stands in for Stripe's frames can be framed", async () => {
  const demo = await fetch(`${server.origin}/`);
  assert.match(demo.headers.get('content-security-policy') ?? '', /script-src 'self'/);
  for (const path of ['/endive/stripe.js', '/endive/any', '/_simulator/three-d-secure/any']) {
    const {headers} = await fetch(server.origin + path);
    assert.equal(headers.get('x-frame-options'), null, path);
    assert.doesNotMatch(headers.get('content-security-policy') ?? '', /frame-ancestors/, path);
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
  }
});

test('orders and secrets stay out of every cache', async () => {
  for (const path of ['/orders/ord_1', '/orders/lookup', '/healthz', '/readyz']) {
    const {headers} = await fetch(server.origin + path);
    assert.equal(headers.get('cache-control'), 'no-store', path);
  }
});

test('a body that is too large is refused by its length, and by counting where it names none', async () => {
  const send = (path: string, bytes: number, isChunked: boolean) => {
    const text = 'x'.repeat(bytes);
    return fetch(server.origin + path, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: isChunked ? new Blob([text]).stream() : text,
      ...(isChunked ? {duplex: 'half'} : {}),
    });
  };
  for (const [path, kilobytes] of [
    ['/orders', 64],
    ['/webhooks/stripe', 512],
    ['/v1/payment_intents', 1024],
  ] as const) {
    for (const isChunked of [false, true]) {
      const answer = await send(path, kilobytes * 1024 + 1, isChunked);
      assert.equal(answer.status, 413, `${path}, chunked: ${isChunked}`);
      assert.equal(((await answer.json()) as Problem).code, 'payload_too_large');
      assert.notEqual((await send(path, kilobytes * 1024, isChunked)).status, 413);
    }
  }
});

interface Operation {
  responses: Record<string, {content?: Record<string, {schema: unknown}>; headers?: object}>;
}

/** The codes that a schema of the document lets `code` have. */
function codesIn(schema: unknown): ErrorCode[] {
  const parts = (schema as {allOf?: unknown[]}).allOf ?? [schema];
  return parts.flatMap((part) => {
    const {properties} = part as {properties?: {code?: {enum: ErrorCode[]}}};
    return properties?.code?.enum ?? [];
  });
}

test('the document is whole: every reference leads somewhere, every error has its codes', async () => {
  const document = (await (await fetch(`${server.origin}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  let references = 0;
  const walk = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [key, child] of Object.entries(value)) {
      if (key === '$ref') {
        references += 1;
        const found = String(child)
          .replace(/^#\//, '')
          .split('/')
          .reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], document);
        assert.ok(found, `${String(child)} leads nowhere`);
      } else walk(child);
    }
  };
  walk(document);
  assert.ok(references > 20);

  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, {responses}] of Object.entries(methods)) {
      const name = `${method} ${path}`;
      assert.ok(
        Object.keys(responses).some((status) => status.startsWith('2')),
        name,
      );
      for (const [status, {content, headers}] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        const codes = codesIn(content?.['application/problem+json']?.schema);
        assert.ok(codes.length > 0, `${name} ${status} names no code`);
        for (const code of codes) assert.equal(errorCodes[code][0], Number(status), name);
        if (status === '429' || status === '503') assert.ok(headers, `${name} ${status}`);
      }
      for (const status of ['429', '500', '503']) assert.ok(responses[status], `${name} ${status}`);
    }
  }
});

test('what goes wrong is in the document of what was called', async () => {
  const app = createApp(server.deps);
  const document = (await (await app.request('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  const json = {'content-type': 'application/json'};
  const post = (body: unknown, headers: Record<string, string> = {}) => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: {...json, ...headers},
  });
  const token = {authorization: `Bearer ${newKey()}`};
  const item = (sku: string, quantity = 1) => ({items: [{sku, quantity}]});
  const lookup = {paymentIntent: 'pi_1', clientSecret: 'pi_1_secret_2'};
  const cases: [operation: string, path: string, request: RequestInit, code: ErrorCode][] = [
    ['/orders', '/orders', post({}), 'invalid_request'],
    ['/orders', '/orders', post('x'.repeat(70_000)), 'payload_too_large'],
    ['/orders', '/orders', {...post({}), headers: {}}, 'unsupported_media_type'],
    ['/orders', '/orders', post(item('nothing')), 'unknown_sku'],
    ['/orders', '/orders', post({...item('tee'), currency: 'xxx'}), 'currency_unsupported'],
    ['/orders/lookup', '/orders/lookup', post(lookup), 'order_not_found'],
    ['/orders/{id}', '/orders/ord_1', {}, 'unauthorized'],
    ['/orders/{id}', '/orders/ord_1', {headers: token}, 'order_not_found'],
    ['/orders/{id}', '/orders/ord_1', {...post({}, token), method: 'PATCH'}, 'invalid_request'],
    ['/orders/{id}/payment', '/orders/ord_1/payment', post({}, token), 'invalid_request'],
    [
      '/orders/{id}/checkout-session',
      '/orders/ord_1/checkout-session',
      post({}, token),
      'invalid_request',
    ],
  ];
  for (const [operation, path, request, code] of cases) {
    const answer = await app.request(path, request);
    assert.equal(((await answer.json()) as Problem).code, code, path);
    const method = (request.method ?? 'GET').toLowerCase();
    const documented = document.paths[operation]?.[method]?.responses[answer.status];
    const schema = documented?.content?.['application/problem+json']?.schema;
    assert.ok(codesIn(schema).includes(code), `${method} ${operation}: ${code}`);
  }
});
