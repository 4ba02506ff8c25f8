/** The wallets of the simulated device and how the simulator pays with each. */
export interface Wallet {
  type: string;
  /** Its name among the element's options and in `availablePaymentMethods`. */
  option: string;
  label: string;
  background: string;
  color: string;
  /** Absent where every browser has it; the Express Checkout Element's `always` overrules it. */
  isPresent?: () => boolean;
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
    isPresent: () => 'ApplePaySession' in globalThis,
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

/** Wallets with a button of their own: switched on by the page, known to the session. */
export function availableWallets(options: Record<string, unknown>, types: string[]): Wallet[] {
  const settings = {...(options['wallets'] as Setting), ...(options['paymentMethods'] as Setting)};
  const order = (options['paymentMethodOrder'] as string[] | undefined) ?? [];
  const place = ({type, option}: Wallet) => {
    const at = order.findIndex((name) => name === type || name === option);
    return at < 0 ? order.length : at;
  };
  return wallets
    .filter((wallet) => {
      const setting = settings[wallet.option];
      if (setting === 'never' || !isPayable(wallet, types)) return false;
      return setting === 'always' || isOnDevice(wallet);
    })
    .sort((one, other) => place(one) - place(other));
}

/** Wallets of the Payment Element's own form, which has no `always`. */
export function walletsInForm(options: Record<string, unknown>, types: string[]): Wallet[] {
  const settings = (options['wallets'] as Setting) ?? {};
  return wallets.filter(
    (wallet) =>
      wallet.method === undefined &&
      settings[wallet.option] !== 'never' &&
      isPayable(wallet, types) &&
      isOnDevice(wallet),
  );
}

const isOnDevice = ({isPresent}: Wallet) => isPresent?.() ?? true;
const isPayable = ({method = 'card'}: Wallet, types: string[]) => types.includes(method);
