/** What is said where goods are sent; it comes with the fields for it. */
export const shippingTexts = {
  shippingAddress: 'Shipping address',
  sameAsBilling: 'Ship to the billing address',
};
