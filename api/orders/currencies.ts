/** What Stripe says about amounts: https://docs.stripe.com/currencies */

/** Amounts have no decimal part. https://docs.stripe.com/currencies#zero-decimal */
const zeroDecimal = new Set(
  'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '),
);

/** Amounts are in thousandths, and the last digit is 0. */
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));

/** Without a decimal part in daily life, but sent to Stripe with two zeros. */
const twoZeros = new Set(['isk']);

/** Stripe's own pages contradict each other about it. */
const refused = new Set(['ugx']);

/** https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, in minor units. */
const minimums: Partial<Record<string, number>> = {
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
  huf: 17_500,
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

/** Eight digits. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
export const maximumAmount = 99_999_999;

/**
 * The least Stripe charges. For a currency that is not in its table the limit depends on the
 * account's settlement currency, so only Stripe can tell: any positive amount is let through.
 */
export function minimumAmount(currency: string): number {
  return minimums[currency] ?? 1;
}

/** How many digits of an amount stand behind the decimal point. */
export function decimalsOf(currency: string): number {
  if (zeroDecimal.has(currency)) return 0;
  return threeDecimal.has(currency) ? 3 : 2;
}

/** Why this cannot be a price, or `undefined` when it can. */
export function priceFault(currency: string, amount: number): string | undefined {
  if (refused.has(currency)) return `"${currency}" is not supported yet`;
  if (threeDecimal.has(currency) && amount % 10 !== 0) {
    return `an amount in "${currency}" is in thousandths and ends in 0`;
  }
  if (twoZeros.has(currency) && amount % 100 !== 0) {
    return `an amount in "${currency}" ends in 00`;
  }
  if (amount > maximumAmount) return 'the amount has more than eight digits';
  return undefined;
}
