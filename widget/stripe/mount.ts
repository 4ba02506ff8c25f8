import type {
  Appearance,
  Stripe,
  StripeElements,
  StripeElementLocale,
  StripeElementsOptions,
  StripePaymentElement,
  StripePaymentElementOptions,
} from '@stripe/stripe-js';
import type {FormWishes} from '../details-form.ts';

export interface PaymentFormOptions {
  stripe: Stripe;
  /** Where to mount: a node of the document's own tree. */
  node: HTMLElement;
  /** Of the intent; without one, Elements open with amount and currency and the intent follows. */
  clientSecret?: string | undefined;
  amount: number;
  currency: string;
  locale: StripeElementLocale;
  appearance: Appearance;
  fonts: NonNullable<StripeElementsOptions['fonts']>;
  layout: StripePaymentElementOptions['layout'];
  /** Whether Stripe's form may offer Link, and the wallets that have no buttons above it. */
  wallets: {applePay: 'auto' | 'never'; googlePay: 'auto' | 'never'; link: 'auto' | 'never'};
  wishes: Pick<FormWishes, 'billing' | 'phone'>;
  onReady: () => void;
  onChange: (complete: boolean, paymentMethod: string) => void;
  onLoadError: (error: unknown) => void;
}

/** A mounted Payment Element and the Elements group it belongs to. */
export interface PaymentForm {
  readonly elements: StripeElements;
  readonly element: StripePaymentElement;
  readonly clientSecret: string | undefined;
  destroy(): void;
}

/**
 * Opens Elements and mounts the Payment Element. Every mistake of ours that Stripe.js throws here
 * arrives as a rejection of the caller's load, with its own words as the cause.
 */
export function mountPaymentForm(options: PaymentFormOptions): PaymentForm {
  const {node, clientSecret} = options;
  // Stripe.js throws for both, but with live keys only warns of the first; better to be certain.
  if (!node.isConnected || node.getRootNode() !== document) {
    throw new Error('The payment form must be mounted in the document, not in a shadow root.');
  }
  const elements = openElements(options);
  const element = elements.create('payment', {
    layout: options.layout ?? 'tabs',
    wallets: options.wallets,
    fields: {billingDetails: suppressedFields(options.wishes)},
  });
  element.on('ready', options.onReady);
  element.on('change', ({complete, value}) => options.onChange(complete, value.type));
  element.on('loaderror', ({error}) => options.onLoadError(error));
  element.mount(node);
  return {elements, element, clientSecret, destroy: () => element.destroy()};
}

function openElements(options: PaymentFormOptions): StripeElements {
  const {stripe, clientSecret, amount, currency, locale, appearance, fonts} = options;
  const shared = {locale, appearance, fonts, loader: 'never' as const};
  return clientSecret
    ? stripe.elements({...shared, clientSecret})
    : stripe.elements({...shared, mode: 'payment', amount, currency});
}

/**
 * What our own form asks for, Stripe's must not ask again. Each field named here must then be
 * passed to `confirmPayment`: https://docs.stripe.com/js/elements_object/create_payment_element
 */
function suppressedFields({billing, phone}: PaymentFormOptions['wishes']) {
  const never = 'never' as const;
  const whole = {line1: never, line2: never, city: never, state: never};
  return {
    name: never,
    email: never,
    // Left open, it still has to be asked where a way to pay cannot do without.
    ...(phone === 'required' && {phone: never}),
    address: {country: never, postalCode: never, ...(billing === 'full' && whole)},
  };
}
