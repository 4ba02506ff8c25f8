import type {Stripe} from 'stripe';
import {endpoint} from '../http/endpoint.ts';
import {invalid} from '../http/errors.ts';
import {pageRules, paginate} from '../http/paginate.ts';
import {
  anything,
  hash,
  integer,
  mergeMetadata,
  metadata,
  required,
  string,
} from '../http/parameters.ts';
import {expireSession} from '../machine/checkout-expiry.ts';
import {checkAmount} from '../machine/money.ts';
import {emailIn} from './checkout-buyer.ts';
import {paySession} from './checkout-payment.ts';
import {
  type SessionWishes,
  checkExpiry,
  refuseLeftOut,
  sessionRules,
} from './checkout-session-rules.ts';
import {lineItems} from './checkout-items.ts';
import type {Call} from '../world.ts';
import {customerFor} from './find.ts';
import {methodFields} from './method-wishes.ts';
import {findMethod} from './payment-intent-confirmation.ts';
import {find, isWanted, reads} from './reads.ts';

const root = '/v1/checkout/sessions';

/** https://docs.stripe.com/api/checkout/sessions: the hosted page, for one payment. */
export const checkoutSessions = [
  endpoint(`POST ${root}`, sessionRules, (call, given) => create(call, given)),
  ...reads(
    root,
    'checkout.session',
    (store) => store.checkoutSessions,
    {
      customer: string(),
      customer_details: hash({email: required(string())}),
      payment_intent: string(),
      payment_link: string(),
      status: string(),
      subscription: string(),
    },
    (session, {customer, customer_details, payment_intent, payment_link, status, subscription}) =>
      isWanted(customer, session.customer) &&
      isWanted(customer_details?.email, emailIn(session)) &&
      isWanted(payment_intent, session.payment_intent) &&
      isWanted(status, session.status) &&
      payment_link === undefined &&
      subscription === undefined,
  ),
  endpoint(`POST ${root}/:id`, {metadata, collected_information: anything}, (call, given, path) => {
    const session = findSession(call, path['id']);
    return call.world.store.checkoutSessions.patch(session.id, {
      ...(given.metadata !== undefined && {
        metadata: mergeMetadata(session.metadata ?? {}, given.metadata),
      }),
    });
  }),
  endpoint(`POST ${root}/:id/expire`, {}, (call, _given, path) =>
    expireSession(call, findSession(call, path['id'])),
  ),
  endpoint(`GET ${root}/:id/line_items`, pageRules, (call, page, path) => {
    const {id} = findSession(call, path['id']);
    const items = call.world.store.checkoutItems.get(id)?.items ?? [];
    // In the order of the order: a list of Stripe has the newest first.
    return paginate({all: () => items.toReversed()}, 'item', `${root}/${id}/line_items`, page);
  }),
  // What the page itself asks, and the Stripe CLI when it triggers the events of a session.
  endpoint('GET /v1/payment_pages/:id', {}, (call, _given, path) => findSession(call, path['id']), {
    publishable: true,
  }),
  endpoint(
    'POST /v1/payment_pages/:id/confirm',
    {expected_amount: integer(0), payment_method: required(string())},
    (call, given, path) => {
      const session = findSession(call, path['id']);
      if (given.expected_amount !== undefined && given.expected_amount !== session.amount_total) {
        throw invalid(
          'The amount of this Checkout Session has changed.',
          'expected_amount',
          'checkout_amount_mismatch',
        );
      }
      const method = findMethod(call, given);
      if (method) paySession(call, session, {method});
      return findSession(call, session.id);
    },
    {publishable: true},
  ),
];

function create(call: Call, given: SessionWishes): Stripe.Checkout.Session {
  const {store, ids, clock} = call.world;
  refuseLeftOut(given);
  checkUrls(given);
  const customer = customerFor(call, given.customer);
  if (customer && given.customer_email !== undefined) {
    throw invalid(
      'You may only specify one of these parameters: customer, customer_email.',
      'customer',
      'parameters_exclusive',
    );
  }
  const expiresAt = checkExpiry(given.expires_at, clock.seconds());
  const items = lineItems(call, given.line_items ?? []);
  const currency = items[0]?.currency;
  if (currency === undefined) {
    throw invalid('Missing required param: line_items.', 'line_items', 'parameter_missing');
  }
  const total = items.reduce((sum, item) => sum + item.amount_total, 0);
  checkAmount(total, currency, 'line_items');
  const wishes = given.payment_intent_data ?? {};
  const captureMethod = wishes.capture_method ?? 'automatic_async';
  const methods = methodFields(call, given, {currency, captureMethod});
  const id = ids.next('cs_test');
  store.checkoutItems.put({id, items});
  store.checkoutWishes.put({id, wishes});
  const session = store.checkoutSessions.put({
    id,
    object: 'checkout.session',
    adaptive_pricing: {enabled: false},
    after_expiration: null,
    allow_promotion_codes: given.allow_promotion_codes ?? null,
    allowed_payment_method_types: given.allowed_payment_method_types ?? null,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: {enabled: false, liability: null, provider: null, status: null},
    billing_address_collection: given.billing_address_collection ?? null,
    cancel_url: given.cancel_url ?? null,
    client_reference_id: given.client_reference_id ?? null,
    client_secret: null,
    collected_information: {business_name: null, individual_name: null, shipping_details: null},
    consent: null,
    consent_collection: null,
    created: clock.seconds(),
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: customer?.id ?? null,
    customer_account: null,
    customer_creation: customer ? null : (given.customer_creation ?? 'if_required'),
    customer_details: null,
    customer_email: given.customer_email ?? null,
    discounts: [],
    ...(given.excluded_payment_method_types && {
      excluded_payment_method_types: given.excluded_payment_method_types,
    }),
    expires_at: expiresAt,
    integration_identifier: given.integration_identifier ?? null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: given.locale ?? null,
    managed_payments: null,
    metadata: mergeMetadata({}, given.metadata),
    mode: 'payment',
    origin_context: given.origin_context ?? null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: methods.automatic_payment_methods
      ? {id: 'pmc_1SimulatedAccountDefault', parent: null}
      : null,
    payment_method_options: {},
    payment_method_types: methods.payment_method_types,
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: {enabled: given.phone_number_collection?.enabled ?? false},
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: given.shipping_address_collection
      ? {allowed_countries: given.shipping_address_collection.allowed_countries}
      : null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: given.submit_type ?? null,
    subscription: null,
    success_url: given.success_url ?? null,
    total_details: {amount_discount: 0, amount_shipping: 0, amount_tax: 0},
    ui_mode: 'hosted_page',
    url: `${call.origin}/_simulator/checkout/${id}`,
    wallet_options: null,
  });
  clock.after((expiresAt - clock.seconds()) * 1000, 'expire_checkout', {session: id});
  return session;
}

function checkUrls(given: SessionWishes): void {
  if (given.success_url === undefined) {
    throw invalid('Missing required param: success_url.', 'success_url', 'parameter_missing');
  }
  for (const name of ['success_url', 'cancel_url'] as const) {
    const url = given[name];
    if (url !== undefined && !/^https?:\/\//.test(url)) {
      throw invalid('Not a valid URL', name, 'url_invalid');
    }
  }
}

const findSession = (call: Call, id?: string) =>
  find(call.world.store.checkoutSessions, 'checkout.session', id, 'session');
