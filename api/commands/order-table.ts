/** Orders as a table for a terminal, one line each. Pure. */
import {money} from '../effects/money.ts';
import {buyerOf} from '../orders/buyer.ts';
import type {OrderRow} from '../orders/store.ts';

const row = (number: string, placed: string, status: string, total: string, buyer: string) =>
  [number.padEnd(10), placed.padEnd(16), status.padEnd(18), total.padStart(12), buyer].join('  ');

export const tableHead = row('NUMBER', 'PLACED (UTC)', 'STATUS', 'TOTAL', 'BUYER');

/** `width`: of the terminal; without one nothing is cut off. */
export function tableLine(order: OrderRow, width: number | undefined): string {
  const {name, email} = buyerOf(order);
  const line = row(
    order.livemode ? order.number : `${order.number}*`,
    minuteOf(order.createdAt),
    order.status,
    plainMoney(order.amount, order.currency),
    name ?? email ?? '-',
  );
  return width === undefined ? line : fitted(line, width);
}

export const tableFoot = (count: number, hasTests: boolean): string =>
  [
    `${count} ${count === 1 ? 'order' : 'orders'}.`,
    ...(hasTests ? ['* In test mode: no money moved.'] : []),
  ].join(' ');

/** With spaces that can be searched for. */
export const plainMoney = (amount: number, currency: string): string =>
  money(amount, currency, 'en').replaceAll('\u00a0', ' ');

export const minuteOf = (at: Date): string => at.toISOString().slice(0, 16).replace('T', ' ');

const signs = new Intl.Segmenter('en', {granularity: 'grapheme'});
/** Signs that take two columns of a terminal. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

function fitted(line: string, width: number): string {
  let kept = '';
  let before = '';
  let used = 0;
  for (const {segment} of signs.segment(line)) {
    used += wide.test(segment) ? 2 : 1;
    if (used > width) return `${before}…`;
    kept += segment;
    // What still leaves a column for the dots.
    if (used < width) before = kept;
  }
  return kept;
}
