/**
 * The environment, read and checked once. Everything else takes a `Config`.
 *
 * A mistake is a `ConfigError` whose sentences say what to do. No message ever quotes a value:
 * half of these variables are secrets.
 */
import {z} from 'zod';
import {isPrivateUrl} from './effects/public-address.ts';

export interface Config {
  port: number;
  /** The address to listen on; every one when absent. The sandbox answers this machine alone. */
  host: string | undefined;
  dataDir: string;
  databaseUrl: string | undefined;
  /** Absent: there are no keys, and the sandbox stands in for Stripe. */
  stripe: StripeKeys | undefined;
  /** Where Stripe's API is, when it is not Stripe's own: tests and the simulator. */
  stripeApiBase: URL | undefined;
  livemode: boolean;
  /** Ask Stripe to mail its own receipt too. */
  stripeReceipts: boolean;
  defaultCurrency: string;
  /** An order not paid by then expires. */
  orderLifetimeMs: number;
  /** How long stock is held back for a buyer who began to pay and does not go on. */
  reservationMs: number;
  /** `*` in the sandbox. */
  allowedOrigins: '*' | string[];
  publicUrl: string | undefined;
  mail: {smtpUrl: string | undefined; from: string; off: boolean};
  merchantWebhook: {url: string; secret: string; allowPrivate: boolean} | undefined;
  /** Who hears of each paid order, and of what a person must look at. */
  ownerEmail: string | undefined;
  /** What becomes of a payment that the shop should not keep: told, or told and sent back. */
  unfulfillable: 'alert' | 'refund';
  /** How long an event's payload, which names the buyer, is kept. */
  eventRetentionMs: number;
  /** How long an order is kept that ended unpaid. */
  unpaidRetentionMs: number;
  /** Absent: no challenge is ever asked for. */
  captcha: {siteKey: string; secretKey: string; verifyUrl: string} | undefined;
  /** Multiplies what a client may do; 0 sets no limits. */
  rateLimitFactor: number;
  /** More requests at the same time than that are refused. */
  mostAtOnce: number;
  /** New orders are refused while timers are later than that: each answer would be late as well. */
  mostLagMs: number;
  /** How long a stopping server still serves, so that balancers see that it is not ready. */
  drainDelayMs: number;
  metricsToken: string | undefined;
  /** How many proxies in front of the server may be believed about the client's address. */
  trustedProxies: number;
  logLevel: string;
}

export interface StripeKeys {
  secretKey: string;
  publishableKey: string;
  webhookSecrets: string[];
}

