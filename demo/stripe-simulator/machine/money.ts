import {invalid} from '../http/errors.ts';
import type {Rule} from '../http/parameters.ts';

/** https://docs.stripe.com/currencies */
const currencies =
  'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw'.split(
    ' ',
  );
const zeroDecimal = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
);
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));
/** Without minor units in life, but sent with two decimals that must be 00. */
const wholeUnitsOnly = new Set(['isk', 'ugx']);

/** https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const minimums: Record<string, number> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
};
const maximum = 99_999_999;

/** A three-letter code, in either case; given back in lower case. */
export const currencyRule: Rule<string> = {
  read(raw, param) {
    const code = typeof raw === 'string' ? raw.toLowerCase() : '';
    if (!currencies.includes(code)) {
      throw invalid(
        `Invalid currency: ${typeof raw === 'string' ? raw : JSON.stringify(raw)}. Stripe currently supports these currencies: ${currencies.join(', ')}`,
        param,
      );
    }
    return code;
  },
};

/** Refuses amounts that cannot be charged in this currency. */
export function checkAmount(amount: number, currency: string, param = 'amount'): void {
  const least = minimums[currency] ?? (zeroDecimal.has(currency) ? 50 : 1);
  if (amount > maximum) {
    const message = `Amount must be no more than ${formatMoney(maximum, currency)}`;
    throw invalid(message, param, 'amount_too_large');
  }
  if (amount < least) {
    const message = `Amount must be at least ${formatMoney(least, currency)} ${currency}`;
    throw invalid(message, param, 'amount_too_small');
  }
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    const message = `Invalid ${param}: the last digit of an amount in ${currency} must be 0.`;
    throw invalid(message, param, 'parameter_invalid_integer');
  }
  if (wholeUnitsOnly.has(currency) && amount % 100 !== 0) {
    const message = `Invalid ${param}: an amount in ${currency} must end in 00.`;
    throw invalid(message, param, 'parameter_invalid_integer');
  }
}

/** `$10.00`, `€0.50` or `¥50`, as Stripe's messages have it. */
export function formatMoney(amount: number, currency: string): string {
  const digits = zeroDecimal.has(currency) ? 0 : threeDecimal.has(currency) ? 3 : 2;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}
