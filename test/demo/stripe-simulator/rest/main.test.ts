import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {fileURLToPath} from 'node:url';
import {type TestContext, test} from 'node:test';
import Stripe from 'stripe';

const entry = fileURLToPath(new URL('../../../../demo/stripe-simulator/main.ts', import.meta.url));

function start(t: TestContext, env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: {...process.env, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  const output = {text: '', errors: ''};
  child.stdout.on('data', (chunk) => (output.text += chunk));
  child.stderr.on('data', (chunk) => (output.errors += chunk));
  return {child, output};
}

test('npm run simulator says where it is, works with the SDK, and stops on SIGTERM', async (t) => {
  const {child, output} = start(t, {PORT: '0'});
  while (!output.text.includes('webhooks')) await once(child.stdout, 'data');
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(output.text)?.[1]);
  const key = /sk_test_\w+/.exec(output.text)?.[0] ?? '';
  assert.match(output.text, /pk_test_\w+/);
  const stripe = new Stripe(key, {host: '127.0.0.1', port, protocol: 'http'});
  const intent = await stripe.paymentIntents.create({amount: 2000, currency: 'usd'});
  assert.match(intent.id, /^pi_/);
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
});

test('a taken port is one clear sentence', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => other.close());
  const {port} = other.address() as AddressInfo;
  const {child, output} = start(t, {PORT: String(port)});
  const [code] = await once(child, 'close');
  assert.equal(code, 1);
  assert.equal(
    output.errors.trim(),
    `Port ${port} is taken: stop what listens there, or choose another with PORT.`,
  );
});

test('a webhook address without a secret is one clear sentence', async (t) => {
  const {child, output} = start(t, {
    PORT: '0',
    WEBHOOK_URL: 'http://127.0.0.1:1/',
    WEBHOOK_SECRET: '',
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 1);
  assert.match(output.errors, /^WEBHOOK_URL needs WEBHOOK_SECRET/);
});
