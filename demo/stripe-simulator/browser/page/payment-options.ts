import {anything, boolean, list, number, oneOf, record, shape, string, stringOr} from './check.ts';
import type {Check} from './check.ts';

const field = oneOf('auto', 'never');
const layoutTypes = ['tabs', 'accordion', 'auto'] as const;

const billingDetails = stringOr(
  ['auto', 'never'],
  shape({
    name: oneOf('auto', 'never', 'always'),
    email: field,
    phone: field,
    address: stringOr(
      ['auto', 'never', 'if_required'],
      shape({
        country: field,
        postalCode: field,
        state: field,
        city: field,
        line1: field,
        line2: field,
      }),
    ),
  }),
);

/** `fields.billingDetails`, and the same again below the name of any payment method. */
const fields: Check = (value, path, call) => {
  record(anything)(value, path, call);
  for (const [name, inner] of Object.entries(value as object)) {
    if (name === 'billingDetails') billingDetails(inner, `${path}.${name}`, call);
    else shape({billingDetails})(inner, `${path}.${name}`, call);
  }
};

const address = shape({
  country: string,
  postal_code: string,
  state: string,
  city: string,
  line1: string,
  line2: string,
});

/** Dahlia made `radios` a word: a boolean throws. */
const layoutShape = {
  type: oneOf(...layoutTypes),
  radios: oneOf('auto', 'never', 'always', 'if_multiple'),
  spacedAccordionItems: boolean,
  visibleAccordionItemsCount: number,
};

const wallet = oneOf('auto', 'never');
const term = oneOf('auto', 'always', 'never');

const updatable: Record<string, Check> = {
  defaultValues: shape({
    billingDetails: shape({name: string, email: string, phone: string, address}),
    card: shape({network: list(string)}),
  }),
  business: shape({name: string}),
  paymentMethodOrder: list(string),
  fields,
  readOnly: boolean,
  terms: shape({
    applePay: term,
    auBecsDebit: term,
    bancontact: term,
    card: term,
    cashapp: term,
    googlePay: term,
    ideal: term,
    klarna: term,
    paypal: term,
    sepaDebit: term,
    sofort: term,
    usBankAccount: term,
  }),
  walletOptions: shape({emailRequired: boolean, phoneNumberRequired: boolean}),
  applePay: anything,
};

/** https://docs.stripe.com/js/elements_object/create_payment_element */
export const paymentOptions = shape({
  ...updatable,
  wallets: shape({applePay: wallet, googlePay: wallet, link: wallet}),
  layout: stringOr(
    layoutTypes,
    shape({
      ...layoutShape,
      defaultCollapsed: boolean,
      paymentMethodLogoPosition: oneOf('start', 'end'),
    }),
  ),
});

/** https://docs.stripe.com/js/elements_object/update_payment_element */
export const paymentUpdate = shape({
  ...updatable,
  layout: stringOr(layoutTypes, shape(layoutShape)),
});
