/** The public door: what comes in, what goes out, and in which headers. */
import assert from 'node:assert/strict';
import {connect} from 'node:net';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {eq, sql} from 'drizzle-orm';
import {widgetFiles} from '../../drizzle/schema.ts';
import {createApp} from '../../api/app.ts';
import {readConfig} from '../../api/config.ts';
import type {Problem} from '../../api/contract.ts';
import {keepRelease} from '../../api/widget-files.ts';
import {openShop, type Shop} from '../support/shop.ts';

let shop: Shop;
let widgetDir: string;
before(async () => {
  shop = await openShop();
  widgetDir = await mkdtemp(join(tmpdir(), 'opc-widget-'));
  const file = 'one-page-checkout.0123abcd45.js';
  await writeFile(join(widgetDir, file), 'export {};');
  await writeFile(join(widgetDir, 'chunk-ABCD1234.js'), 'export {};');
  await writeFile(
    join(widgetDir, 'release.json'),
    JSON.stringify({src: `/${file}`, integrity: 'sha384-abc', file}),
  );
  await writeFile(
    join(widgetDir, 'placeholder.mjs'),
    'export const placeholder = async (...all) => JSON.stringify(all);',
  );
});
after(async () => {
  await shop.close();
  await rm(widgetDir, {recursive: true, force: true});
});

const code = async (answer: Response) => {
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  const problem = (await answer.json()) as Problem;
  assert.equal(problem.status, answer.status);
  assert.ok(problem.requestId);
  return problem.code;
};
/** The same app as it is with real keys: no sandbox, and only one shop may call it. */
const strictApp = () => {
  const config = readConfig({
    STRIPE_SECRET_KEY: 'sk_test_1',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
    STRIPE_WEBHOOK_SECRET: 'whsec_one,whsec_two',
    ALLOWED_ORIGINS: 'https://shop.example',
  });
  return createApp({
    ...shop.deps,
    config,
    sandbox: undefined,
    widgetDir,
    webhookSecrets: ['whsec_one', 'whsec_two'],
  });
};

test('every error is a problem with a code, whatever was sent where', async () => {
  const {origin} = shop;
  const json = {'content-type': 'application/json'};
  const post = (path: string, body: string, headers: Record<string, string> = json) =>
    fetch(origin + path, {method: 'POST', body, headers});
  assert.equal(await code(await fetch(`${origin}/nothing/here`)), 'not_found');
  // Neither is there anything below an address, whatever is sent there, and of whatever length.
  const body = () => new Blob(['{}']).stream();
  const sent = {method: 'POST', headers: {'content-type': 'application/json'}, duplex: 'half'};
  for (const path of ['/orders/', '/orders/ord_1/nothing', '/webhooks/nothing']) {
    assert.equal(await code(await fetch(origin + path, {...sent, body: body()})), 'not_found');
  }
  assert.equal(await code(await fetch(`${origin}/orders`)), 'method_not_allowed');
  const deleted = await fetch(`${origin}/config`, {method: 'DELETE'});
  assert.equal(deleted.headers.get('allow'), 'GET, OPTIONS');
  assert.equal(await code(deleted), 'method_not_allowed');
  assert.equal(await code(await post('/orders', '{"items":')), 'invalid_request');
  assert.equal(await code(await post('/orders', '{}', {})), 'unsupported_media_type');
  assert.equal(await code(await post('/orders', 'x'.repeat(70_000))), 'payload_too_large');
  assert.equal(
    await code(await post('/webhooks/stripe', 'x'.repeat(600_000), {})),
    'payload_too_large',
  );
});

test('only the named origins may read an answer, and never with credentials', async () => {
  const app = strictApp();
  const ask = (origin: string) => app.request('/config', {headers: {origin}});
  const allowed = await ask('https://shop.example');
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://shop.example');
  assert.equal(allowed.headers.get('access-control-allow-credentials'), null);
  const foreign = await ask('https://evil.example');
  assert.equal(foreign.headers.get('access-control-allow-origin'), null);
  const preflight = await app.request('/orders/ord_1', {
    method: 'OPTIONS',
    headers: {origin: 'https://shop.example', 'access-control-request-method': 'PATCH'},
  });
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /Idempotency-Key/);
  const failed = await app.request('/orders/ord_1', {headers: {origin: 'https://shop.example'}});
  assert.equal(failed.status, 401);
  assert.equal(failed.headers.get('access-control-allow-origin'), 'https://shop.example');
  const config = (await allowed.json()) as Record<string, unknown>;
  assert.equal(config['sandbox'], false);
  assert.ok(!('stripeJs' in config));
  const webhook = await app.request('/webhooks/stripe', {
    method: 'POST',
    headers: {origin: 'https://shop.example'},
  });
  assert.equal(webhook.headers.get('access-control-allow-origin'), null);
});

test('while a webhook secret is rolled, both of them count', async () => {
  const app = strictApp();
  const payload = JSON.stringify({
    id: `evt_rolled_${Date.now()}`,
    object: 'event',
    type: 'plan.created',
    livemode: false,
    created: 1,
    data: {object: {object: 'plan'}},
  });
  for (const [secret, status] of [
    ['whsec_one', 200],
    ['whsec_two', 200],
    ['whsec_three', 400],
  ] as const) {
    const signature = shop.stripe.webhooks.generateTestHeaderString({payload, secret});
    const answer = await app.request('/webhooks/stripe', {
      method: 'POST',
      body: payload,
      headers: {'stripe-signature': signature},
    });
    assert.equal(answer.status, status);
  }
});

test('nothing of the sandbox is there without it', async () => {
  const app = strictApp();
  for (const path of ['/_sandbox/activity', '/v1/payment_intents', '/endive/stripe.js', '/']) {
    assert.equal((await app.request(path)).status, 404, path);
  }
});

