import type {Stripe} from 'stripe';
import {endpoint} from '../http/endpoint.ts';
import {invalid, missing} from '../http/errors.ts';
import {hash, integer, required, string} from '../http/parameters.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {changeMethod, findMethodById} from './payment-methods.ts';
import {billingDetailsRule} from './shared-rules.ts';

/** What a Payment Element may know of a returning customer: https://docs.stripe.com/payments/save-customer-payment-methods */
export function savedMethods(call: Call, secret: string) {
  const {store} = call.world;
  const {components, customer} = findSession(call, secret);
  const features = components?.payment_element.features;
  if (!features) return null;
  const isShown = features.payment_method_redisplay === 'enabled';
  const methods = store.paymentMethods
    .all()
    .filter(
      ({customer: owner, type, allow_redisplay}) =>
        owner === customer &&
        type === 'card' &&
        features.payment_method_allow_redisplay_filters.some((each) => each === allow_redisplay),
    )
    .reverse()
    .slice(0, features.payment_method_redisplay_limit ?? 3);
  return {payment_methods: isShown ? methods : [], features};
}

/**
 * The page's ways to change what is kept: correcting a method always, taking it away when the session
 * permits it. The calls of the real Stripe.js are not documented; only the events they cause are.
 */
export const savedMethodCalls = [
  endpoint(
    'POST /v1/elements/payment_methods/:id',
    {
      customer_session_client_secret: required(string()),
      billing_details: billingDetailsRule,
      card: hash({exp_month: integer(1, 12), exp_year: integer()}),
    },
    (call, {customer_session_client_secret, ...change}, path) => {
      const {customer} = findSession(call, customer_session_client_secret);
      const method = findMethodById(call, path['id']);
      if (method.customer !== customer) {
        throw invalid('This customer session does not permit changing this payment method.');
      }
      return changeMethod(call, method, change);
    },
    {publishable: true},
  ),
  endpoint(
    'POST /v1/elements/payment_methods/:id/detach',
    {customer_session_client_secret: required(string())},
    (call, given, path) => {
      const {components, customer} = findSession(call, given.customer_session_client_secret);
      const method = findMethodById(call, path['id']);
      const features = components?.payment_element.features;
      if (method.customer !== customer || features?.payment_method_remove !== 'enabled') {
        throw invalid('This customer session does not permit removing this payment method.');
      }
      const detached = call.world.store.paymentMethods.patch(method.id, {customer: null});
      emit(call, 'payment_method.detached', detached, method);
      return detached;
    },
    {publishable: true},
  ),
];

function findSession(call: Call, secret: string): Stripe.CustomerSession {
  const {store, clock} = call.world;
  const session = store.customerSessions.get(secret.split('_secret_')[0] ?? '');
  if (session?.client_secret !== secret || session.expires_at < clock.seconds()) {
    throw missing('customer_session', 'cuss_…', 'customer_session_client_secret');
  }
  return session;
}
