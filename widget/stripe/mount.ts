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
    fields: fieldsFor(options.wishes),
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
 * What our own form asks for, Stripe's must not ask again. Each field that is `never` must then be
 * passed to `confirmPayment`: https://docs.stripe.com/js/elements_object/create_payment_element
 * Every one is named, since an update of them is merged into what was said before.
 */
export function fieldsFor({billing, phone}: PaymentFormOptions['wishes']) {
  const never = 'never' as const;
  const unless = (isAsked: boolean) => (isAsked ? never : ('auto' as const));
  // Left open, it still has to be asked where a way to pay cannot do without.
  const part = unless(billing === 'full');
  const rest = {line1: part, line2: part, city: part, state: part};
  return {
    billingDetails: {
      name: never,
      email: never,
      phone: unless(phone === 'required'),
      address: {country: never, postalCode: never, ...rest},
    },
  };
}
