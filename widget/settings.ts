import type {Appearance} from '@stripe/stripe-js';
import type {CSSResult, ReactiveControllerHost} from 'lit';
import type {Customer, OrderItem} from '../api/contract.ts';
import type {FormWishes} from './details-form.ts';
import type {CheckedForm} from './form.ts';
import type {PaymentFormOptions} from './stripe/mount.ts';

/** What the page has said about the checkout, as the element reads it at this moment. */
export interface CheckoutSettings {
  apiUrl: string;
  /** What to order; empty where the page names nothing, as a return page may. */
  items: OrderItem[];
  currency: string | undefined;
  intent: 'first' | 'deferred';
  locale: string;
  returnUrl: string;
  layout: PaymentFormOptions['layout'];
  fonts: PaymentFormOptions['fonts'];
  express: 'auto' | 'never';
  link: 'auto' | 'never';
  /** What an order takes where a wallet does not tell. */
  likely: {email: string; country: string};
  /** What the form asks for. */
  wishes: FormWishes;
  customer: Customer | undefined;
  clientReferenceId: string | undefined;
}

/** The element, as the controller sees it. */
export interface CheckoutHost extends HTMLElement, ReactiveControllerHost {
  readonly settings: CheckoutSettings;
  readonly paymentSlot: string;
  readonly walletSlot: string;
  /** Where the styles' private properties can be read; null before the first render. */
  readonly themeScope: HTMLElement | null;
  /** The page's own words on how Stripe's form looks. */
  readonly appearance: Appearance;
  addStyles(styles: CSSResult): void;
  checkForm(): CheckedForm;
  focusFirstError(): Promise<void>;
}