/** What is wrong with the environment, one sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export function readConfig(env: Record<string, string | undefined>): Config {
  // An empty variable is how many hosts write "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = environment.safeParse(given);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(sentence).join('\n'));
  const values = parsed.data;
  const stripe = stripeKeys(values);
  const livemode = stripe ? /^[sr]k_live_/.test(stripe.secretKey) : false;
  const production = values.NODE_ENV === 'production';
  // Whoever has forgotten NODE_ENV takes real money all the same.
  const isForReal = production || livemode;
  const merchantUrl = values.MERCHANT_WEBHOOK_URL
    ? new URL(values.MERCHANT_WEBHOOK_URL)
    : undefined;

  refuse([
    [
      production && !stripe,
      'Set STRIPE_SECRET_KEY: the sandbox does not run with NODE_ENV=production.',
    ],
    [
      isForReal && !values.DATABASE_URL && !values.ALLOW_EMBEDDED_DATABASE,
      'Set DATABASE_URL to a Postgres database: the embedded one can lose orders in a power cut. (ALLOW_EMBEDDED_DATABASE=true accepts that.)',
    ],
    [
      livemode && !values.SMTP_URL && !values.MAIL_OFF,
      'Set SMTP_URL and MAIL_FROM, so that buyers get their confirmation, or MAIL_OFF=true.',
    ],
    [Boolean(values.SMTP_URL) && values.MAIL_OFF, 'Set either SMTP_URL or MAIL_OFF, not both.'],
    [
      Boolean(values.SMTP_URL) && !values.MAIL_FROM,
      'Set MAIL_FROM, the address that mails come from.',
    ],
    [
      Boolean(values.OWNER_EMAIL) && values.MAIL_OFF,
      'Set either OWNER_EMAIL or MAIL_OFF, not both: the owner is told by mail.',
    ],
    [
      Boolean(values.MERCHANT_WEBHOOK_URL) !== Boolean(values.MERCHANT_WEBHOOK_SECRET),
      'Set MERCHANT_WEBHOOK_URL and MERCHANT_WEBHOOK_SECRET together, or neither.',
    ],
    [
      livemode && merchantUrl?.protocol === 'http:',
      'Use https in MERCHANT_WEBHOOK_URL: with a live key, orders do not travel in clear.',
    ],
    [
      Boolean(merchantUrl?.username || merchantUrl?.password),
      'Take the user name and password out of MERCHANT_WEBHOOK_URL: they are not sent. Calls are signed with MERCHANT_WEBHOOK_SECRET.',
    ],
    [
      Boolean(merchantUrl && isPrivateUrl(merchantUrl)) && !values.MERCHANT_WEBHOOK_ALLOW_PRIVATE,
      'Set MERCHANT_WEBHOOK_ALLOW_PRIVATE=true, if the private address in MERCHANT_WEBHOOK_URL is meant: without it, only public addresses are called.',
    ],
    [
      livemode && !values.ALLOWED_ORIGINS,
      'Set ALLOWED_ORIGINS to the origins of the pages that carry the tag, such as https://shop.example: browsers let no other page ask this server.',
    ],
    [
      livemode && !values.PUBLIC_URL?.startsWith('https:'),
      'Set PUBLIC_URL to the https address under which browsers know this server, such as https://pay.example.com: mails carry its name, and with a live key Stripe.js wants https.',
    ],
    [
      livemode && values.TRUSTED_PROXIES === undefined,
      'Set TRUSTED_PROXIES to how many proxies (load balancers, a CDN) stand in front of this server, 0 where there are none: with too few, all buyers share the limits of one; with too many, anybody can pose as another.',
    ],
    [
      Boolean(values.TURNSTILE_SITE_KEY) !== Boolean(values.TURNSTILE_SECRET_KEY),
      'Set TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY together, or neither.',
    ],
  ]);

  return {
    port: values.PORT,
    // Whoever reaches the sandbox moves its clock and reads its mails.
    host: values.HOST ?? (stripe ? undefined : '127.0.0.1'),
    dataDir: values.DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    stripe,
    stripeApiBase: values.STRIPE_API_BASE ? new URL(values.STRIPE_API_BASE) : undefined,
    livemode,
    stripeReceipts: values.STRIPE_RECEIPTS,
    defaultCurrency: values.DEFAULT_CURRENCY,
    orderLifetimeMs: values.ORDER_LIFETIME_MINUTES * 60_000,
    reservationMs: values.RESERVATION_MINUTES * 60_000,
    allowedOrigins: values.ALLOWED_ORIGINS ?? (stripe ? [] : '*'),
    publicUrl: values.PUBLIC_URL,
    mail: {
      smtpUrl: values.SMTP_URL,
      from: values.MAIL_FROM ?? 'One-page checkout <checkout@localhost>',
      off: values.MAIL_OFF,
    },
    merchantWebhook:
      values.MERCHANT_WEBHOOK_URL && values.MERCHANT_WEBHOOK_SECRET
        ? {
            url: values.MERCHANT_WEBHOOK_URL,
            secret: values.MERCHANT_WEBHOOK_SECRET,
            allowPrivate: values.MERCHANT_WEBHOOK_ALLOW_PRIVATE,
          }
        : undefined,
    ownerEmail: values.OWNER_EMAIL,
    unfulfillable: values.UNFULFILLABLE,
    eventRetentionMs: values.EVENT_RETENTION_DAYS * 86_400_000,
    unpaidRetentionMs: values.UNPAID_RETENTION_DAYS * 86_400_000,
    captcha:
      values.TURNSTILE_SITE_KEY && values.TURNSTILE_SECRET_KEY
        ? {
            siteKey: values.TURNSTILE_SITE_KEY,
            secretKey: values.TURNSTILE_SECRET_KEY,
            verifyUrl: values.TURNSTILE_VERIFY_URL,
          }
        : undefined,
    rateLimitFactor: values.RATE_LIMIT_FACTOR,
    mostAtOnce: values.MOST_REQUESTS_AT_ONCE,
    mostLagMs: values.MOST_LAG_MS,
    drainDelayMs: (values.DRAIN_DELAY_SECONDS ?? (isForReal ? 5 : 0)) * 1000,
    metricsToken: values.METRICS_TOKEN,
    trustedProxies: values.TRUSTED_PROXIES ?? 0,
    // The sandbox talks to a person at a terminal, who would not find the address among requests.
    logLevel: values.LOG_LEVEL ?? (stripe ? 'info' : 'warn'),
  };
}

const flag = z.stringbool().default(false);
const list = z.string().transform((text) => text.split(',').map((part) => part.trim()));
const webAddress = (text: string): boolean => {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
};
const address = z.string().refine(webAddress, 'must be an http or https address');
const origins = list.pipe(
  z.array(
    z
      .string()
      .refine(
        (text) => webAddress(text) && new URL(text).origin === text,
        'must be origins such as https://shop.example, with no path and no slash at the end',
      ),
  ),
);

const environment = z.object({
  NODE_ENV: z.string().optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4242),
  HOST: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  ALLOW_EMBEDDED_DATABASE: flag,
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^[sr]k_(test|live)_\S+$/, 'must begin with sk_test_, sk_live_, rk_test_ or rk_live_')
    .optional(),
  STRIPE_PUBLISHABLE_KEY: z
    .string()
    .regex(/^pk_(test|live)_\S+$/, 'must begin with pk_test_ or pk_live_')
    .optional(),
  STRIPE_WEBHOOK_SECRET: list
    .pipe(z.array(z.string().regex(/^whsec_\S+$/, 'must begin with whsec_ (several: with commas)')))
    .optional(),
  STRIPE_API_BASE: address.optional(),
  STRIPE_RECEIPTS: flag,
  DEFAULT_CURRENCY: z
    .string()
    .regex(/^[a-z]{3}$/, 'must be three lower-case letters, such as eur')
    .default('usd'),
  ORDER_LIFETIME_MINUTES: z.coerce.number().min(5).max(43_200).default(1440),
  RESERVATION_MINUTES: z.coerce.number().min(5).max(43_200).default(30),
  ALLOWED_ORIGINS: origins.optional(),
  PUBLIC_URL: address.transform((text) => text.replace(/\/+$/, '')).optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().regex(/@/, 'must hold an e-mail address').optional(),
  MAIL_OFF: flag,
  MERCHANT_WEBHOOK_URL: address.optional(),
  MERCHANT_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{24,}={0,2}$/, 'must be whsec_ and at least 24 base64 characters')
    .optional(),
  MERCHANT_WEBHOOK_ALLOW_PRIVATE: flag,
  OWNER_EMAIL: z.email('must be an e-mail address').optional(),
  UNFULFILLABLE: z.enum(['alert', 'refund']).default('alert'),
  // Never shorter than Stripe sends an event again: https://docs.stripe.com/webhooks#retries
  EVENT_RETENTION_DAYS: z.coerce.number().min(3).max(3650).default(30),
  // Never shorter than Stripe lists its events, by which an order is found again:
  // https://docs.stripe.com/api/events
  UNPAID_RETENTION_DAYS: z.coerce.number().min(30).max(3650).default(90),
  TURNSTILE_SITE_KEY: z.string().optional(),
  TURNSTILE_SECRET_KEY: z.string().optional(),
  TURNSTILE_VERIFY_URL: address.default(
    'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  ),
  RATE_LIMIT_FACTOR: z.coerce.number().min(0).max(1_000_000).default(1),
  MOST_REQUESTS_AT_ONCE: z.coerce.number().int().min(1).max(100_000).default(400),
  // With timers a quarter of a second late, a buyer waits a second or more for what takes milliseconds.
  MOST_LAG_MS: z.coerce.number().min(50).max(60_000).default(250),
  DRAIN_DELAY_SECONDS: z.coerce.number().min(0).max(120).optional(),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
});

type Environment = z.infer<typeof environment>;

function stripeKeys(values: Environment): StripeKeys | undefined {
  const {STRIPE_SECRET_KEY: secretKey, STRIPE_PUBLISHABLE_KEY: publishableKey} = values;
  const webhookSecrets = values.STRIPE_WEBHOOK_SECRET;
  if (!secretKey && !publishableKey && !webhookSecrets && !values.STRIPE_API_BASE) return undefined;
  if (!secretKey || !publishableKey || !webhookSecrets) {
    throw new ConfigError(
      'Set STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET together, or none of them (the sandbox).',
    );
  }
  const modeOf = (key: string) => key.split('_')[1];
  if (modeOf(secretKey) !== modeOf(publishableKey)) {
    throw new ConfigError(
      'STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are of different modes: take both from test, or both from live.',
    );
  }
  return {secretKey, publishableKey, webhookSecrets};
}

function refuse(rules: [boolean, string][]): void {
  const broken = rules.filter(([isBroken]) => isBroken).map(([, text]) => text);
  if (broken.length > 0) throw new ConfigError(broken.join('\n'));
}

/** Zod's own messages may quote the value; ours name the variable and the rule. */
function sentence(issue: z.core.$ZodIssue): string {
  const rule =
    issue.code === 'custom' ||
    (issue.code === 'invalid_format' && !issue.message.startsWith('Invalid'))
      ? issue.message
      : 'is not a value this server understands';
  return `${String(issue.path[0])} ${rule}.`;
}
