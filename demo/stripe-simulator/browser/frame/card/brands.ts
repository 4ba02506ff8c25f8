/** What a card number tells of its brand. `gaps` are the places of the spaces. */
export interface Brand {
  name: string;
  label: string;
  pattern: RegExp;
  lengths: number[];
  gaps: number[];
  cvcLength: number;
}

const fourByFour = [4, 8, 12];

const unknownBrand: Brand = {
  name: 'unknown',
  label: '',
  pattern: /^/,
  lengths: [16, 17, 18, 19],
  gaps: fourByFour,
  cvcLength: 3,
};

export const brands: Brand[] = [
  {name: 'visa', label: 'Visa', pattern: /^4/, lengths: [16], gaps: fourByFour, cvcLength: 3},
  {
    name: 'mastercard',
    label: 'Mastercard',
    pattern: /^(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/,
    lengths: [16],
    gaps: fourByFour,
    cvcLength: 3,
  },
  {
    name: 'amex',
    label: 'American Express',
    pattern: /^3[47]/,
    lengths: [15],
    gaps: [4, 10],
    cvcLength: 4,
  },
  {
    name: 'discover',
    label: 'Discover',
    pattern: /^(6011|64[4-9]|65)/,
    lengths: [16],
    gaps: fourByFour,
    cvcLength: 3,
  },
  {
    name: 'diners',
    label: 'Diners Club',
    pattern: /^3(0[0-5]|[689])/,
    lengths: [14, 16],
    gaps: [4, 10],
    cvcLength: 3,
  },
  {
    name: 'jcb',
    label: 'JCB',
    pattern: /^35(2[89]|[3-8])/,
    lengths: [16],
    gaps: fourByFour,
    cvcLength: 3,
  },
  {
    name: 'unionpay',
    label: 'UnionPay',
    pattern: /^(62|81)/,
    lengths: [16, 17, 18, 19],
    gaps: fourByFour,
    cvcLength: 3,
  },
];

export const brandOf = (digits: string): Brand =>
  brands.find((brand) => brand.pattern.test(digits)) ?? unknownBrand;

/** The Luhn check, which finds every single mistyped digit. */
export function passesLuhn(digits: string): boolean {
  const sum = digits
    .split('')
    .reverse()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}