test('the widget has a name that moves and names that never do, for every page', async () => {
  const app = strictApp();
  const moving = await app.request('/one-page-checkout.js');
  assert.equal(moving.status, 200);
  assert.match(moving.headers.get('content-type') ?? '', /text\/javascript/);
  assert.match(moving.headers.get('cache-control') ?? '', /max-age=300/);
  const etag = moving.headers.get('etag') ?? '';
  const known = await app.request('/one-page-checkout.js', {headers: {'if-none-match': etag}});
  assert.equal(known.status, 304);
  const release = (await (await app.request('/one-page-checkout.json')).json()) as {src: string};
  for (const path of [release.src, '/chunk-ABCD1234.js']) {
    const fixed = await app.request(path);
    assert.equal(fixed.status, 200, path);
    assert.match(fixed.headers.get('cache-control') ?? '', /immutable/);
    assert.equal(fixed.headers.get('access-control-allow-origin'), '*');
    assert.equal(fixed.headers.get('cross-origin-resource-policy'), 'cross-origin');
  }
  assert.equal((await app.request('/release.json')).status, 404);
  assert.equal((await app.request('/..%2Frelease.js')).status, 404);
});

test('a page of an earlier release still gets its files, from any replica', async () => {
  const {db} = shop.deps;
  const earlier = await mkdtemp(join(tmpdir(), 'opc-earlier-'));
  const files = ['one-page-checkout.aaaabbbbcccc.js', 'one-page-checkout.opening.ABCD2345.js'];
  for (const file of files) await writeFile(join(earlier, file), `// ${file}, é`);
  await writeFile(join(earlier, 'one-page-checkout.js'), '// moves');
  await keepRelease(db, earlier);
  await keepRelease(db, widgetDir);
  await rm(earlier, {recursive: true});
  const app = strictApp();
  for (const file of files) {
    const answer = await app.request(`/${file}`);
    assert.equal(await answer.text(), `// ${file}, é`);
    assert.match(answer.headers.get('cache-control') ?? '', /immutable/);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/javascript/);
  }
  assert.match(await (await app.request('/one-page-checkout.js')).text(), /export \{\};/);
  assert.equal((await app.request('/one-page-checkout.ffffeeeedddd.js')).status, 404);

  const old = sql`now() - interval '401 days'`;
  await db.queries
    .update(widgetFiles)
    .set({releasedAt: old})
    .where(eq(widgetFiles.name, files[0]!));
  await keepRelease(db, widgetDir);
  assert.equal((await app.request(`/${files[0]}`)).status, 404);
  assert.equal((await app.request(`/${files[1]}`)).status, 200);
});

test('the OpenAPI document names every call and comes from the contract', async () => {
  const answer = await fetch(`${shop.origin}/openapi.json`);
  const document = (await answer.json()) as {
    paths: Record<string, Record<string, unknown>>;
    components: {schemas: Record<string, unknown>};
  };
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  assert.deepEqual(calls.sort(), [
    'get /config',
    'get /orders/{id}',
    'patch /orders/{id}',
    'post /orders',
    'post /orders/lookup',
    'post /orders/{id}/checkout-session',
    'post /orders/{id}/payment',
  ]);
  for (const name of ['Order', 'Problem', 'NewOrder'])
    assert.ok(document.components.schemas[name], name);
});

test('a client that hangs up in the middle leaves no unexpected error behind', async () => {
  const {port} = new URL(shop.origin);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    'POST /orders HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"items"',
  );
  await fetch(`${shop.origin}/healthz`);
  socket.destroy();
  await fetch(`${shop.origin}/healthz`);
  assert.doesNotMatch(shop.logged(), /unexpected error/);
});

test('the first view is for everybody’s pages, and does nothing when it is looked at by itself', async () => {
  const app = strictApp();
  const answer = await app.request('/one-page-checkout.html?items=tee:2&locale=de');
  assert.deepEqual(await answer.json(), [{items: 'tee:2', locale: 'de'}, false]);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
  assert.equal(answer.headers.get('access-control-allow-origin'), '*');
  assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'.*sandbox/);
  assert.match(answer.headers.get('cache-control') ?? '', /public/);
});

test('what takes no body reads none, however long it says that one is', async () => {
  const {port} = new URL(shop.origin);
  for (const path of ['/one-page-checkout.html', '/one-page-checkout.js', '/healthz', '/metrics']) {
    const socket = connect(Number(port), '127.0.0.1');
    // Answered before a second byte comes: nobody waits for the rest.
    socket.write(`POST ${path} HTTP/1.1\r\nHost: shop\r\nContent-Length: 1000\r\n\r\n{`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    assert.match(answer.toString(), /^HTTP\/1.1 40[45] /, path);
    socket.destroy();
  }
});

test('a proxy that nobody told the server of is noticed once, in the log', async () => {
  const noticed = () => shop.logged().split('X-Forwarded-For arrives').length - 1;
  const ask = async (trustedProxies: number, forwarded: Record<string, string>, times = 1) => {
    const app = createApp({...shop.deps, config: {...shop.deps.config, trustedProxies}});
    for (let left = times; left > 0; left -= 1) {
      await app.request('/orders/ord_nothing', {headers: forwarded});
    }
  };
  const forwarded = {'x-forwarded-for': '198.51.100.7'};
  await ask(0, {});
  await ask(1, forwarded);
  assert.equal(noticed(), 0);
  await ask(0, forwarded, 3);
  assert.equal(noticed(), 1);
  assert.ok(!shop.logged().includes('198.51.100.7'));
});
