import type {StripeElementLocale} from '@stripe/stripe-js';
import {partsOf} from '../i18n/languages.ts';

/** Those that Stripe.js names in its types. */
const stripeLocales =
  `ar bg cs da de el en en-AU en-CA en-NZ en-GB es es-419 et fi fil fr fr-CA he hu hr id it
  ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW`.split(/\s+/);

/**
 * The nearest locale that Stripe has, as its constructor and its Elements take it. Persian and
 * Ukrainian it has not: there it goes by the buyer's browser.
 */
export function stripeLocale(locale: string): StripeElementLocale {
  const {language, region, script} = partsOf(locale);
  const nearest = [readAlike(language, region, script), `${language}-${region}`, language];
  return (nearest.find((tag) => stripeLocales.includes(tag)) ?? 'auto') as StripeElementLocale;
}

/** What the parts of a tag say more surely than their being in the list does. */
function readAlike(language: string, region = '', script = ''): string {
  if (language === 'zh') {
    if (script !== 'Hant') return 'zh';
    return region === 'HK' || region === 'MO' ? 'zh-HK' : 'zh-TW';
  }
  if (language === 'es' && region !== 'ES') return 'es-419';
  return language === 'no' || language === 'nn' ? 'nb' : '';
}
