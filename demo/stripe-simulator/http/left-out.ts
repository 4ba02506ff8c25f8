import {StripeApiError} from './errors.ts';

/**
 * Resources that Stripe has and the simulator has not. They are answered with 501 and their name, so
 * that nobody takes a gap of the simulator for a mistake of their own; the README lists them.
 */
const leftOut = new Set([
  'account',
  'account_links',
  'account_sessions',
  'accounts',
  'apple_pay',
  'application_fees',
  'apps',
  'balance',
  'balance_settings',
  'billing',
  'billing_portal',
  'climate',
  'country_specs',
  'coupons',
  'credit_notes',
  'entitlements',
  'ephemeral_keys',
  'exchange_rates',
  'file_links',
  'files',
  'financial_connections',
  'forwarding',
  'identity',
  'invoice_payments',
  'invoice_rendering_templates',
  'invoiceitems',
  'invoices',
  'issuing',
  'mandates',
  'payment_links',
  'payment_method_configurations',
  'payment_method_domains',
  'payment_records',
  'payouts',
  'plans',
  'promotion_codes',
  'quotes',
  'reporting',
  'setup_attempts',
  'setup_intents',
  'shipping_rates',
  'sigma',
  'sources',
  'subscription_items',
  'subscription_schedules',
  'subscriptions',
  'tax',
  'tax_codes',
  'tax_ids',
  'tax_rates',
  'terminal',
  'test_helpers',
  'tokens',
  'topups',
  'transfers',
  'treasury',
]);

/** Calls on resources that are here, which themselves are not. */
const leftOutCalls = [
  /^POST \/v1\/payment_intents\/[^/]+\/apply_customer_balance$/,
  /^GET \/v1\/payment_intents\/[^/]+\/amount_details_line_items$/,
  /^\w+ \/v1\/customers\/[^/]+\/(balance_transactions|cash_balance|discount|sources|tax_ids|subscriptions|bank_accounts|cards)/,
  /^GET \/v1\/\w+\/search$/,
  /^\w+ \/v1\/products\/[^/]+\/features/,
  /^\w+ \/v1\/radar\/(value_lists|value_list_items|payment_evaluations)/,
];

/** Why a URL under `/v1/` has no answer. */
export function unknownUrl(method: string, path: string): StripeApiError {
  const resource = path.split('/')[2] ?? '';
  if (leftOut.has(resource) || leftOutCalls.some((call) => call.test(`${method} ${path}`))) {
    return notSimulated(`${method} ${path}`);
  }
  return new StripeApiError(404, {
    type: 'invalid_request_error',
    message: `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  });
}

/** The answer to something Stripe does and the simulator does not. */
export const notSimulated = (what: string) =>
  new StripeApiError(501, {
    type: 'api_error',
    code: 'not_simulated',
    message: `The Stripe simulator leaves this out: ${what}. See demo/stripe-simulator/README.md for what it offers.`,
  });
