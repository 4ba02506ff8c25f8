import {addressOptions, addressUpdate} from './address-options.ts';
import {anything, shape, string} from './check.ts';
import type {Check} from './check.ts';
import {expressOptions, expressUpdate} from './express-options.ts';
import {paymentOptions, paymentUpdate} from './payment-options.ts';

/** What differs between the elements as the host page sees them. */
export interface ElementKind {
  page: string;
  title: string;
  options: Check;
  update: Check;
  /** Whether it needs what `GET /v1/elements/sessions` answers. */
  needsSession: boolean;
}

export const elementKinds: Record<string, ElementKind> = {
  payment: {
    page: 'elements-inner-payment.html',
    title: 'Secure payment input frame',
    options: paymentOptions,
    update: paymentUpdate,
    needsSession: true,
  },
  address: {
    page: 'elements-inner-address.html',
    title: 'Secure address input frame',
    options: addressOptions,
    update: addressUpdate,
    needsSession: false,
  },
  expressCheckout: {
    page: 'elements-inner-express-checkout.html',
    title: 'Secure express checkout frame',
    options: expressOptions,
    update: expressUpdate,
    needsSession: true,
  },
  linkAuthentication: {
    page: 'elements-inner-link-authentication.html',
    title: 'Secure email input frame',
    options: shape({defaultValues: shape({email: string})}),
    update: anything,
    needsSession: false,
  },
};
