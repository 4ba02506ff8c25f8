import assert from 'node:assert/strict';
import {test} from 'node:test';
import {ConfigError, readConfig} from '../../api/config.ts';

const keys = {
  STRIPE_SECRET_KEY: 'sk_test_verysecretindeed',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_public',
  STRIPE_WEBHOOK_SECRET: 'whsec_one,whsec_two',
};
const liveKeys = {
  STRIPE_SECRET_KEY: 'rk_live_verysecretindeed',
  STRIPE_PUBLISHABLE_KEY: 'pk_live_public',
  STRIPE_WEBHOOK_SECRET: 'whsec_one',
  DATABASE_URL: 'postgres://shop:secretpassword@db/shop',
  SMTP_URL: 'smtp://mail',
  MAIL_FROM: 'shop@example.com',
  TRUSTED_PROXIES: '0',
  ALLOWED_ORIGINS: 'https://shop.example',
  PUBLIC_URL: 'https://pay.shop.example/',
};

const merchantAt = (url: string) => ({
  MERCHANT_WEBHOOK_URL: url,
  MERCHANT_WEBHOOK_SECRET: `whsec_${'a'.repeat(32)}`,
});

test('without keys there is the sandbox, open to every page', () => {
  const config = readConfig({STRIPE_SECRET_KEY: ' '});
  assert.equal(config.stripe, undefined);
  assert.equal(config.port, 4242);
  assert.equal(config.dataDir, '.data');
  assert.equal(config.allowedOrigins, '*');
  assert.equal(config.livemode, false);
});

test('the sandbox answers this machine alone, a shop everybody, unless something else is said', () => {
  assert.equal(readConfig({}).host, '127.0.0.1');
  assert.equal(readConfig(keys).host, undefined);
  assert.equal(readConfig({HOST: '0.0.0.0'}).host, '0.0.0.0');
});

test('with keys only the named origins get in, and every webhook secret counts', () => {
  const config = readConfig({...keys, ALLOWED_ORIGINS: 'https://a.example, https://b.example'});
  assert.deepEqual(config.stripe?.webhookSecrets, ['whsec_one', 'whsec_two']);
  assert.deepEqual(config.allowedOrigins, ['https://a.example', 'https://b.example']);
  assert.deepEqual(readConfig(keys).allowedOrigins, []);
  assert.equal(readConfig(liveKeys).livemode, true);
});

test('a contradiction stops the start with a sentence that says what to do', () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{NODE_ENV: 'production'}, /Set STRIPE_SECRET_KEY/],
    [{...keys, NODE_ENV: 'production'}, /Set DATABASE_URL/],
    [{...liveKeys, DATABASE_URL: ''}, /Set DATABASE_URL/],
    [{STRIPE_SECRET_KEY: keys.STRIPE_SECRET_KEY}, /together, or none/],
    [{STRIPE_WEBHOOK_SECRET: 'whsec_one'}, /together, or none/],
    [{STRIPE_API_BASE: 'http://localhost:1'}, /together, or none/],
    [{...keys, STRIPE_PUBLISHABLE_KEY: 'pk_live_public'}, /different modes/],
    [{...keys, STRIPE_SECRET_KEY: 'pk_test_public'}, /STRIPE_SECRET_KEY must begin/],
    [{...keys, STRIPE_WEBHOOK_SECRET: 'secret'}, /STRIPE_WEBHOOK_SECRET must begin/],
    [{...liveKeys, SMTP_URL: ''}, /Set SMTP_URL/],
    [{...liveKeys, TRUSTED_PROXIES: ''}, /Set TRUSTED_PROXIES/],
    [{...liveKeys, ALLOWED_ORIGINS: ''}, /Set ALLOWED_ORIGINS/],
    [{...liveKeys, PUBLIC_URL: ''}, /Set PUBLIC_URL/],
    [{...liveKeys, PUBLIC_URL: 'http://pay.shop.example'}, /Set PUBLIC_URL/],
    [{...liveKeys, TRUSTED_PROXIES: 'many'}, /^TRUSTED_PROXIES is not/],
    [{SMTP_URL: 'smtp://mail'}, /Set MAIL_FROM/],
    [{MERCHANT_WEBHOOK_URL: 'https://shop.example'}, /together, or neither/],
    [{...liveKeys, ...merchantAt('http://shop.example')}, /Use https/],
    [{OWNER_EMAIL: 'owner@shop.example', MAIL_OFF: 'true'}, /either OWNER_EMAIL or MAIL_OFF/],
    [merchantAt('https://user@shop.example'), /Take the user name/],
    [merchantAt('https://:password@shop.example'), /Take the user name/],
    ...[
      'http://localhost:3000',
      'https://LOCALHOST./hook',
      'http://shop.localhost',
      'http://127.0.0.1',
      'http://2130706433',
      'https://10.0.0.8/hook',
      'https://[::1]',
      'https://[::ffff:192.168.0.1]',
    ].map((url): [Record<string, string>, RegExp] => [merchantAt(url), /ALLOW_PRIVATE=true/]),
    [{PORT: 'eighty'}, /^PORT is not/],
    [{PORT: '70000'}, /^PORT is not/],
    [{ALLOWED_ORIGINS: 'https://a.example/'}, /ALLOWED_ORIGINS must be origins/],
    [{DATABASE_URL: 'mysql://db'}, /DATABASE_URL must begin/],
    [{DEFAULT_CURRENCY: 'EUR'}, /DEFAULT_CURRENCY must be/],
    [{LOG_LEVEL: 'loud'}, /LOG_LEVEL/],
  ];
  for (const [env, sentence] of cases) {
    assert.throws(
      () => readConfig(env),
      (error) => {
        assert.ok(error instanceof ConfigError, JSON.stringify(env));
        assert.match(error.message, sentence);
        return true;
      },
    );
  }
});

test("a merchant's server may be anywhere public, and elsewhere where that is said", () => {
  for (const url of ['https://shop.example/hook', 'https://[2606:4700::1111]', 'http://8.8.8.8']) {
    assert.equal(readConfig(merchantAt(url)).merchantWebhook?.url, url);
  }
  const allowed = {...merchantAt('http://localhost:3000'), MERCHANT_WEBHOOK_ALLOW_PRIVATE: 'true'};
  assert.equal(readConfig(allowed).merchantWebhook?.allowPrivate, true);
});

test('a live key alone makes it a production', () => {
  const embedded = {...liveKeys, DATABASE_URL: '', ALLOW_EMBEDDED_DATABASE: 'true'};
  assert.equal(readConfig(embedded).databaseUrl, undefined);
  assert.equal(readConfig(liveKeys).drainDelayMs, 5000);
  assert.equal(readConfig({...liveKeys, DRAIN_DELAY_SECONDS: '0'}).drainDelayMs, 0);
  assert.equal(readConfig(keys).drainDelayMs, 0);
});

test('no message quotes a secret', () => {
  const bad = {
    ...keys,
    STRIPE_SECRET_KEY: 'sk_nope_verysecretindeed',
    STRIPE_WEBHOOK_SECRET: 'topsecret',
    DATABASE_URL: 'mysql://shop:secretpassword@db',
    SMTP_URL: 'http://user:mailsecret@mail',
    METRICS_TOKEN: 'short',
  };
  assert.throws(
    () => readConfig(bad),
    (error) =>
      error instanceof Error &&
      !/verysecret|topsecret|secretpassword|mailsecret|short/.test(error.message),
  );
});
