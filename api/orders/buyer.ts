/** Who bought, and where it goes, as lines for people of the shop. */
import {z} from 'zod';
import type {OrderRow} from './store.ts';

export interface Buyer {
  name: string | undefined;
  email: string | undefined;
  phone: string | undefined;
  company: string | undefined;
  /** As on an envelope; empty where nobody asked. */
  billing: string[];
  /** Empty where nothing is shipped. */
  shipping: string[];
}

export function buyerOf(
  row: Pick<OrderRow, 'name' | 'email' | 'billingDetails' | 'shipping'>,
): Buyer {
  const bill = kept.parse(row.billingDetails);
  const ship = kept.parse(row.shipping);
  return {
    name: oneLine(row.name ?? bill.name),
    email: oneLine(row.email ?? bill.email),
    phone: oneLine(bill.phone ?? ship.phone),
    company: oneLine(bill.company),
    billing: bill.address ? envelope([bill.name, bill.company], bill.address) : [],
    shipping: ship.address ? envelope([ship.name], ship.address) : [],
  };
}

/**
 * What a buyer has typed, where it stands beside what the shop says: a line break would forge a line
 * of ours, a control character the display of a terminal, and a change of direction the rest of it.
 */
export function oneLine(text: string | null | undefined): string | undefined {
  return (
    text?.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim() || undefined
  );
}

/** Whatever was stored is shown: what is not as expected must not hide the rest. */
const text = z.string().optional().catch(undefined);
const kept = z
  .object({
    name: text,
    email: text,
    phone: text,
    company: text,
    address: z
      .object({line1: text, line2: text, city: text, state: text, postalCode: text, country: text})
      .optional()
      .catch(undefined),
  })
  .catch({});

function envelope(who: (string | undefined)[], address: Address): string[] {
  const {line1, line2, city, state, postalCode, country} = address;
  const place = state
    ? [city, [state, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ')
    : [postalCode, city].filter(Boolean).join(' ');
  return [...who, line1, line2, place, country && countryName(country)].flatMap(
    (line) => oneLine(line) ?? [],
  );
}

type Address = NonNullable<z.infer<typeof kept>['address']>;

const regions = new Intl.DisplayNames('en', {type: 'region'});

function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? `${regions.of(code)} (${code})` : code;
}
