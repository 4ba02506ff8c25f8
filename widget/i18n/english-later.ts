/** What is said of a payment that goes well: it comes while the buyer fills in the form. */
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
  unknownTitle: 'We are checking your payment',
  unknownText: 'Please look again in a moment. You get an e-mail as soon as the order is paid.',

  orderNumber: 'Order number',
  checkAgain: 'Check again',
  newOrder: 'Start a new order',
};
