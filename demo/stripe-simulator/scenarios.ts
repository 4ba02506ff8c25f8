import {isDeepStrictEqual} from 'node:util';

/**
 * What may be made to happen, for the panel and for tests. `normal` everywhere is a Stripe in good
 * health in which each test card does what its row of the table says.
 */
export interface Settings {
  /** Overrules the outcome of every card. */
  payment: PaymentScenario;
  /** How the REST interface behaves. */
  api: 'normal' | 'down' | 'rate_limited' | 'lock_timeout' | 'timeout';
  /** How the script of Stripe.js is served. */
  stripeJs: 'normal' | 'blocked' | 'slow';
  /** How long a slow Stripe.js takes, in milliseconds. */
  stripeJsDelay: number;
  /** What happens to webhooks on their way. */
  webhooks: WebhookFault;
  /** Whether the simulated buyer goes and pays a voucher. */
  vouchers: 'paid' | 'unpaid';
  /** Whether a payment that is being processed may be cancelled, as Stripe allows "in rare cases". */
  cancelsProcessing: boolean;
  /** Milliseconds added to every answer of the REST interface. */
  latency: number;
  /** How long debits, refunds and other slow outcomes take, in milliseconds. */
  settleAfter: number;
  /** How long a delayed webhook, or the first of a reordered pair, is held back. */
  webhookDelay: number;
}

export type WebhookFault =
  'normal' | 'lost' | 'doubled' | 'delayed' | 'reordered' | 'bad_signature';

export const paymentScenarios = [
  'by_card',
  'success',
  'generic_decline',
  'insufficient_funds',
  'lost_card',
  'stolen_card',
  'expired_card',
  'incorrect_cvc',
  'processing_error',
  'card_velocity_exceeded',
  'three_d_secure',
  'three_d_secure_failed',
  'processing_then_success',
  'processing_then_failure',
  'dispute',
  'early_fraud_warning',
  'refund_pending',
  'refund_failed',
] as const;
export type PaymentScenario = (typeof paymentScenarios)[number];

export const healthy: Settings = {
  payment: 'by_card',
  api: 'normal',
  stripeJs: 'normal',
  stripeJsDelay: 5000,
  webhooks: 'normal',
  vouchers: 'paid',
  cancelsProcessing: false,
  latency: 0,
  settleAfter: 3000,
  webhookDelay: 2000,
};

/** Named sets of settings: what the panel offers and what tests name. */
export const scenarios = {
  healthy: {},
  success: {payment: 'success'},
  card_declined: {payment: 'generic_decline'},
  insufficient_funds: {payment: 'insufficient_funds'},
  lost_card: {payment: 'lost_card'},
  stolen_card: {payment: 'stolen_card'},
  expired_card: {payment: 'expired_card'},
  incorrect_cvc: {payment: 'incorrect_cvc'},
  processing_error: {payment: 'processing_error'},
  card_velocity_exceeded: {payment: 'card_velocity_exceeded'},
  three_d_secure: {payment: 'three_d_secure'},
  three_d_secure_failed: {payment: 'three_d_secure_failed'},
  processing_then_success: {payment: 'processing_then_success'},
  processing_then_failure: {payment: 'processing_then_failure'},
  dispute: {payment: 'dispute'},
  early_fraud_warning: {payment: 'early_fraud_warning'},
  refund_pending: {payment: 'refund_pending'},
  refund_failed: {payment: 'refund_failed'},
  voucher_unpaid: {vouchers: 'unpaid'},
  cancels_processing: {cancelsProcessing: true},
  stripe_js_blocked: {stripeJs: 'blocked'},
  stripe_js_slow: {stripeJs: 'slow'},
  api_down: {api: 'down'},
  rate_limited: {api: 'rate_limited'},
  lock_timeout: {api: 'lock_timeout'},
  timeout: {api: 'timeout'},
  webhooks_lost: {webhooks: 'lost'},
  webhooks_doubled: {webhooks: 'doubled'},
  webhooks_delayed: {webhooks: 'delayed'},
  webhooks_reordered: {webhooks: 'reordered'},
  webhooks_bad_signature: {webhooks: 'bad_signature'},
} as const satisfies Record<string, Partial<Settings>>;
export type ScenarioName = keyof typeof scenarios;

const scenarioEntries = Object.entries(scenarios) as [ScenarioName, Partial<Settings>][];

/** The scenario that these settings are, if they are one. */
export function scenarioOf(settings: Readonly<Settings>): ScenarioName | null {
  const isIt = ([, change]: [ScenarioName, Partial<Settings>]) =>
    isDeepStrictEqual({...healthy, ...change}, {...settings});
  return scenarioEntries.find(isIt)?.[0] ?? null;
}
