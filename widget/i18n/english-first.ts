/** What a first view says, and what is said where no other file can be had. It is part of the core: be brief. */
export const firstTexts = {
  sandboxTitle: 'Sandbox',
  sandboxText: 'No money moves. Pay with card 4242 4242 4242 4242, any future date and any CVC.',

  contact: 'Contact',
  billingAddress: 'Billing address',
  payment: 'Payment',
  orderSummary: 'Order summary',
  total: 'Total',
  quantityOf: 'Qty {quantity}',
  each: '{amount} each',
  optional: 'optional',

  orPayBelow: 'Or fill in the form',
  expressCheckout: 'Express checkout',

  delivery: 'Delivery',
  phone: 'Phone',
  company: 'Company',

  email: 'E-mail',
  name: 'Full name',
  country: 'Country or region',
  line1: 'Street and house number',
  line2: 'Apartment, suite, unit',
  city: 'City',
  cityPostTown: 'Town or city',
  citySuburb: 'Suburb',
  postalCode: 'Postal code',
  postalCodeZip: 'ZIP code',
  postalCodeEircode: 'Eircode',
  state: 'Province',
  stateState: 'State',
  stateCounty: 'County',
  statePrefecture: 'Prefecture',
  choose: 'Choose…',

  pay: 'Pay {amount}',
  payPlain: 'Pay',
  loading: 'Loading the checkout…',
  secure: 'Card details go straight to Stripe, encrypted.',

  tryAgain: 'Try again',
  loadErrorTitle: 'The checkout could not be loaded',

  errorGeneric: 'Something went wrong. Please try again.',
  errorNetwork: 'We cannot reach the shop. Check your connection and try again.',
  errorTimeout: 'This is taking too long. Check your connection and try again.',
};
