/** The release of Stripe.js that this is; `@stripe/stripe-js` compares it with the one it was published for. */
export const release = 'endive';

/**
 * What it speaks, whatever the account's default is: https://docs.stripe.com/sdks/stripejs-versioning.
 * The first version of its release: what comes after it only adds.
 */
export const apiVersion = '2026-09-30.endive';
