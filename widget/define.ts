/**
 * The script tag: registers `<one-page-checkout>`, and tells it where it came from, which is where
 * the API is unless `api-url` says otherwise.
 */
import {OnePageCheckout} from './one-page-checkout.ts';

declare global {
  interface HTMLElementTagNameMap {
    'one-page-checkout': OnePageCheckout;
  }
}

OnePageCheckout.scriptOrigin = new URL(import.meta.url).origin;

// Written before this script by the server that sends it, which knows Stripe from the sandbox.
const stripeJs: unknown = Reflect.get(globalThis, Symbol.for('one-page-checkout:stripe-js'));
if (typeof stripeJs === 'string') {
  OnePageCheckout.stripeJs = new URL(stripeJs, import.meta.url).href;
}

// The script may stand on a page twice, pasted by two people; the first one wins.
if (!customElements.get('one-page-checkout')) {
  customElements.define('one-page-checkout', OnePageCheckout);
}
