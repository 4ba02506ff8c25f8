import type {Stripe} from 'stripe';
import {endpoint} from '../http/endpoint.ts';
import {invalid, missing} from '../http/errors.ts';
import {anything, hash, leftOut, oneOf, string} from '../http/parameters.ts';
import type {Call} from '../world.ts';
import {
  createMethod,
  createMethodFromToken,
  methodDataRules,
  noAddress,
} from './payment-method-data.ts';
import {shippingOf} from './intent-parts.ts';
import {mandateDataRule, shippingRule} from './shared-rules.ts';

const validFor = 12 * 3600;

const rules = {
  payment_method: string(),
  payment_method_data: hash(methodDataRules),
  payment_method_options: leftOut,
  return_url: string(),
  setup_future_usage: oneOf('off_session', 'on_session'),
  shipping: shippingRule,
  mandate_data: mandateDataRule,
  use_stripe_sdk: anything,
  client_context: anything,
  client_attribution_metadata: anything,
};

/** https://docs.stripe.com/api/confirmation_tokens */
export const confirmationTokens = [
  endpoint(
    'POST /v1/confirmation_tokens',
    rules,
    (call, given) => {
      const {store, ids, clock} = call.world;
      const method = given.payment_method_data
        ? createMethod(call, given.payment_method_data, 'payment_method_data')
        : namedMethod(call, given.payment_method);
      // The token shows the method as it would be; the id appears once an intent uses it.
      const {
        id: methodId,
        object: _,
        created: __,
        livemode: ___,
        metadata: ____,
        ...preview
      } = method;
      const id = ids.next('ctoken');
      store.instruments.put({id, number: methodId});
      return store.confirmationTokens.put({
        id,
        object: 'confirmation_token',
        created: clock.seconds(),
        expires_at: clock.seconds() + validFor,
        livemode: false,
        mandate_data: null,
        metadata: {},
        payment_intent: null,
        payment_method_options: null,
        payment_method_preview: preview,
        return_url: given.return_url ?? null,
        setup_future_usage: given.setup_future_usage ?? null,
        setup_intent: null,
        shipping: given.shipping ? tokenShipping(given.shipping) : null,
        use_stripe_sdk: true,
      });
    },
    {publishable: true},
  ),
  endpoint('GET /v1/confirmation_tokens/:id', {}, (call, _given, path) =>
    findToken(call, path['id']),
  ),
];

/** Takes what a page collected; a token serves for one intent. */
export function useToken(call: Call, id: string, intent: Stripe.PaymentIntent) {
  const {store, clock} = call.world;
  const token = findToken(call, id, 'confirmation_token');
  if (token.payment_intent !== null && token.payment_intent !== intent.id) {
    throw invalid(
      'This ConfirmationToken has already been used with another intent.',
      'confirmation_token',
      'token_already_used',
    );
  }
  if (token.expires_at !== null && token.expires_at <= clock.seconds()) {
    throw invalid('This ConfirmationToken has expired.', 'confirmation_token');
  }
  const method = store.paymentMethods.get(store.instruments.get(id)?.number ?? '');
  if (!method) throw missing('ConfirmationToken', id, 'confirmation_token');
  store.confirmationTokens.patch(id, {payment_intent: intent.id});
  return {
    method,
    returnUrl: token.return_url,
    setupFutureUsage: token.setup_future_usage,
    shipping: token.shipping
      ? shippingOf({
          name: token.shipping.name,
          address: token.shipping.address,
          phone: token.shipping.phone,
        })
      : null,
  };
}

function findToken(call: Call, id = '', param = 'id'): Stripe.ConfirmationToken {
  const token = call.world.store.confirmationTokens.get(id);
  if (!token) throw missing('confirmationtoken', id, param);
  return token;
}

function namedMethod(call: Call, id: string | undefined): Stripe.PaymentMethod {
  if (id === undefined) {
    throw invalid(
      'Missing required param: payment_method_data.',
      'payment_method_data',
      'parameter_missing',
    );
  }
  const method = call.world.store.paymentMethods.get(id) ?? createMethodFromToken(call, id);
  if (!method) throw missing('PaymentMethod', id, 'payment_method');
  return method;
}

function tokenShipping(
  given: ReturnType<typeof shippingRule.read>,
): Stripe.ConfirmationToken.Shipping {
  return {
    address: {...noAddress, ...given.address},
    name: given.name ?? '',
    phone: given.phone ?? null,
  };
}
