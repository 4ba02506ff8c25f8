import type {BillingDetails} from '../../wire/messages.ts';
import {digitsOf, readExpiry} from '../card/formats.ts';

type ValueOf = (name: string) => string;

/** What the buyer typed, as `payment_method_data`; it leaves this frame for the API only. */
export function methodData(type: string, read: ValueOf): Record<string, unknown> {
  const expiry = readExpiry(read('expiry'));
  const details: Record<string, object> = {
    card: {
      number: digitsOf(read('number')),
      exp_month: expiry?.month,
      exp_year: expiry?.year,
      cvc: digitsOf(read('cvc')),
    },
    us_bank_account: {
      routing_number: read('routingNumber'),
      account_number: read('accountNumber'),
      account_holder_type: 'individual',
    },
    sepa_debit: {iban: read('iban').replace(/\s/g, '')},
  };
  return {type, ...(details[type] && {[type]: details[type]})};
}

const addressLeaves: Record<string, string> = {
  country: 'country',
  postalCode: 'postal_code',
  state: 'state',
  city: 'city',
  line1: 'line1',
  line2: 'line2',
};

/** Billing details from the fields that are shown. */
export function billingData(names: string[], read: ValueOf): BillingDetails {
  const person = names.filter((name) => !(name in addressLeaves) && read(name));
  const address = names.filter((name) => name in addressLeaves && read(name));
  return {
    ...Object.fromEntries(person.map((name) => [name, read(name)])),
    ...(address.length > 0 && {
      address: Object.fromEntries(address.map((name) => [addressLeaves[name], read(name)])),
    }),
  };
}

/** Debits need a mandate; accepted by sending the form that shows its terms. */
export const mandateFor = (type: string) =>
  type === 'us_bank_account' || type === 'sepa_debit'
    ? {customer_acceptance: {type: 'online', online: {infer_from_client: true}}}
    : undefined;
