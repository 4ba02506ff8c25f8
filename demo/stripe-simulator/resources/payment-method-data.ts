import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {
  type Parameters,
  anything,
  hash,
  integer,
  leftOut,
  mergeMetadata,
  metadata,
  oneOf,
  required,
  string,
} from '../http/parameters.ts';
import {methodTypes} from '../machine/method-types.ts';
import {isIban, testRoutingNumber} from '../machine/test-accounts.ts';
import {cardByToken} from '../machine/test-cards.ts';
import type {Call} from '../world.ts';
import {type NameOf, cardDetails, describeCard, fingerprint, needed} from './card-data.ts';
import {billingDetailsRule} from './shared-rules.ts';

const cardRule = hash({
  number: string(),
  exp_month: integer(),
  exp_year: integer(),
  cvc: string(),
  token: string(),
  networks: leftOut,
});
const bankRule = hash({bank: string()});

/** What describes a payment method, in `POST /v1/payment_methods` and in `payment_method_data`. */
export const methodDataRules = {
  type: required(string()),
  allow_redisplay: oneOf('always', 'limited', 'unspecified'),
  billing_details: billingDetailsRule,
  metadata,
  radar_options: hash({session: string()}),
  card: cardRule,
  us_bank_account: hash({
    account_holder_type: oneOf('company', 'individual'),
    account_number: string(),
    account_type: oneOf('checking', 'savings'),
    financial_connections_account: leftOut,
    routing_number: string(),
  }),
  sepa_debit: hash({iban: required(string())}),
  eps: bankRule,
  ideal: bankRule,
  p24: bankRule,
  klarna: hash({dob: anything}),
  boleto: hash({tax_id: required(string())}),
  ...Object.fromEntries(
    ['affirm', 'afterpay_clearpay', 'alipay', 'alma', 'amazon_pay', 'bancontact', 'billie'].map(
      (name) => [name, anything],
    ),
  ),
  ...Object.fromEntries(
    [
      'customer_balance',
      'giropay',
      'grabpay',
      'kakao_pay',
      'konbini',
      'link',
      'mobilepay',
      'multibanco',
    ].map((name) => [name, anything]),
  ),
  ...Object.fromEntries(
    [
      'oxxo',
      'paypal',
      'revolut_pay',
      'twint',
      'cashapp',
      'paynow',
      'pix',
      'promptpay',
      'swish',
      'wechat_pay',
    ].map((name) => [name, anything]),
  ),
  // Stripe.js adds these to tell people from machines; they change nothing here.
  client_attribution_metadata: anything,
  guid: anything,
  muid: anything,
  pasted_fields: anything,
  payment_user_agent: anything,
  referrer: anything,
  sid: anything,
  time_on_page: anything,
};
export type MethodData = Parameters<typeof methodDataRules>;

/** Makes a payment method and remembers the number that stands behind it. */
export function createMethod(call: Call, data: MethodData, prefix = ''): Stripe.PaymentMethod {
  const nameOf = (...path: string[]) =>
    prefix ? `${prefix}${path.map((part) => `[${part}]`).join('')}` : bracketed(path);
  if (!methodTypes[data.type]) {
    throw invalid(
      `Invalid ${nameOf('type')}: must be one of ${Object.keys(methodTypes).join(', ')}`,
      nameOf('type'),
    );
  }
  const {number, details} = describe(call, data, nameOf);
  return keepMethod(call, data, number, details);
}

/** A server names test cards by token; each use makes a new payment method, as on Stripe. */
export function createMethodFromToken(call: Call, token: string): Stripe.PaymentMethod | undefined {
  const card = cardByToken(token);
  if (!card) return undefined;
  const year = new Date(call.world.clock.now()).getUTCFullYear() + 1;
  const details = {card: cardDetails(card.number, 8, year, card)};
  return keepMethod(call, {type: 'card'}, card.number, details);
}

