import {isPoBox} from './address/formats.ts';
import {brandOf, brands, passesLuhn} from './card/brands.ts';
import {
  digitsOf,
  formatExpiry,
  formatIban,
  formatNumber,
  isIban,
  readExpiry,
} from './card/formats.ts';
import {countries, postalCodes} from './countries.ts';
import type {FieldSpec} from './field.ts';
import {brandIcon, cvcIcon} from './icons.ts';
import type {TextKey} from './texts/en.ts';
import type {Language} from './texts/texts.ts';

export interface FieldContext {
  language: Language;
  /** What the other fields hold now: the brand of the card, the chosen country. */
  read: (name: string) => string;
  now: () => Date;
  allowedCountries?: string[];
  /** In an address: how the country writes it, and what the page allows. */
  format?: {half: string[]; required: string[]; states?: string[]};
  blockPoBox?: boolean;
  phoneRequired?: boolean;
}

type Build = (context: FieldContext) => FieldSpec;

const shownBrands = ['visa', 'mastercard', 'amex', 'discover'];

/** Every input the simulator's elements know, by the name Stripe gives it. */
export const fieldSpecs: Record<string, Build> = {
  number: () => ({
    name: 'number',
    label: 'number',
    placeholder: '1234 1234 1234 1234',
    autocomplete: 'cc-number',
    inputMode: 'numeric',
    format: formatNumber,
    check: checkNumber,
    icons: (value) => ({
      className: 'Icons',
      nodes: (value ? [brandOf(digitsOf(value)).name] : shownBrands).map(brandIcon),
    }),
  }),
  expiry: ({language, now}) => ({
    name: 'expiry',
    label: 'expiry',
    hint: language.text('expiryFormat'),
    placeholder: language.text('expiryFormat'),
    autocomplete: 'cc-exp',
    inputMode: 'numeric',
    half: true,
    format: formatExpiry,
    check: (value) => checkExpiry(value, now()),
  }),
  cvc: ({read, language}) => ({
    name: 'cvc',
    label: 'cvc',
    placeholder: language.text('cvcHint'),
    autocomplete: 'cc-csc',
    inputMode: 'numeric',
    half: true,
    format: (text) => digitsOf(text).slice(0, cvcLength(read('number')) || 4),
    check: (value) =>
      digitsOf(value).length < (cvcLength(read('number')) || 3) ? 'incomplete_cvc' : undefined,
    icons: () => ({className: 'Icons Icons--cvc', nodes: [cvcIcon()]}),
  }),
  country: ({language, allowedCountries}) => ({
    name: 'country',
    label: 'country',
    autocomplete: 'billing country',
    options: (allowedCountries ?? countries)
      .map((code): [string, string] => [code, language.countryName(code)])
      .sort((one, other) => one[1].localeCompare(other[1], language.tag)),
  }),
  postalCode: inAddress(({read}) => ({
    name: 'postalCode',
    label: read('country') === 'US' ? 'zip' : 'postalCode',
    placeholder: read('country') === 'US' ? '12345' : '',
    autocomplete: 'billing postal-code',
    ...(read('country') === 'US' && {inputMode: 'numeric'}),
    check: (value) => {
      const shape = postalCodes[read('country')];
      const isWhole = shape ? shape.test(value.trim()) : value.trim().length > 1;
      return isWhole ? undefined : 'incomplete_zip';
    },
  })),
  name: text('name', 'name', 'billing name', 'incomplete_name'),
  firstName: half(text('firstName', 'firstName', 'given-name', 'incomplete_name')),
  lastName: half(text('lastName', 'lastName', 'family-name', 'incomplete_name')),
  organization: text('organization', 'organization', 'name', 'incomplete_name'),
  line1: ({blockPoBox}) => ({
    name: 'line1',
    label: 'line1',
    autocomplete: 'billing address-line1',
    check: (value) => {
      if (value.trim() === '') return 'incomplete_field';
      return blockPoBox && isPoBox(value) ? 'poBox' : undefined;
    },
  }),
  line2: () => ({
    name: 'line2',
    label: 'line2',
    autocomplete: 'billing address-line2',
    optional: true,
  }),
  city: inAddress(text('city', 'city', 'billing address-level2', 'incomplete_field')),
  state: inAddress((context) => ({
    ...text('state', 'state', 'billing address-level1', 'incomplete_field')(context),
    ...(context.format?.states && {
      options: [
        ['', context.language.text('select')],
        ...context.format.states.map((code) => [code, code]),
      ] as [string, string][],
    }),
  })),
  phone: ({phoneRequired = true}) => ({
    name: 'phone',
    label: 'phone',
    type: 'tel',
    optional: !phoneRequired,
    autocomplete: 'billing tel',
    check: (value) => (digitsOf(value).length < 7 ? 'incomplete_phone' : undefined),
  }),
  email: () => ({
    name: 'email',
    label: 'email',
    type: 'email',
    placeholder: 'you@example.com',
    autocomplete: 'billing email',
    check: checkEmail,
  }),
  iban: () => ({
    name: 'iban',
    label: 'iban',
    placeholder: 'DE00 0000 0000 0000 0000 00',
    format: formatIban,
    check: (value) => {
      if (value.replace(/\s/g, '').length < 15) return 'incomplete_iban';
      return isIban(value) ? undefined : 'invalid_iban';
    },
  }),
  routingNumber: () => ({
    name: 'routingNumber',
    label: 'routingNumber',
    placeholder: '110000000',
    inputMode: 'numeric',
    half: true,
    format: (value) => digitsOf(value).slice(0, 9),
    check: (value) => (value.length < 9 ? 'incomplete_routing_number' : undefined),
  }),
  accountNumber: () => ({
    name: 'accountNumber',
    label: 'accountNumber',
    placeholder: '000123456789',
    inputMode: 'numeric',
    half: true,
    format: (value) => digitsOf(value).slice(0, 17),
    check: (value) => (value.length < 5 ? 'incomplete_account_number' : undefined),
  }),
};

