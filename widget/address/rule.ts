import {addEnglish} from '../i18n/text.ts';
import {commonRules} from './common-rules.ts';
import {secondLetters} from './country-codes.ts';

/** The fields of an address that a country's rule speaks of. */
export type AddressPart = 'line1' | 'city' | 'state' | 'postalCode';

/** How one country writes its addresses. */
export interface AddressRule {
  country: string;
  /** The fields in the order and the rows in which the country writes them. */
  rows: AddressPart[][];
  required: ReadonlySet<AddressPart>;
  /** What a postal code must look like as a whole; absent where the country has no fixed form. */
  postalCode?: RegExp;
  /** What the country calls the field: `zip`, `prefecture`, `post_town`… */
  names: {state: string; postalCode: string; city: string};
  /** The language of its list of regions; empty where there is no such list. */
  regionLanguage: string;
}

const parts: Record<string, AddressPart> = {
  A: 'line1',
  C: 'city',
  S: 'state',
  Z: 'postalCode',
};

const partsOf = (letters: string) => letters.split('').flatMap((letter) => parts[letter] ?? []);

/** The rules that are here, by country, cell by cell. */
export const lines = new Map<string, string[]>();

function add(rules: string): void {
  for (const line of rules.split('\n')) lines.set(line.slice(0, 2), line.split('\t'));
}

add(commonRules);

/** Brings the rules of the countries that are not part of the core, and what fields are called there. */
export async function loadRules(): Promise<void> {
  const {rules, placesTexts} = await import('./rare-countries.ts');
  addEnglish('places', placesTexts);
  add(rules);
}

/** Whether the rule of a country is here. */
export const hasRule = (country: string): boolean => lines.has(country);

/** Every country, whether or not its rule is here. */
export const countries = (): string[] =>
  secondLetters
    .split(' ')
    .flatMap((group, first) =>
      group.split('').map((second) => String.fromCharCode(65 + first) + second),
    );

/**
 * The rule of a country, its rows in the order of its own script when the form is in its language.
 * An unknown country asks for street and city alone.
 */
export function addressRule(country: string, locale = 'en'): AddressRule {
  const cells = lines.get(country) ?? [];
  const cell = (index: number) => cells[index] || '';
  const pattern = cell(4);
  const isLocal = cell(8) !== '' && cell(8).slice(0, 2) === locale.slice(0, 2);
  const rows = (isLocal && cell(2)) || cell(1) || 'A/C';
  return {
    country,
    rows: rows.split('/').map(partsOf),
    required: new Set(partsOf(cell(3) || 'AC')),
    ...(pattern && {postalCode: new RegExp(`^(?:${pattern})$`, 'i')}),
    names: {
      state: cell(5) || 'province',
      postalCode: cell(6) || 'postal',
      city: cell(7) || 'city',
    },
    regionLanguage: cell(8),
  };
}
