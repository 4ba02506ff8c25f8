import type {
  Appearance,
  Stripe,
  StripeElementLocale,
  StripeElements,
  StripeElementsOptions,
  StripeExpressCheckoutElementConfirmEvent,
} from '@stripe/stripe-js';
import type {BillingDetails, Shipping} from '../api/contract.ts';

/** The wallet buttons of Stripe's Express Checkout Element. */
export interface Wallets {
  setAmount(amount: number): Promise<void>;
  /** Looks and speaks as the page does now. */
  update(news: Partial<Pick<WalletOptions, 'appearance' | 'locale' | 'fonts'>>): void;
  close(): void;
}

export interface WalletOptions {
  stripe: Stripe;
  /** Where to mount: a node of the document's own tree. */
  node: HTMLElement;
  amount: number;
  currency: string;
  locale: StripeElementLocale;
  appearance: Appearance;
  fonts: NonNullable<StripeElementsOptions['fonts']>;
  link: 'auto' | 'never';
  asksPhone: boolean;
  /** The countries that are shipped to, none of them meaning all; null where nothing is shipped. */
  destinations: readonly string[] | null;
  /** What the wallet's sheet calls the delivery. */
  deliveryName: string;
  /** What is known without the wallet, where it tells less than an order needs. */
  fallback: {email: string; country: string};
  onAvailable: (isAvailable: boolean) => void;
  /** Whether the wallet may open its sheet now. */
  onClick: () => boolean;
  onConfirm: (payment: WalletPayment) => void;
}

/** What the buyer has agreed to in the wallet's sheet. */
export interface WalletPayment {
  elements: StripeElements;
  submitted: ReturnType<StripeElements['submit']>;
  details: BillingDetails;
  shipping: Shipping | undefined;
  /** Tells the wallet, whose sheet may still be open, that nothing was paid. */
  fail: () => void;
}

/**
 * Opens the wallet buttons, in an Elements group of their own: they then ask for what they need
 * and leave the fields of the card form alone. The group is told the amount and not the intent,
 * which is what the Express Checkout Element is made for; the intent of the order is confirmed
 * with its client secret all the same. https://docs.stripe.com/elements/express-checkout-element
 */
export function openWallets(options: WalletOptions): Wallets {
  const {stripe, amount, currency, locale, appearance, fonts, destinations} = options;
  const elements = stripe.elements({mode: 'payment', amount, currency, locale, appearance, fonts});
  const element = elements.create('expressCheckout', {
    buttonHeight: 44,
    emailRequired: true,
    billingAddressRequired: true,
    phoneNumberRequired: options.asksPhone,
    paymentMethods: {link: options.link},
    ...(destinations && {
      shippingAddressRequired: true,
      ...(destinations.length > 0 && {allowedShippingCountries: [...destinations]}),
      // No sheet asks where to without saying for how much; the price of the order is the whole one.
      shippingRates: [{id: 'delivery', amount: 0, displayName: options.deliveryName}],
    }),
  });
  element.on('ready', ({availablePaymentMethods}) =>
    options.onAvailable(Boolean(availablePaymentMethods)),
  );
  element.on('loaderror', () => options.onAvailable(false));
  element.on('click', (event) => {
    // To be answered within a second: https://docs.stripe.com/js/elements_object/express_checkout_element_click_event
    if (options.onClick()) event.resolve();
    else event.reject();
  });
  element.on('confirm', (event) => {
    // First of all, while the wallet still counts it as the buyer's own doing.
    const submitted = elements.submit();
    options.onConfirm({
      elements,
      submitted,
      details: detailsOf(event, options),
      shipping: shippingOf(event),
      fail: () => event.paymentFailed({reason: 'fail'}),
    });
  });
  element.mount(options.node);
  return {
    setAmount: async (total) => {
      await elements.update({amount: total});
    },
    update: (news) => void elements.update(news),
    close: () => element.destroy(),
  };
}

type Confirmation = StripeExpressCheckoutElementConfirmEvent;
type WalletAddress = NonNullable<Confirmation['shippingAddress']>['address'];

/** Some wallets keep name or address to themselves; an order cannot do without. */
function detailsOf(
  {billingDetails, shippingAddress}: Confirmation,
  {fallback}: WalletOptions,
): BillingDetails {
  const email = billingDetails?.email || fallback.email;
  const address = addressOf(billingDetails?.address ?? shippingAddress?.address);
  return {
    email,
    name: billingDetails?.name || shippingAddress?.name || email,
    ...(billingDetails?.phone && {phone: billingDetails.phone}),
    address: {...address, country: address.country || fallback.country},
  };
}

function shippingOf({billingDetails, shippingAddress}: Confirmation): Shipping | undefined {
  if (!shippingAddress) return undefined;
  return {
    name: shippingAddress.name || billingDetails?.name || '',
    ...(billingDetails?.phone && {phone: billingDetails.phone}),
    address: addressOf(shippingAddress.address),
  };
}

function addressOf(address: Partial<WalletAddress> | undefined) {
  const {line1, line2, city, state, postal_code: postalCode, country} = address ?? {};
  const known = Object.entries({line1, line2, city, state, postalCode}).filter(([, part]) => part);
  return {country: country ?? '', ...Object.fromEntries(known)};
}
