import {brandOf} from './brands.ts';

export const digitsOf = (text: string) =>
  text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10))
    .replace(/\D/g, '');

/** `4242 4242 4242 4242`, `3782 822463 10005`. */
export function formatNumber(text: string): string {
  const all = digitsOf(text);
  const {gaps, lengths} = brandOf(all);
  const digits = all.slice(0, Math.max(...lengths));
  const cuts = [0, ...gaps.filter((gap) => gap < digits.length), digits.length];
  return cuts
    .slice(1)
    .map((end, index) => digits.slice(cuts[index], end))
    .join(' ');
}

/** `12 / 34`; a first digit above 1 can only be a month of its own; `12/2034` loses its century. */
export function formatExpiry(text: string, previous = ''): string {
  const [left = '', right] = text.split('/');
  let digits = digitsOf(text);
  if (right !== undefined && digitsOf(left).length === 1) digits = `0${digits}`;
  if (/^[2-9]/.test(digits)) digits = `0${digits}`;
  const month = digits.slice(0, 2);
  const rest = digits.slice(2);
  const year = rest.length === 4 && rest.startsWith('20') ? rest.slice(2) : rest.slice(0, 2);
  if (year) return `${month} / ${year}`;
  // Deleting back over the slash must be possible: only growth adds it.
  const isGrowing = text.length > previous.length;
  return month.length === 2 && isGrowing ? `${month} / ` : digits.slice(0, 2);
}

export function readExpiry(text: string): {month: number; year: number} | undefined {
  const digits = digitsOf(text);
  if (digits.length !== 4) return undefined;
  return {month: Number(digits.slice(0, 2)), year: 2000 + Number(digits.slice(2))};
}

/** Groups of four, as IBANs are written; upper case. */
export const formatIban = (text: string) =>
  (
    text
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')
      .slice(0, 34)
      .match(/.{1,4}/g) ?? []
  ).join(' ');

/** ISO 13616: moved to the end and read as a number, the remainder by 97 is 1. */
export function isIban(text: string): boolean {
  const iban = text.replace(/\s/g, '');
  const moved = iban.slice(4) + iban.slice(0, 4);
  const digits = moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let remainder = 0;
  for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder === 1;
}
