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
};

test('without keys there is the sandbox, open to every page', () => {
  const config = readConfig({STRIPE_SECRET_KEY: ' '});
  assert.equal(config.stripe, undefined);
  assert.equal(config.port, 4242);
  assert.equal(config.dataDir, '.data');
  assert.equal(config.allowedOrigins, '*');
  assert.equal(config.livemode, false);
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
    [{STRIPE_SECRET_KEY: keys.STRIPE_SECRET_KEY}, /together, or none/],
    [{STRIPE_WEBHOOK_SECRET: 'whsec_one'}, /together, or none/],
    [{STRIPE_API_BASE: 'http://localhost:1'}, /together, or none/],
    [{...keys, STRIPE_PUBLISHABLE_KEY: 'pk_live_public'}, /different modes/],
    [{...keys, STRIPE_SECRET_KEY: 'pk_test_public'}, /STRIPE_SECRET_KEY must begin/],
    [{...keys, STRIPE_WEBHOOK_SECRET: 'secret'}, /STRIPE_WEBHOOK_SECRET must begin/],
    [{...liveKeys, SMTP_URL: ''}, /Set SMTP_URL/],
    [{SMTP_URL: 'smtp://mail'}, /Set MAIL_FROM/],
    [{MERCHANT_WEBHOOK_URL: 'https://shop.example'}, /together, or neither/],
    [
      {
        ...liveKeys,
        MERCHANT_WEBHOOK_URL: 'http://shop.example',
        MERCHANT_WEBHOOK_SECRET: `whsec_${'a'.repeat(32)}`,
      },
      /Use https/,
    ],
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
