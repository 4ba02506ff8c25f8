import type {Stripe, StripeConstructor, StripeElementLocale} from '@stripe/stripe-js';
import {loadStripe as loadFromStripe} from '@stripe/stripe-js/dist/pure.mjs';
import {loadTags} from '../later.ts';
import {TimeLimitError, within} from '../time.ts';
import {scriptUrl} from './trusted-types.ts';

/** What @stripe/stripe-js loads; named here for the page that demands Trusted Types. */
export const stripeJs = 'https://js.stripe.com/endive/stripe.js';

export interface StripeOptions {
  publishableKey: string;
  locale: StripeElementLocale;
  /** The sandbox's own Stripe.js instead of Stripe's. */
  script?: string;
  /** How long Stripe.js may take, in milliseconds. */
  timeout?: number;
}

/** One Stripe object per script, key and locale: two of them cannot share an element. */
const loaded = new Map<string, Promise<Stripe>>();

/** How often Stripe.js has kept us waiting in vain. */
let stalls = 0;

/** Loads Stripe.js once for the whole page; a failure is forgotten, so that a retry tries anew. */
export function loadStripe(options: StripeOptions): Promise<Stripe> {
  const {publishableKey, locale, script, timeout = 15_000} = options;
  const key = JSON.stringify([script, publishableKey, locale]);
  const known = loaded.get(key);
  if (known) return known;
  const loading = within(
    timeout,
    script ? fromSandbox(script, publishableKey, {locale}) : fromStripe(publishableKey, {locale}),
  );
  loaded.set(key, loading);
  loading.catch((cause: unknown) => {
    loaded.delete(key);
    if (cause instanceof TimeLimitError) stalls += 1;
  });
  return loading;
}

async function fromSandbox(script: string, ...settings: Parameters<StripeConstructor>) {
  const {bringOnce} = await loadTags();
  return (await bringOnce(script, {stalls, scriptUrl}))(...settings);
}

async function fromStripe(...settings: Parameters<StripeConstructor>): Promise<Stripe> {
  if (!window.Stripe && (stalls > 0 || document.querySelector(stripeTags) || areTypesDemanded())) {
    const {clearTheWay} = await loadTags();
    await clearTheWay(stripeJs, {stalls, scriptUrl});
  }
  const stripe = window.Stripe?.(...settings) ?? (await loadFromStripe(...settings));
  if (!stripe) throw new Error('Stripe.js runs in a browser only.');
  const {version} = (window.Stripe ?? {}) as {version?: unknown};
  // https://docs.stripe.com/sdks/stripejs-versioning
  if (version !== 'endive') {
    // oxlint-disable-next-line eslint/no-console -- For the site's developer: it often works.
    console.warn(
      `one-page-checkout: this page has brought Stripe.js ${String(version)}; remove it, or load ${stripeJs}.`,
    );
  }
  return stripe;
}

/** Whatever of Stripe's the page has brought itself; more than what will do as Stripe.js. */
const stripeTags = 'script[src*="//js.stripe.com/"]';

/** There is no way to ask: a plain address is refused where Trusted Types are demanded. */
function areTypesDemanded(): boolean {
  try {
    document.createElement('script').src = stripeJs;
    return false;
  } catch {
    return true;
  }
}
