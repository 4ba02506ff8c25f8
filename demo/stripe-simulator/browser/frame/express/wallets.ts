/** The wallets of the Express Checkout Element and how the simulator pays with each. */
export interface Wallet {
  type: string;
  /** Its name among the element's options and in `availablePaymentMethods`. */
  option: string;
  label: string;
  background: string;
  color: string;
  /** Shown only where the browser has it, unless the page says `always`. */
  isForeign?: boolean;
  /** Needs to be among the payment methods of the session. */
  method?: string;
  data: Record<string, unknown>;
}

const cardWallet = {type: 'card', card: {token: 'tok_visa'}};

export const wallets: Wallet[] = [
  {
    type: 'apple_pay',
    option: 'applePay',
    label: 'Apple Pay',
    background: '#000000',
    color: '#ffffff',
    isForeign: true,
    data: cardWallet,
  },
  {
    type: 'google_pay',
    option: 'googlePay',
    label: 'Google Pay',
    background: '#1f1f1f',
    color: '#ffffff',
    data: cardWallet,
  },
  {
    type: 'link',
    option: 'link',
    label: 'Link',
    background: '#00d66f',
    color: '#011e0f',
    data: cardWallet,
  },
  {
    type: 'paypal',
    option: 'paypal',
    label: 'PayPal',
    background: '#ffc439',
    color: '#0b1b4d',
    method: 'paypal',
    data: {type: 'paypal'},
  },
  {
    type: 'amazon_pay',
    option: 'amazonPay',
    label: 'Amazon Pay',
    background: '#ffd814',
    color: '#0f1111',
    method: 'amazon_pay',
    data: {type: 'amazon_pay'},
  },
  {
    type: 'klarna',
    option: 'klarna',
    label: 'Klarna',
    background: '#ffa8cd',
    color: '#0b051d',
    method: 'klarna',
    data: {type: 'klarna'},
  },
];

type Setting = Record<string, string | undefined> | undefined;

/** Wallets that can be offered: switched on by the page, known to the session. */
export function availableWallets(options: Record<string, unknown>, types: string[]): Wallet[] {
  const settings = {...(options['wallets'] as Setting), ...(options['paymentMethods'] as Setting)};
  const order = (options['paymentMethodOrder'] as string[] | undefined) ?? [];
  const place = ({type, option}: Wallet) => {
    const at = order.findIndex((name) => name === type || name === option);
    return at < 0 ? order.length : at;
  };
  return wallets
    .filter(({option, isForeign, method}) => {
      if (settings[option] === 'never') return false;
      if (isForeign && settings[option] !== 'always') return false;
      return method === undefined ? types.includes('card') : types.includes(method);
    })
    .sort((one, other) => place(one) - place(other));
}
