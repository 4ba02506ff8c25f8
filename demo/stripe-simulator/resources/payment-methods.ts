import type {Stripe} from 'stripe';
import {endpoint} from '../http/endpoint.ts';
import {missing} from '../http/errors.ts';
import type {Call} from '../world.ts';
import {createMethod, methodDataRules} from './payment-method-data.ts';

/** https://docs.stripe.com/api/payment_methods */
export const paymentMethods = [
  endpoint(
    'POST /v1/payment_methods',
    methodDataRules,
    (call, given) => createMethod(call, given),
    {
      publishable: true,
    },
  ),
  endpoint('GET /v1/payment_methods/:id', {}, (call, _given, path) =>
    retrieveMethod(call, path['id']),
  ),
];

export function retrieveMethod(call: Call, id = ''): Stripe.PaymentMethod {
  const method = call.world.store.paymentMethods.get(id);
  if (!method) throw missing('PaymentMethod', id, 'payment_method');
  return method;
}
