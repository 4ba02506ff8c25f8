/**
 * Currencies whose minor unit is not a hundredth in Stripe's sense.
 * https://docs.stripe.com/currencies#special-cases: ISK and UGX are sent as hundredths although
 * they have none, and so stay out of the first list.
 */
const wholeUnits = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');
const thousandths = 'bhd jod kwd omr tnd'.split(' ');

/** How many decimals Stripe's minor unit stands for. */
export function decimalsOf(currency: string): number {
  if (wholeUnits.includes(currency)) return 0;
  return thousandths.includes(currency) ? 3 : 2;
}

/** Stripe's minor units as a buyer reads them: `(4200, 'eur', 'de')` → `42,00 €`. */
export function formatMoney(minorUnits: number, currency: string, locale: string): string {
  const decimals = decimalsOf(currency);
  const value = minorUnits / 10 ** decimals;
  const format = new Intl.NumberFormat(locale, {style: 'currency', currency});
  const shown = format.resolvedOptions().maximumFractionDigits ?? decimals;
  if (Number(value.toFixed(shown)) === value) return format.format(value);
  // Never round an amount that is charged: show the decimals that Intl would leave out.
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: decimals,
  }).format(value);
}
