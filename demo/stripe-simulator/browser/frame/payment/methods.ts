import type {KeptMethod} from '../../wire/messages.ts';
import type {Wallet} from '../express/wallets.ts';
import type {TextKey} from '../texts/en.ts';
import type {Language} from '../texts/texts.ts';

/** What the form shows for a payment method, and what happens after it is submitted. */
export interface Method {
  type: string;
  label: string;
  icon: string;
  fields: string[];
  billing: string[];
  redirects: boolean;
  terms?: {text: TextKey; option: string};
  /** Set when the customer has kept this one. */
  kept?: KeptMethod;
  /** Set when a wallet of the device pays. */
  wallet?: Wallet;
}

interface Row {
  label?: string;
  text?: TextKey;
  icon?: string;
  fields?: string[];
  billing?: string[];
  redirects?: boolean;
  terms?: {text: TextKey; option: string};
}

const bankRedirect = (label: string, billing: string[]): Row => ({
  label,
  icon: 'bank',
  billing,
  redirects: true,
});

const rows: Record<string, Row> = {
  card: {
    text: 'card',
    icon: 'card',
    fields: ['number', 'expiry', 'cvc'],
    billing: ['country', 'postalCode'],
    terms: {text: 'cardTerms', option: 'card'},
  },
  us_bank_account: {
    text: 'usBankAccount',
    icon: 'bank',
    fields: ['routingNumber', 'accountNumber'],
    billing: ['name', 'email'],
    terms: {text: 'debitTerms', option: 'usBankAccount'},
  },
  sepa_debit: {
    text: 'sepaDebit',
    icon: 'bank',
    fields: ['iban'],
    billing: ['name', 'email'],
    terms: {text: 'debitTerms', option: 'sepaDebit'},
  },
  ideal: bankRedirect('iDEAL', ['name']),
  bancontact: bankRedirect('Bancontact', ['name']),
  eps: bankRedirect('EPS', ['name']),
  p24: bankRedirect('Przelewy24', ['name', 'email']),
  klarna: {label: 'Klarna', billing: ['email', 'country'], redirects: true},
  alipay: {label: 'Alipay', redirects: true},
  wechat_pay: {label: 'WeChat Pay'},
  paypal: {label: 'PayPal', redirects: true},
  cashapp: {label: 'Cash App Pay'},
  paynow: {label: 'PayNow'},
  pix: {label: 'Pix'},
  promptpay: {label: 'PromptPay', billing: ['email']},
  swish: {label: 'Swish'},
  amazon_pay: {label: 'Amazon Pay', redirects: true},
  revolut_pay: {label: 'Revolut Pay', redirects: true},
  mobilepay: {label: 'MobilePay', redirects: true},
  twint: {label: 'TWINT', redirects: true},
  affirm: {label: 'Affirm', billing: ['name', 'email'], redirects: true},
  afterpay_clearpay: {
    label: 'Afterpay',
    // It ships to nobody whose whole address it does not know.
    billing: ['name', 'email', 'country', 'line1', 'line2', 'city', 'state', 'postalCode'],
    redirects: true,
  },
  blik: {label: 'BLIK', icon: 'bank'},
  oxxo: {label: 'OXXO', billing: ['name', 'email']},
  boleto: {label: 'Boleto', billing: ['name', 'email']},
  konbini: {label: 'Konbini', billing: ['name', 'email']},
  multibanco: {label: 'Multibanco', icon: 'bank', billing: ['email']},
};

/** A type without a row is taken for a wallet that redirects, under its own name. */
export function methodOf(type: string, language: Language): Method {
  const row = rows[type] ?? {redirects: true};
  const fallback = type.replace(
    /(^|_)([a-z])/g,
    (_, gap: string, letter: string) => `${gap && ' '}${letter.toUpperCase()}`,
  );
  return {
    type,
    label: row.text ? language.text(row.text) : (row.label ?? fallback),
    icon: row.icon ?? 'wallet',
    fields: row.fields ?? [],
    billing: row.billing ?? [],
    redirects: row.redirects ?? false,
    ...(row.terms && {terms: row.terms}),
  };
}
