import type {Stripe, StripeConstructor, StripeElementLocale} from '@stripe/stripe-js';
import {loadStripe as loadStripeJs} from '@stripe/stripe-js/dist/pure.mjs';
import {within} from '../time.ts';

export interface StripeOptions {
  publishableKey: string;
  locale: StripeElementLocale;
  /** A connected account: https://docs.stripe.com/connect */
  account?: string;
  /** The sandbox's own Stripe.js; without it, Stripe's loader fetches Stripe's. */
  script?: string;
  /** How long Stripe.js may take, in milliseconds. */
  timeout?: number;
}

/** One Stripe object per script, key, account and locale: two of them cannot share an element. */
const loaded = new Map<string, Promise<Stripe>>();

/** Loads Stripe.js once for the whole page; a failure is forgotten, so that a retry tries anew. */
export function loadStripe(options: StripeOptions): Promise<Stripe> {
  const key = JSON.stringify([
    options.script,
    options.publishableKey,
    options.account,
    options.locale,
  ]);
  const known = loaded.get(key);
  if (known) return known;
  const loading = within(options.timeout ?? 15_000, load(options)).catch((error: unknown) => {
    loaded.delete(key);
    wakeLoader();
    throw error;
  });
  loaded.set(key, loading);
  return loading;
}

async function load({publishableKey, locale, account, script}: StripeOptions): Promise<Stripe> {
  const options = {locale, ...(account && {stripeAccount: account})};
  if (script) return (await loadScript(script))(publishableKey, options);
  const stripe = await loadStripeJs(publishableKey, options);
  if (!stripe) throw new Error('Stripe.js needs a browser.');
  return stripe;
}

const scripts = new Map<string, Promise<StripeConstructor>>();

function loadScript(src: string): Promise<StripeConstructor> {
  const known = scripts.get(src);
  if (known) return known;
  const script = document.createElement('script');
  const loading = new Promise<StripeConstructor>((resolve, reject) => {
    script.src = src;
    script.addEventListener('load', () =>
      window.Stripe ? resolve(window.Stripe) : reject(new Error('Stripe.js defined nothing.')),
    );
    script.addEventListener('error', () => reject(new Error('Failed to load Stripe.js.')));
    document.head.append(script);
  });
  scripts.set(src, loading);
  loading.catch(() => {
    scripts.delete(src);
    script.remove();
  });
  return loading;
}

/**
 * Stripe's loader waits for ever on a tag that failed before the loader saw it, and hands out the
 * same promise to every later call. An `error` event on the dead tag makes it replace the tag. A
 * tag that a consent tool has switched off is left alone: that is the buyer's choice to make.
 */
function wakeLoader(): void {
  if (window.Stripe) return;
  const tags = document.querySelectorAll<HTMLScriptElement>(
    'script[src^="https://js.stripe.com/"]',
  );
  for (const tag of tags) {
    if (tag.type && tag.type !== 'text/javascript' && tag.type !== 'module') {
      // oxlint-disable-next-line eslint/no-console -- For the site's developer: the buyer is told too.
      console.warn('one-page-checkout: a consent tool on this page keeps Stripe.js from loading.');
    } else {
      tag.dispatchEvent(new Event('error'));
    }
  }
}
