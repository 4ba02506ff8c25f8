import type {Stripe, StripeConstructor, StripeElementLocale} from '@stripe/stripe-js';
import {within} from '../time.ts';
import {scriptUrl} from './trusted-types.ts';

/**
 * Stripe.js of the train that the server's API version belongs to. It comes from Stripe and from
 * nowhere else: https://docs.stripe.com/security/guide. The loader of @stripe/stripe-js would wait
 * for ever on a tag that failed before it looked, or that a consent tool has switched off.
 */
export const stripeJs = 'https://js.stripe.com/endive/stripe.js';

export interface StripeOptions {
  publishableKey: string;
  locale: StripeElementLocale;
  /** A connected account: https://docs.stripe.com/connect */
  account?: string;
  /** The sandbox's own Stripe.js instead of Stripe's. */
  script?: string;
  /** How long Stripe.js may take, in milliseconds. */
  timeout?: number;
}

/** One Stripe object per script, key, account and locale: two of them cannot share an element. */
const loaded = new Map<string, Promise<Stripe>>();

/** Loads Stripe.js once for the whole page; a failure is forgotten, so that a retry tries anew. */
export function loadStripe(options: StripeOptions): Promise<Stripe> {
  const {publishableKey, locale, account, script = stripeJs, timeout = 15_000} = options;
  const key = JSON.stringify([script, publishableKey, account, locale]);
  const known = loaded.get(key);
  if (known) return known;
  const loading = within(timeout, constructorOf(script)).then((make) =>
    make(publishableKey, {locale, ...(account && {stripeAccount: account})}),
  );
  loaded.set(key, loading);
  loading.catch(() => {
    loaded.delete(key);
    scripts.delete(script);
  });
  return loading;
}

const scripts = new Map<string, Promise<StripeConstructor>>();

function constructorOf(src: string): Promise<StripeConstructor> {
  const known = scripts.get(src);
  if (known) return known;
  const loading = find(src);
  scripts.set(src, loading);
  return loading;
}

/** Two copies of Stripe.js on a page quarrel: what the page has brought itself is taken, if it comes. */
async function find(src: string): Promise<StripeConstructor> {
  if (src === stripeJs) {
    if (window.Stripe) return checked(window.Stripe);
    const theirs = [...document.querySelectorAll('script')].filter((tag) =>
      /^https:\/\/js\.stripe\.com\/(v3\/?|\w+\/stripe\.js)(\?|$)/.test(tag.src),
    );
    if (theirs.some(isSwitchedOff)) {
      warn('a consent tool on this page keeps Stripe.js from loading.');
      throw new Error('Stripe.js is switched off by a consent tool.');
    }
    const [tag] = theirs;
    // It may have failed before anybody listened: then nothing more will be heard of it.
    if (tag) await within(4000, settled(tag)).catch(() => {});
    if (window.Stripe) return checked(window.Stripe);
  }
  return brought(src).catch(() => brought(src));
}

/** A buyer's choice is not ours to overrule: https://github.com/Automattic/woocommerce-payments/issues/9709 */
const isSwitchedOff = ({type}: HTMLScriptElement) =>
  type !== '' && type !== 'module' && !/javascript/.test(type);

async function brought(src: string): Promise<StripeConstructor> {
  const script = document.createElement('script');
  script.src = scriptUrl(src);
  const end = settled(script);
  document.head.append(script);
  try {
    await end;
  } catch (error) {
    script.remove();
    throw error;
  }
  // A content blocker may answer with an empty script of its own.
  if (!window.Stripe) throw new Error('Stripe.js defined nothing.');
  return checked(window.Stripe);
}

const settled = (script: HTMLScriptElement) =>
  new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('Failed to load Stripe.js.')));
  });

/** https://docs.stripe.com/sdks/stripejs-versioning */
function checked(make: StripeConstructor): StripeConstructor {
  const {version} = make as {version?: unknown};
  if (version !== 'endive') {
    warn(`this page has brought Stripe.js ${String(version)}; remove it, or load ${stripeJs}.`);
  }
  return make;
}

function warn(what: string): void {
  // oxlint-disable-next-line eslint/no-console -- For the site's developer: the buyer is told too.
  console.warn(`one-page-checkout: ${what}`);
}
