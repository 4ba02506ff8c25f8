import {release} from '../wire/release.ts';
import {createStripe} from './stripe.ts';

/**
 * The entry of `stripe.js`. Frames and the API are looked for where this script came from, so that
 * the same file serves a sandbox of the page's own origin and a js.stripe.com mapped to it.
 */
const script = document.currentScript ?? document.querySelector('script[src*="/endive/stripe.js"]');
const {origin} = new URL(script instanceof HTMLScriptElement ? script.src : location.href);

function Stripe(key: string, options?: {locale?: string}) {
  return createStripe(origin, key, options);
}
Stripe.version = release;

Object.assign(globalThis, {Stripe});
