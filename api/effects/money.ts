import {decimalsOf} from '../orders/currencies.ts';

/** An amount as people write it: `money(4200, 'eur', 'en')` is "€42.00". */
export function money(amount: number, currency: string, locale: string): string {
  const decimals = decimalsOf(currency);
  const value = amount / 10 ** decimals;
  const options = {style: 'currency', currency: currency.toUpperCase()} as const;
  const usual = new Intl.NumberFormat(locale, options);
  const shown = usual.resolvedOptions().maximumFractionDigits ?? decimals;
  if (Number(value.toFixed(shown)) === value) return usual.format(value);
  // What was charged is never rounded: forints have no decimals in daily life, and two at Stripe.
  return new Intl.NumberFormat(locale, {...options, minimumFractionDigits: decimals}).format(value);
}
