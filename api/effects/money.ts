import {decimalsOf} from '../orders/currencies.ts';

/** An amount as people write it: `money(4200, 'eur', 'en')` is "€42.00". */
export function money(amount: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currency.toUpperCase(),
  }).format(amount / 10 ** decimalsOf(currency));
}
