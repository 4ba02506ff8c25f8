import type {Stripe, StripeConstructor, StripeElementLocale} from '@stripe/stripe-js';
import {within} from '../time.ts';
import {scriptUrl} from './trusted-types.ts';

/** What @stripe/stripe-js loads; named here for the page that demands Trusted Types. */
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
  const {publishableKey, locale, account, script, timeout = 15_000} = options;
  const key = JSON.stringify([script, publishableKey, account, locale]);
  const known = loaded.get(key);
  if (known) return known;
  const settings = {locale, ...(account && {stripeAccount: account})};
  const loading = within(
    timeout,
    script
      ? simulated(script).then((make) => make(publishableKey, settings))
      : fromStripe(publishableKey, settings),
  );
  loaded.set(key, loading);
  loading.catch(() => loaded.delete(key));
  return loading;
}

async function fromStripe(
  publishableKey: string,
  settings: {locale: StripeElementLocale; stripeAccount?: string},
): Promise<Stripe> {
  const [loader] = await Promise.all([import('./loader.ts'), clearTheWay()]);
  const stripe = await loader.loadStripe(publishableKey, settings);
  if (!stripe) throw new Error('Stripe.js runs in a browser only.');
  const {version} = (window.Stripe ?? {}) as {version?: unknown};
  // https://docs.stripe.com/sdks/stripejs-versioning
  if (version !== 'endive') {
    warn(`this page has brought Stripe.js ${String(version)}; remove it, or load ${stripeJs}.`);
  }
  return stripe;
}

/**
 * Stripe's loader takes a tag that the page has for one that will load: on a tag that had failed
 * before, or that a consent tool has switched off, it would wait for ever. And it knows nothing of
 * Trusted Types: where they are demanded, it finds a tag that we have put there for it.
 */
async function clearTheWay(): Promise<void> {
  if (window.Stripe) return;
  const tags = [...document.querySelectorAll('script')].filter(({src}) =>
    /^https:\/\/js\.stripe\.com\/(v3\/?|\w+\/stripe\.js)(\?|$)/.test(src),
  );
  if (tags.some(isSwitchedOff)) {
    warn('a consent tool on this page keeps Stripe.js from loading.');
    throw new Error('Stripe.js is switched off by a consent tool.');
  }
  for (const tag of tags) {
    await within(4000, settled(tag)).catch(() => {});
    if (window.Stripe) return;
    tag.remove();
  }
  if (areTypesDemanded()) document.head.append(tagFor(stripeJs));
}

/** A buyer's choice is not ours to overrule: https://github.com/Automattic/woocommerce-payments/issues/9709 */
const isSwitchedOff = ({type}: HTMLScriptElement) =>
  type !== '' && type !== 'module' && !/javascript/.test(type);

/** There is no way to ask: a plain address is refused where Trusted Types are demanded. */
function areTypesDemanded(): boolean {
  try {
    document.createElement('script').src = stripeJs;
    return false;
  } catch {
    return true;
  }
}

const scripts = new Map<string, Promise<StripeConstructor>>();

/** The sandbox's Stripe.js, once per page. */
function simulated(src: string): Promise<StripeConstructor> {
  const known = scripts.get(src);
  if (known) return known;
  const loading = bring(src).catch(() => bring(src));
  scripts.set(src, loading);
  loading.catch(() => scripts.delete(src));
  return loading;
}

async function bring(src: string): Promise<StripeConstructor> {
  const script = tagFor(src);
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
  return window.Stripe;
}

function tagFor(src: string): HTMLScriptElement {
  const script = document.createElement('script');
  script.src = scriptUrl(src);
  return script;
}

const settled = (script: HTMLScriptElement) =>
  new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('Failed to load Stripe.js.')));
  });

function warn(what: string): void {
  // oxlint-disable-next-line eslint/no-console -- For the site's developer: the buyer is told too.
  console.warn(`one-page-checkout: ${what}`);
}
