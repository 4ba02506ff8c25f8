import type {Stripe} from '@stripe/stripe-js';
import type {Config, Order} from '../../api/contract.ts';
import {failure} from '../failures.ts';
import {speak, text} from '../i18n/text.ts';
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
  {locale, layout, wishes, express, link}: CheckoutSettings,
  {amount, currency}: Order,
  clientSecret: string | undefined,
) {
  // Not twice on one page: what has a button of its own is left out of the form.
  const others = express === 'never' ? ('auto' as const) : ('never' as const);
  const wallets = {applePay: others, googlePay: others, link: known(link)};
  return {
    clientSecret,
    amount,
    currency,
    locale: stripeLocale(locale),
    layout,
    wishes,
    wallets,
  };
}

/** What the wallet buttons are opened with, as far as page and order decide it. */
export function walletOptions(
  {locale, wishes, link, likely}: CheckoutSettings,
  {amount, currency}: Order,
) {
  speak(locale);
  return {
    amount,
    currency,
    locale: stripeLocale(locale),
    link: known(link),
    asksPhone: wishes.phone === 'required',
    destinations: wishes.destinations,
    deliveryName: text('delivery'),
    fallback: likely,
  };
}

/** Stripe would refuse what a page has written otherwise. */
const known = (link: CheckoutSettings['link']): typeof link =>
  link === 'never' ? 'never' : 'auto';
