import type {Address} from '../../wire/messages.ts';

export interface Contact {
  name: string;
  firstName?: string;
  lastName?: string;
  phone?: string;
  address: Address;
}

/** The Address Element's options, read with Stripe's defaults. */
export interface AddressOptions {
  nameStyle: 'full' | 'split' | 'organization' | 'never';
  allowed?: string[];
  contacts: Contact[];
  defaults: Record<string, string | undefined>;
  showsPhone: boolean;
  phoneRequired: boolean;
  blockPoBox: boolean;
}

interface Given {
  display?: {name?: 'full' | 'split' | 'organization'};
  fields?: {phone?: string; name?: string};
  validation?: {phone?: {required?: string}};
  allowedCountries?: string[] | null;
  contacts?: Contact[];
  blockPoBox?: boolean;
  defaultValues?: {
    name?: string;
    firstName?: string;
    lastName?: string;
    phone?: string;
    address?: Record<string, string>;
  };
}

export function readAddressOptions(options: Record<string, unknown>): AddressOptions {
  const given = options as Given;
  const {address = {}, ...person} = given.defaultValues ?? {};
  const {postal_code: postalCode, ...place} = address;
  return {
    nameStyle: given.fields?.name === 'never' ? 'never' : (given.display?.name ?? 'full'),
    ...(given.allowedCountries && {allowed: given.allowedCountries}),
    contacts: given.contacts ?? [],
    defaults: {...person, organization: person.name, ...place, postalCode},
    showsPhone: given.fields?.phone === 'always',
    phoneRequired: given.validation?.phone?.required === 'always',
    blockPoBox: given.blockPoBox === true,
  };
}

/** What the fields on show say, in Stripe's shape. */
export function valueFrom(
  read: (name: string) => string,
  nameStyle: AddressOptions['nameStyle'],
  shown: string[],
): Contact {
  const isShown = (name: string) => shown.includes(name);
  const shownValue = (name: string) => (isShown(name) ? read(name).trim() : '');
  const firstName = shownValue('firstName');
  const lastName = shownValue('lastName');
  const whole = nameStyle === 'organization' ? shownValue('organization') : shownValue('name');
  return {
    name: nameStyle === 'split' ? `${firstName} ${lastName}`.trim() : whole,
    ...(nameStyle === 'split' && {firstName, lastName}),
    address: {
      line1: shownValue('line1'),
      line2: shownValue('line2') || null,
      city: shownValue('city'),
      state: shownValue('state'),
      postal_code: shownValue('postalCode'),
      country: shownValue('country'),
    },
    ...(isShown('phone') && {phone: shownValue('phone')}),
  };
}