function text(name: string, label: TextKey, autocomplete: string, problem: TextKey): Build {
  const check = (value: string) => (value.trim() === '' ? problem : undefined);
  return () => ({name, label, autocomplete, check});
}

/** In an address the country decides which fields share a line and which may stay empty. */
function inAddress(build: Build): Build {
  return (context) => {
    const spec = build(context);
    const {format} = context;
    if (!format) return spec;
    return {
      ...spec,
      half: format.half.includes(spec.name),
      optional: !format.required.includes(spec.name),
    };
  };
}

function half(build: Build): Build {
  return (context) => ({...build(context), half: true});
}

function checkEmail(value: string): TextKey | undefined {
  const address = value.trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(address)) return undefined;
  return /\s|@.*@|^@/.test(address) ? 'invalid_email' : 'incomplete_email';
}

function checkNumber(value: string): TextKey | undefined {
  const digits = digitsOf(value);
  const brand = brandOf(digits);
  if (digits.length < Math.min(...brand.lengths)) return 'incomplete_number';
  return passesLuhn(digits) && brand.name !== 'unknown' ? undefined : 'invalid_number';
}

function checkExpiry(value: string, now: Date): TextKey | undefined {
  const expiry = readExpiry(value);
  if (!expiry) return 'incomplete_expiry';
  if (expiry.month < 1 || expiry.month > 12) return 'invalid_expiry_month';
  const year = now.getFullYear();
  if (expiry.year < year) return 'invalid_expiry_year_past';
  if (expiry.year > year + 50) return 'invalid_expiry_year';
  if (expiry.year === year && expiry.month < now.getMonth() + 1) return 'invalid_expiry_month_past';
  return undefined;
}

const cvcLength = (number: string) =>
  brands.find((brand) => brand.pattern.test(digitsOf(number)))?.cvcLength ?? 0;
