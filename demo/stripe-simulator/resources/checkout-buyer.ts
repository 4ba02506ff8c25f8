import type {Stripe} from 'stripe';
import type {World} from '../world.ts';
import {noAddress} from './payment-method-data.ts';

/** What a buyer told the page about themselves. */
interface Buyer {
  email?: string | null;
  name?: string | null;
  phone?: string | null;
  address?: Stripe.Address | null;
}

export function customerDetails(
  session: Stripe.Checkout.Session,
  buyer: Buyer,
): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: {...noAddress, ...buyer.address},
    business_name: null,
    email: session.customer_email ?? buyer.email ?? null,
    individual_name: null,
    name: buyer.name ?? null,
    phone: buyer.phone ?? null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}

/** The address of the buyer, as far as it is known already. */
export const emailIn = (session: Stripe.Checkout.Session): string | null =>
  session.customer_details?.email ?? session.customer_email;

/** An e-mail address that is known before the buyer says anything. */
export function knownEmail(world: World, session: Stripe.Checkout.Session): string | null {
  const id = typeof session.customer === 'string' ? session.customer : '';
  return session.customer_email ?? world.store.customers.get(id)?.email ?? null;
}
