import Stripe from 'stripe';

/**
 * The one client. Its API version is the train of the Stripe.js that the widget loads; a test holds
 * them together. Time limits are those of a button that somebody is looking at.
 */
export function createStripe(secretKey: string, apiBase?: URL): Stripe {
  return new Stripe(secretKey, {
    timeout: 6000,
    maxNetworkRetries: 2,
    telemetry: false,
    appInfo: {name: 'one-page-checkout'},
    ...(apiBase
      ? {
          host: apiBase.hostname,
          port: apiBase.port || (apiBase.protocol === 'https:' ? 443 : 80),
          protocol: apiBase.protocol === 'https:' ? 'https' : 'http',
        }
      : {}),
  });
}