function keepMethod(
  call: Call,
  data: MethodData,
  number: string,
  details: Partial<Stripe.PaymentMethod>,
): Stripe.PaymentMethod {
  const {store, ids, clock} = call.world;
  const method = store.paymentMethods.put({
    id: ids.next('pm'),
    object: 'payment_method',
    allow_redisplay: data.allow_redisplay ?? 'unspecified',
    billing_details: billingDetails(data.billing_details),
    created: clock.seconds(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: mergeMetadata({}, data.metadata),
    type: data.type,
    ...details,
  });
  store.instruments.put({id: method.id, number});
  return method;
}

export function billingDetails(
  given: MethodData['billing_details'],
): Stripe.PaymentMethod.BillingDetails {
  return {
    address: {...noAddress, ...given?.address},
    email: given?.email ?? null,
    name: given?.name ?? null,
    phone: given?.phone ?? null,
    tax_id: given?.tax_id ?? null,
  };
}
export const noAddress = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

function describe(
  call: Call,
  data: MethodData,
  nameOf: NameOf,
): {number: string; details: Partial<Stripe.PaymentMethod>} {
  switch (data.type) {
    case 'card':
      return describeCard(call, data.card, nameOf);
    case 'us_bank_account':
      return describeUsAccount(call, data, nameOf);
    case 'sepa_debit': {
      const iban = needed(data.sepa_debit?.iban, nameOf('sepa_debit', 'iban'))
        .replace(/\s/g, '')
        .toUpperCase();
      if (!isIban(iban)) {
        throw invalid(
          'The IBAN you provided is invalid.',
          nameOf('sepa_debit', 'iban'),
          'invalid_bank_account_iban',
        );
      }
      const sepa_debit = {
        bank_code: iban.slice(4, 9),
        branch_code: '',
        country: iban.slice(0, 2),
        fingerprint: fingerprint(iban),
        generated_from: {charge: null, setup_attempt: null},
        last4: iban.slice(-4),
      };
      return {number: iban, details: {sepa_debit}};
    }
    case 'ideal':
      return {number: '', details: {ideal: {bank: data.ideal?.bank ?? null, bic: null}}};
    case 'eps':
    case 'p24':
      return {number: '', details: {[data.type]: {bank: data[data.type]?.bank ?? null}}};
    case 'boleto':
      return {number: '', details: {boleto: {tax_id: data.boleto?.tax_id ?? ''}}};
    case 'cashapp':
      return {number: '', details: {cashapp: {buyer_id: null, cashtag: null}}};
    case 'paypal': {
      const payer_email = data.billing_details?.email ?? null;
      const paypal = {country: 'US', payer_email, payer_id: null};
      return {number: '', details: {paypal}};
    }
    default:
      return {number: '', details: {[data.type]: {}}};
  }
}

function describeUsAccount(call: Call, data: MethodData, nameOf: NameOf) {
  const bank = data.us_bank_account ?? {};
  const routing = needed(bank.routing_number, nameOf('us_bank_account', 'routing_number'));
  const number = needed(bank.account_number, nameOf('us_bank_account', 'account_number'));
  if (routing !== testRoutingNumber) {
    const message =
      'You must use a test bank account number in test mode. Try 000123456789 with routing number 110000000.';
    throw invalid(message, nameOf('us_bank_account', 'routing_number'), 'routing_number_invalid');
  }
  // A server may leave the name out, a page has asked for it.
  if (call.key === 'publishable' && !data.billing_details?.name) {
    const param = nameOf('billing_details', 'name');
    throw invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
  }
  const us_bank_account: Stripe.PaymentMethod.UsBankAccount = {
    account_holder_type: bank.account_holder_type ?? 'individual',
    account_type: bank.account_type ?? 'checking',
    bank_name: 'STRIPE TEST BANK',
    financial_connections_account: null,
    fingerprint: fingerprint(routing + number),
    last4: number.slice(-4),
    networks: {preferred: 'ach', supported: ['ach']},
    routing_number: routing,
    status_details: {},
  };
  return {number, details: {us_bank_account}};
}

const bracketed = ([first = '', ...rest]: string[]) =>
  first + rest.map((part) => `[${part}]`).join('');
