/** What is said from the click on the button on: it comes while the buyer fills in the form. */
export const laterTexts = {
  paidTitle: 'Thank you for your order',
  paidText: 'Your payment of {amount} has arrived. We are sending you a confirmation by e-mail.',
  authorizedTitle: 'Order received',
  authorizedText: 'Your payment of {amount} is reserved. You are charged when the order is sent.',
  confirmingTitle: 'Confirming your payment',
  confirmingText: 'This takes a few seconds. Please keep this page open.',
  processingTitle: 'Your payment is being processed',
  processingText:
    'Your bank is confirming the payment. This can take a while; you get an e-mail as soon as it is done. There is no need to pay again.',
  failedTitle: 'The payment did not go through',
  nothingCharged: 'Nothing was charged.',
  canceledTitle: 'This payment was cancelled',
  expiredTitle: 'This order has expired',
  expiredText: 'It was open for too long without being paid. Nothing was charged.',
  actionTitle: 'One more step',
  actionText: 'Your payment still needs to be confirmed with your bank.',
  voucherText: 'Follow the payment instructions to complete your order.',
  voucherLink: 'Show the payment instructions',
  microdepositsText:
    'Your bank account still needs to be verified, with the small deposit that arrives there in one to two business days.',
  microdepositsLink: 'Verify the bank account',
  qrCodeText: 'Scan this code with the app of your bank to complete your order.',
  refundedTitle: 'This order was refunded',
  refundedText: '{amount} went back to the way you paid.',
  unfulfillableTitle: 'Your payment arrived, but there is a problem with the order',
  unfulfillableText: 'We could not reserve everything you ordered. The shop will contact you.',
  unpaidTitle: 'This order has not been paid yet',
  unknownTitle: 'We are checking your payment',
  unknownText: 'Please look again in a moment. You get an e-mail as soon as the order is paid.',
  notFoundTitle: 'We could not find this payment',
  notFoundText:
    'The link may be incomplete or belong to another shop. If you have paid, look for the confirmation in your e-mail.',
  orderNumber: 'Order number',
  continue: 'Continue',
  checkAgain: 'Check again',
  newOrder: 'Start a new order',

  amountChanged: 'The total has changed to {amount}. Please check it and pay again.',

  errorNotPayable: 'This order can no longer be paid.',
  errorPaymentDetails: 'Please check your payment details.',
  errorPaymentRestarted: 'The payment was started anew. Please enter your payment details again.',
  errorCanceledByPage: 'The payment was stopped by this page.',

  hostedLink: 'Pay on a page of Stripe instead',
  hostedText: 'You pay for the same order there and come back here afterwards.',
  challengeText:
    'Several attempts to pay have failed. Please confirm that you are a person; then the payment goes on.',
  challengeFailed:
    'The check could not be done. Allow challenges.cloudflare.com in your content blocker and try again.',
  challengeWallet: 'Thank you. Now please choose the wallet once more.',

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
};
