import type {DeclineName} from './declines.ts';

/** How a debit from a bank account ends. */
export interface DebitOutcome {
  decline?: DeclineName;
  /** The buyer's bank takes the money back later. */
  disputed?: boolean;
  /** Three minutes more than others. */
  slow?: boolean;
  /** Stays in processing for ever. */
  endless?: boolean;
}

/** ACH, all with routing number 110000000: https://docs.stripe.com/payments/ach-direct-debit/accept-a-payment#test */
const usAccounts: Record<string, DebitOutcome> = {
  '000123456789': {},
  '000111111113': {decline: 'account_closed'},
  '000111111116': {decline: 'no_account'},
  '000222222227': {decline: 'bank_insufficient_funds'},
  '000333333335': {decline: 'debit_not_authorized'},
  '000555555559': {disputed: true},
  '000000000009': {endless: true},
};

/** SEPA: https://docs.stripe.com/payments/sepa-debit/accept-a-payment#test-integration */
const ibans: Record<string, DebitOutcome> = {
  AT611904300234573201: {},
  AT321904300235473204: {slow: true},
  AT861904300235473202: {decline: 'bank_declined'},
  AT051904300235473205: {decline: 'bank_declined', slow: true},
  AT591904300235473203: {disputed: true},
  AT981904300000343434: {decline: 'charge_exceeds_source_limit'},
  AT601904300000121212: {decline: 'charge_exceeds_weekly_limit'},
  // The Stripe CLI fails a payment with this one.
  IT60X0542811101000000123456: {decline: 'bank_declined'},
  AT981904300002222227: {decline: 'bank_insufficient_funds'},
};

export const testRoutingNumber = '110000000';
export const debitOutcome = (number: string): DebitOutcome =>
  usAccounts[number] ?? ibans[number] ?? {};
export const debitAccounts = {us: usAccounts, sepa: ibans};

/** Country, check digits and up to 30 characters, with the remainder of ISO 13616 being one. */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const digits = (iban.slice(4) + iban.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  );
  return Array.from(digits).reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0) === 1;
}
