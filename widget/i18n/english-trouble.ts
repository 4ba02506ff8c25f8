/** What is said when something has gone wrong, or ended otherwise than with money: fetched then. */
export const troubleTexts = {
  errorStripeLoad:
    'The payment form was kept from loading. Check your connection, or allow js.stripe.com in your content blocker, and try again.',
  hostedLink: 'Pay on Stripe’s page instead',
  hostedText: 'You pay for the same order there and come back here afterwards.',
  challengeText:
    'Several attempts to pay have failed. Please confirm that you are a person; then the payment goes on.',
  challengeFailed:
    'The check could not be done. Allow challenges.cloudflare.com in your content blocker and try again.',
  challengeWallet: 'Thank you. Now please choose the wallet once more.',
  errorPaymentForm: 'The payment form could not be shown. Please try again.',
  errorItems: 'There is nothing to pay for on this page.',
  errorUnknownSku: 'One of these products is no longer sold.',
  errorOutOfStock: 'There is not enough of one of these products left.',
  errorCurrency: 'These products cannot be sold in this currency.',
  errorAmount: 'The total is outside of what can be paid by card.',
  errorRateLimited: 'There were too many attempts. Please wait a minute and try again.',
  errorBusy: 'The shop is busy. Please try again in a moment.',
  errorProvider: 'Payments are not possible just now. Please try again in a moment.',

  amountChanged: 'The total has changed to {amount}. Please check it and pay again.',
  errorNotPayable: 'This order can no longer be paid.',
  errorPaymentDetails: 'Please check your payment details.',
  errorPaymentRestarted: 'The payment was started anew. Please enter your payment details again.',

  declined: 'Your card was declined. Try another card, or ask your bank why.',
  declinedFunds: 'There is not enough money on this card. Try another one.',
  declinedExpired: 'This card has expired. Try another one.',
  declinedNumber: 'This card number is not valid. Please check it.',
  declinedExpiry: 'The expiry date is not valid. Please check it.',
  declinedCvc: 'The security code is not right. Please check it.',
  declinedPostalCode: 'The postal code does not match the card. Please check it.',
  declinedLimit: 'This is over the limit of the card. Try another one, or ask your bank.',
  declinedUnsupported: 'This card cannot be used for this purchase. Try another one.',
  declinedAuthentication:
    'Your bank could not confirm that it is you. Try again, or use another card.',
  declinedTemporary: 'The payment could not be processed. Try again in a moment.',
  declinedMethod: 'The payment was not completed. Try again, or choose another way to pay.',

  failedTitle: 'The payment did not go through',
  nothingCharged: 'Nothing was charged.',
  canceledTitle: 'This payment was cancelled',
  expiredTitle: 'This order has expired',
  expiredText: 'It was open for too long without being paid. Nothing was charged.',
  refundedTitle: 'This order was refunded',
  refundedText: '{amount} went back to the way you paid.',
  unfulfillableTitle: 'Your payment arrived, but there is a problem with the order',
  unfulfillableText: 'We could not reserve everything you ordered. The shop will contact you.',
  unpaidTitle: 'This order has not been paid yet',
  notFoundTitle: 'We could not find this payment',
  notFoundText:
    'The link may be incomplete or belong to another shop. If you have paid, look for the confirmation in your e-mail.',

  actionTitle: 'One more step',
  actionText: 'Your payment still needs to be confirmed with your bank.',
  continue: 'Continue',
  voucherText: 'Follow the payment instructions to complete your order.',
  voucherLink: 'Show the payment instructions',
  payOtherwise: 'Pay in another way',
  microdepositsText:
    'Your bank account still needs to be verified, with the small deposit that arrives there in one to two business days.',
  microdepositsLink: 'Verify the bank account',
  qrCodeText: 'Scan this code with the app of your bank to complete your order.',
};
