import type {Appearance} from '@stripe/stripe-js';
import type {CSSResultOrNative, ReactiveControllerHost} from 'lit';
import type {Customer, OrderItem} from '../api/contract.ts';
import type {DetailsForm, FormWishes} from './details-form.ts';
import {parseItems} from './cart.ts';
import type {CheckedForm} from './form.ts';
import type {OnePageCheckout} from './one-page-checkout.ts';
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

/** What the attributes and properties of an element come to. */
export function readSettings(
  page: OnePageCheckout,
  {apiUrl, likely, wishes}: Pick<CheckoutSettings, 'apiUrl' | 'likely' | 'wishes'>,
): CheckoutSettings {
  return {
    apiUrl: new URL(apiUrl, location.href).href.replace(/\/$/, ''),
    items: page.lineItems ?? parseItems(page.items) ?? [],
    currency: page.currency?.toLowerCase(),
    intent: page.intent === 'deferred' ? 'deferred' : 'first',
    locale: wishes.language,
    returnUrl: new URL(page.returnUrl ?? '', location.href).href,
    layout: page.paymentLayout,
    fonts: page.fonts,
    express: page.express,
    link: page.link,
    likely,
    wishes,
    customer: page.customerEmail ? {email: page.customerEmail} : undefined,
    clientReferenceId: page.clientReferenceId,
  };
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
  addStyles(styles: CSSResultOrNative): void;
  checkForm(): CheckedForm;
  takeChecks(checks: DetailsForm['checks']): void;
}
