import type {NewOrder} from '../api/contract.ts';
import {CheckoutSession} from './session.ts';
import type {CheckoutSettings} from './settings.ts';

/** What is kept for one cart; another cart, currency, flow or number of the shop's is another order. */
export function sessionOf(settings: CheckoutSettings): CheckoutSession {
  const {apiUrl, items, currency, intent, clientReferenceId} = settings;
  const cart = items.map(({sku, quantity}) => `${sku}:${quantity}`).join(' ');
  return new CheckoutSession(apiUrl, cart, currency, intent, clientReferenceId);
}

/** The order that the page asks for; null where it names nothing to sell. */
export function orderRequest(settings: CheckoutSettings): NewOrder | null {
  const {items, currency, locale, customer, clientReferenceId, intent} = settings;
  if (items.length === 0) return null;
  return {
    items,
    locale,
    intent,
    // What is empty is not sent.
    currency: currency || undefined,
    customer,
    clientReferenceId: clientReferenceId || undefined,
  };
}
