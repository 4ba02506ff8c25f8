import {email} from '../http/email.ts';
import {StripeApiError} from '../http/errors.ts';
import {notSimulated} from '../http/left-out.ts';
import {
  type Parameters,
  anything,
  boolean,
  hash,
  integer,
  list,
  metadata,
  oneOf,
  required,
  string,
} from '../http/parameters.ts';
import {methodTypes} from '../machine/method-types.ts';
import {currencyRule} from '../machine/money.ts';
import {priceData, productFields} from './catalogue-objects.ts';
import {shippingRule} from './shared-rules.ts';

const typeList = list(oneOf(...Object.keys(methodTypes)));
const switchedOn = hash({enabled: boolean});

const lineItemRule = hash({
  adjustable_quantity: switchedOn,
  metadata,
  price: string(),
  price_data: hash({
    ...priceData,
    product: string(),
    product_data: hash({...productFields, name: required(string())}),
  }),
  quantity: integer(1, 999_999),
  tax_rates: anything,
});

/** https://docs.stripe.com/api/checkout/sessions/create */
export const sessionRules = {
  adaptive_pricing: switchedOn,
  after_expiration: anything,
  allow_promotion_codes: boolean,
  allowed_payment_method_types: typeList,
  automatic_tax: hash({enabled: required(boolean), liability: anything}),
  billing_address_collection: oneOf('auto', 'required'),
  branding_settings: anything,
  cancel_url: string(),
  client_reference_id: string(200),
  consent_collection: anything,
  currency: currencyRule,
  custom_fields: anything,
  custom_text: anything,
  customer: string(),
  customer_creation: oneOf('always', 'if_required'),
  customer_email: email(),
  customer_update: anything,
  discounts: anything,
  excluded_payment_method_types: typeList,
  expires_at: integer(),
  integration_identifier: string(),
  invoice_creation: hash({enabled: boolean, invoice_data: anything}),
  line_items: list(lineItemRule),
  locale: string(),
  metadata,
  mode: oneOf('payment', 'setup', 'subscription'),
  name_collection: anything,
  optional_items: anything,
  origin_context: oneOf('mobile_app', 'web'),
  payment_intent_data: hash({
    application_fee_amount: integer(0),
    capture_method: oneOf('automatic', 'automatic_async', 'manual'),
    description: string(1000),
    metadata,
    receipt_email: email(),
    setup_future_usage: oneOf('off_session', 'on_session'),
    shipping: shippingRule,
    statement_descriptor: string(22),
    statement_descriptor_suffix: string(22),
    transfer_group: string(),
  }),
  payment_method_collection: oneOf('always', 'if_required'),
  payment_method_configuration: string(),
  payment_method_data: anything,
  payment_method_options: anything,
  // Refused for endive and later, see method-wishes.ts.
  payment_method_types: typeList,
  permissions: anything,
  phone_number_collection: switchedOn,
  redirect_on_completion: oneOf('always', 'if_required', 'never'),
  return_url: string(),
  saved_payment_method_options: anything,
  setup_intent_data: anything,
  shipping_address_collection: hash({allowed_countries: required(list(string(2)))}),
  shipping_options: anything,
  submit_type: oneOf('auto', 'book', 'donate', 'pay', 'subscribe'),
  subscription_data: anything,
  success_url: string(),
  tax_id_collection: switchedOn,
  ui_mode: oneOf('elements', 'embedded_page', 'form', 'hosted_page'),
  wallet_options: anything,
};
export type SessionWishes = Parameters<typeof sessionRules>;

const leftOut = [
  'after_expiration',
  'branding_settings',
  'consent_collection',
  'custom_fields',
  'custom_text',
  'customer_update',
  'discounts',
  'name_collection',
  'optional_items',
  'payment_method_configuration',
  'payment_method_data',
  'payment_method_options',
  'permissions',
  'saved_payment_method_options',
  'setup_intent_data',
  'shipping_options',
  'subscription_data',
] as const;

/** What a Checkout page can do on Stripe and not here, by name. */
export function refuseLeftOut(given: SessionWishes): void {
  const named = leftOut.find((name) => given[name] !== undefined);
  if (named) throw notSimulated(`${named} of Checkout Sessions`);
  if (given.adaptive_pricing?.enabled) throw notSimulated('adaptive pricing of Checkout Sessions');
  if (given.allow_promotion_codes) throw notSimulated('promotion codes of Checkout Sessions');
  if (given.automatic_tax?.enabled) throw notSimulated('automatic tax of Checkout Sessions');
  if (given.invoice_creation?.enabled) throw notSimulated('invoices of Checkout Sessions');
  if (given.tax_id_collection?.enabled) throw notSimulated('tax ids of Checkout Sessions');
  if (given.mode !== undefined && given.mode !== 'payment') {
    throw notSimulated(`Checkout Sessions in the mode ${given.mode}`);
  }
  if (given.ui_mode !== undefined && given.ui_mode !== 'hosted_page') {
    throw notSimulated(`Checkout Sessions with the ui_mode ${given.ui_mode}`);
  }
  const item = given.line_items?.find(
    (each) => each.tax_rates ?? each.adjustable_quantity?.enabled,
  );
  if (item) throw notSimulated('tax rates and adjustable quantities of Checkout Sessions');
}

/** https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-expires_at */
export function checkExpiry(at: number | undefined, now: number): number {
  const day = 24 * 3600;
  if (at === undefined) return now + day;
  if (at < now + 1800 - 60 || at > now + day + 60) {
    throw new StripeApiError(400, {
      type: 'invalid_request_error',
      param: 'expires_at',
      message:
        'The `expires_at` timestamp must be at least 30 minutes and less than 24 hours from Checkout Session creation.',
    });
  }
  return at;
}
