/** What is said where the buyer can change quantities; it comes with the buttons for it. */
export const quantitiesTexts = {
  quantityIn: 'Quantity of {product}',
  oneMore: 'One more {product}',
  oneLess: 'One fewer {product}',
  remove: 'Remove {product}',
  totalNow: 'The total is now {amount}.',
  errorOnlyLeft: '{available, plural, one {There is only # left} other {There are only # left}}.',
  errorQuantity: 'This quantity cannot be ordered.',
};
