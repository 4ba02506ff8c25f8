import {anything, boolean, list, number, oneOf, shape, string} from './check.ts';
import type {Check} from './check.ts';

const auto = oneOf('auto', 'never');
const always = oneOf('auto', 'always', 'never');
const lineItems = list(shape({name: string, amount: number}));
const shippingRates = list(
  shape({id: string, amount: number, displayName: string, deliveryEstimate: anything}),
);

const updatable: Record<string, Check> = {
  allowedShippingCountries: list(string),
  billingAddressRequired: boolean,
  buttonHeight: number,
  emailRequired: boolean,
  layout: shape({maxColumns: number, maxRows: number, overflow: auto}),
  paymentMethodOrder: list(string),
  phoneNumberRequired: boolean,
  shippingAddressRequired: boolean,
};

/** https://docs.stripe.com/js/elements_object/create_express_checkout_element */
export const expressOptions = shape({
  ...updatable,
  applePay: anything,
  business: shape({name: string}),
  buttonTheme: shape({
    applePay: oneOf('black', 'white', 'white-outline'),
    googlePay: oneOf('black', 'white'),
    paypal: oneOf('gold', 'blue', 'silver', 'white', 'black'),
  }),
  buttonType: shape({applePay: string, googlePay: string, paypal: string}),
  lineItems,
  paymentMethods: shape({
    amazonPay: auto,
    applePay: always,
    googlePay: always,
    link: auto,
    paypal: auto,
    klarna: auto,
  }),
  shippingRates,
  wallets: shape({applePay: always, googlePay: always}),
});

export const expressUpdate = shape(updatable);

/** What `click` may be resolved with. */
export const clickDetails = shape({
  allowedShippingCountries: list(string),
  billingAddressRequired: boolean,
  business: shape({name: string}),
  emailRequired: boolean,
  lineItems,
  phoneNumberRequired: boolean,
  shippingAddressRequired: boolean,
  shippingRates,
  applePay: anything,
});

export const changeDetails = shape({lineItems, shippingRates, applePay: anything});
