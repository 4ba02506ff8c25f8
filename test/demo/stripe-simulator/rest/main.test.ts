import assert from 'node:assert/strict';
import {execFile, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {fileURLToPath} from 'node:url';
import {type TestContext, test} from 'node:test';
import {promisify} from 'node:util';
import Stripe from 'stripe';
import {openBench} from './support.ts';

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

const skip = spawnSync('curl', ['--version']).error ? 'curl is not installed.' : false;

test('curl pays with a form body', {skip}, async (t) => {
  const bench = await openBench(t);
  const curl = async (path: string, ...more: string[]) => {
    const user = `${bench.simulator.secretKey}:`;
    const {stdout} = await promisify(execFile)('curl', [
      '--silent',
      `${bench.origin}/v1/${path}`,
      '--user',
      user,
      ...more,
    ]);
    return JSON.parse(stdout) as {id: string; status: string; metadata: object};
  };
  const made = await curl('payment_intents', '-d', 'amount=2000', '-d', 'currency=usd');
  const paid = await curl(
    `payment_intents/${made.id}/confirm`,
    '-d',
    'payment_method=pm_card_visa',
    '-d',
    'return_url=https://shop.example/return',
  );
  assert.equal(paid.status, 'succeeded');
  const noted = await curl(`payment_intents/${made.id}`, '-d', 'metadata[order]=17');
  assert.deepEqual(noted.metadata, {order: '17'});
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
