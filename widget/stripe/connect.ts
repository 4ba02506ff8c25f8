import type {Stripe} from '@stripe/stripe-js';
import type {Config, Order} from '../../api/contract.ts';
import {failure} from '../failures.ts';
import type {CheckoutSettings} from '../settings.ts';
import {loadStripe} from './load.ts';
import {stripeLocale} from './locale.ts';

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
