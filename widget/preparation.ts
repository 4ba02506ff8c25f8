import type {Stripe} from '@stripe/stripe-js';
import type {Config, NewOrder, Order} from '../api/contract.ts';
import {failure} from './failures.ts';
import {stripeLocale} from './i18n/locale.ts';
import {CheckoutSession} from './session.ts';
import type {CheckoutSettings} from './settings.ts';
import {loadStripe} from './stripe/load.ts';

/** What this tab keeps for one cart; another cart, currency or flow is another order. */
export function sessionOf({apiUrl, items, currency, intent}: CheckoutSettings): CheckoutSession {
  const cart = items.map(({sku, quantity}) => `${sku}:${quantity}`).join(' ');
  return new CheckoutSession(apiUrl, cart, currency, intent);
}

/** The order that the page asks for; null where it names nothing to sell. */
export function orderRequest(settings: CheckoutSettings): NewOrder | null {
  const {items, currency, locale, customer, clientReferenceId, intent} = settings;
  if (items.length === 0) return null;
  return {
    items,
    locale,
    intent,
    ...(currency && {currency}),
    ...(customer && {customer}),
    ...(clientReferenceId && {clientReferenceId}),
  };
}

/** Stripe.js as the API says: Stripe's own, or in the sandbox the API's. */
export async function connectStripe(
  {publishableKey, stripeJs}: Config,
  {apiUrl, locale}: CheckoutSettings,
): Promise<Stripe> {
  try {
    return await loadStripe({
      publishableKey,
      locale: stripeLocale(locale),
      ...(stripeJs && {script: new URL(stripeJs, `${apiUrl}/`).href}),
    });
  } catch (cause) {
    throw failure('stripe_load_failed', {cause});
  }
}

/** What the Payment Element is opened with, as far as page and order decide it. */
export function paymentOptions(
  {locale, layout, fonts, wishes}: CheckoutSettings,
  {amount, currency}: Order,
  clientSecret: string | undefined,
) {
  return {clientSecret, amount, currency, locale: stripeLocale(locale), fonts, layout, wishes};
}
