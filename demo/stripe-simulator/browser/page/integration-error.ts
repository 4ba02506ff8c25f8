/** What Stripe.js throws, or rejects with, when the page uses it wrongly. */
export class IntegrationError extends Error {
  override readonly name = 'IntegrationError';
}
