/** Where a payment is seen in Stripe's Dashboard, which keeps test mode apart by its address. */
export const dashboardAddress = (paymentIntentId: string, livemode: boolean): string =>
  `https://dashboard.stripe.com/${livemode ? '' : 'test/'}payments/${encodeURIComponent(paymentIntentId)}`;
