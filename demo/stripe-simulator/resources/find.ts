import type {Stripe} from 'stripe';
import {missing} from '../http/errors.ts';
import type {Call} from '../world.ts';

/** The customer that a parameter names, when there is one. */
export function customerFor(call: Call, id: string | undefined): Stripe.Customer | undefined {
  if (id === undefined) return undefined;
  const customer = call.world.store.customers.get(id);
  if (!customer) throw missing('customer', id, 'customer');
  return customer;
}
