/** How an order is named, and how the right to it is proved. */
import {createHash, createHmac, randomBytes, timingSafeEqual} from 'node:crypto';

/** `ord_` and 128 random bits in base 62: it cannot be guessed or counted through. */
export function newOrderId(): string {
  let rest = BigInt(`0x${randomBytes(16).toString('hex')}`);
  let text = '';
  while (text.length < 22) {
    text = base62.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return `ord_${text}`;
}

/** Whether this can be the id of an order at all: anything else need not be looked for. */
export const isOrderId = (text: string): boolean => /^ord_[0-9A-Za-z]{22}$/.test(text);

/** Eight signs for people, without those that are mistaken for each other. */
export function newOrderNumber(): string {
  // 32 signs, so that five bits of a byte choose one without favour.
  const signs = [...randomBytes(8)].map((byte) => readable.charAt(byte & 31));
  return `${signs.slice(0, 4).join('')}-${signs.slice(4).join('')}`;
}

/**
 * The token that goes with an Idempotency-Key. Whoever repeats the request gets the same one, and
 * yet it is stored nowhere: only its hash is.
 */
export function tokenFor(idempotencyKey: string, orderId: string): string {
  return createHmac('sha256', idempotencyKey).update(`order-token:${orderId}`).digest('base64url');
}

export const newToken = (): string => randomBytes(32).toString('base64url');

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Whether two texts are equal, in a time that tells nothing of where they differ. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(
    createHash('sha256').update(one).digest(),
    createHash('sha256').update(other).digest(),
  );
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const readable = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
