import type {Stripe} from 'stripe';

/** How a kind of payment method goes, and where it may be used. */
export interface MethodType {
  /**
   * card: at once, perhaps after 3D Secure · redirect: a page of the bank · debit: days later ·
   * voucher: paid elsewhere · transfer: the buyer sends the money · qr: approved on the phone.
   */
  flow: 'card' | 'redirect' | 'debit' | 'voucher' | 'transfer' | 'qr';
  /** Absent when every currency will do. */
  currencies?: readonly string[];
  /** Whether the money may be reserved first and captured later. */
  manualCapture: boolean;
}

const redirect = (...currencies: string[]): MethodType => ({
  flow: 'redirect',
  ...(currencies.length > 0 && {currencies}),
  manualCapture: false,
});

/** Names are Stripe's; https://docs.stripe.com/payments/payment-methods/payment-method-support */
export const methodTypes: Record<string, MethodType> = {
  card: {flow: 'card', manualCapture: true},
  affirm: {...redirect('usd', 'cad'), manualCapture: true},
  afterpay_clearpay: {...redirect('usd', 'cad', 'gbp', 'aud', 'nzd', 'eur'), manualCapture: true},
  alipay: redirect(),
  alma: {...redirect('eur'), manualCapture: true},
  amazon_pay: {...redirect('usd', 'eur', 'gbp'), manualCapture: true},
  bancontact: redirect('eur'),
  billie: {...redirect('eur', 'gbp'), manualCapture: true},
  boleto: {flow: 'voucher', currencies: ['brl'], manualCapture: false},
  cashapp: {flow: 'qr', currencies: ['usd'], manualCapture: true},
  customer_balance: {
    flow: 'transfer',
    currencies: ['usd', 'eur', 'gbp', 'jpy', 'mxn'],
    manualCapture: false,
  },
  eps: redirect('eur'),
  giropay: redirect('eur'),
  grabpay: redirect('sgd', 'myr'),
  ideal: redirect('eur'),
  kakao_pay: redirect('krw'),
  klarna: {
    ...redirect(
      'usd',
      'eur',
      'gbp',
      'sek',
      'nok',
      'dkk',
      'chf',
      'pln',
      'czk',
      'aud',
      'nzd',
      'cad',
      'ron',
    ),
    manualCapture: true,
  },
  konbini: {flow: 'voucher', currencies: ['jpy'], manualCapture: false},
  mobilepay: {...redirect('dkk', 'eur', 'nok', 'sek'), manualCapture: true},
  multibanco: {flow: 'voucher', currencies: ['eur'], manualCapture: false},
  oxxo: {flow: 'voucher', currencies: ['mxn'], manualCapture: false},
  p24: redirect('eur', 'pln'),
  paynow: {flow: 'qr', currencies: ['sgd'], manualCapture: false},
  pix: {flow: 'qr', currencies: ['brl'], manualCapture: false},
  promptpay: {flow: 'qr', currencies: ['thb'], manualCapture: false},
  swish: {flow: 'qr', currencies: ['sek'], manualCapture: false},
  paypal: {
    ...redirect('eur', 'gbp', 'usd', 'chf', 'czk', 'dkk', 'nok', 'pln', 'sek'),
    manualCapture: true,
  },
  revolut_pay: {...redirect('eur', 'gbp', 'ron', 'huf', 'pln', 'dkk'), manualCapture: true},
  sepa_debit: {flow: 'debit', currencies: ['eur'], manualCapture: false},
  twint: redirect('chf'),
  wechat_pay: {
    flow: 'qr',
    currencies: ['cny', 'usd', 'eur', 'gbp', 'aud', 'cad', 'hkd', 'jpy', 'sgd'],
    manualCapture: false,
  },
  us_bank_account: {flow: 'debit', currencies: ['usd'], manualCapture: false},
};

/** What the simulated account has switched on unless it is told otherwise. */
export const defaultMethodTypes = [
  'card',
  'bancontact',
  'eps',
  'ideal',
  'p24',
  'sepa_debit',
  'us_bank_account',
] as const;

export interface MethodWishes {
  currency: string;
  captureMethod: string;
  allowRedirects: string;
  allowed: readonly string[] | null;
  excluded: readonly string[] | null;
}

/** The types a payment may use, of those switched on; `card` is always first. */
export function usableTypes(switchedOn: readonly string[], wishes: MethodWishes): string[] {
  const candidates = wishes.allowed ?? switchedOn;
  return candidates.filter((name) => {
    const type = methodTypes[name];
    return (
      type !== undefined &&
      !wishes.excluded?.includes(name) &&
      (type.currencies?.includes(wishes.currency) ?? true) &&
      (type.manualCapture || wishes.captureMethod !== 'manual') &&
      (type.flow !== 'redirect' || wishes.allowRedirects !== 'never')
    );
  });
}

type OptionsByType = Record<string, MethodOptions | undefined> | null;

interface MethodOptions {
  capture_method?: string;
  setup_future_usage?: string;
}

/** What an intent says of one method in particular. */
export const optionsFor = (intent: Stripe.PaymentIntent, type: string): MethodOptions =>
  (intent.payment_method_options as OptionsByType)?.[type] ?? {};
