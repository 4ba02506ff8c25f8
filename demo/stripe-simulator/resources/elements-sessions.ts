import {endpoint} from '../http/endpoint.ts';
import {invalid} from '../http/errors.ts';
import {boolean, hash, integer, leftOut, list, oneOf, string} from '../http/parameters.ts';
import {checkAmount, currencyRule} from '../machine/money.ts';
import {present} from '../machine/states.ts';
import type {Call} from '../world.ts';
import {methodOptions} from './method-options.ts';
import {methodFields} from './method-wishes.ts';
import {findIntent} from './intent-parts.ts';
import {savedMethods} from './saved-methods.ts';

const deferredRule = hash({
  mode: oneOf('payment', 'setup', 'subscription'),
  amount: integer(0),
  currency: currencyRule,
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  setup_future_usage: oneOf('off_session', 'on_session'),
  on_behalf_of: leftOut,
  allowed_payment_method_types: list(string()),
  excluded_payment_method_types: list(string()),
  payment_method_configuration: leftOut,
  payment_method_options: methodOptions,
});

/** What Stripe.js asks before it draws a Payment Element: which methods, in which order. */
export const elementsSessions = [
  endpoint(
    'GET /v1/elements/sessions',
    {
      type: oneOf('payment_intent', 'deferred_intent'),
      client_secret: string(),
      customer_session_client_secret: string(),
      deferred_intent: deferredRule,
      locale: string(),
      referrer_host: string(),
      is_aggregation_expected: boolean,
      stripe_js_id: string(),
    },
    (call, given) => {
      const kept = given.customer_session_client_secret;
      const session = {
        ...sessionBase(call),
        customer: kept === undefined ? null : savedMethods(call, kept),
      };
      if (given.type === 'payment_intent') {
        const secret = given.client_secret ?? '';
        const id = secret.split('_secret_')[0] ?? '';
        const intent = findIntent(call, id, secret);
        return {
          ...session,
          ordered_payment_method_types: intent.payment_method_types,
          payment_intent: present(call, intent),
        };
      }
      return {...session, ordered_payment_method_types: deferredTypes(call, given.deferred_intent)};
    },
    {publishable: true},
  ),
];

function deferredTypes(call: Call, intent: ReturnType<typeof deferredRule.read> = {}): string[] {
  const name = (field: string) => `deferred_intent[${field}]`;
  const needed = (field: string) =>
    invalid(`Missing required param: ${name(field)}.`, name(field), 'parameter_missing');
  if (!intent.mode) throw needed('mode');
  if (!intent.currency && intent.mode !== 'setup') throw needed('currency');
  if (intent.amount === undefined && intent.mode === 'payment') throw needed('amount');
  const currency = intent.currency ?? 'usd';
  if (intent.mode === 'payment' && intent.amount !== undefined) {
    checkAmount(intent.amount, currency, name('amount'));
  }
  const captureMethod = intent.capture_method ?? 'automatic_async';
  const {allowed_payment_method_types, excluded_payment_method_types} = intent;
  return methodFields(
    call,
    {
      ...(allowed_payment_method_types && {allowed_payment_method_types}),
      ...(excluded_payment_method_types && {excluded_payment_method_types}),
    },
    {currency, captureMethod},
  ).payment_method_types;
}

function sessionBase(call: Call) {
  const {ids, account} = call.world;
  return {
    id: ids.next('elements_session'),
    object: 'elements_session',
    account_id: 'acct_1Simulated',
    apple_pay_preference: 'enabled',
    business_name: 'Simulated shop',
    google_pay_preference: 'enabled',
    merchant_country: account.country,
    merchant_currency: 'usd',
    livemode: false,
    payment_intent: null as object | null,
    ordered_payment_method_types: [] as string[],
  };
}
