/**
 * Script tags for Stripe.js, where its own loader is not enough: the sandbox's script, a tag that the
 * page has brought, Trusted Types, a script that stalled. A file of its own: most shops never need it.
 */
import type {StripeConstructor} from '@stripe/stripe-js';
import {within} from '../time.ts';

/** What the core of the loading knows. */
export interface Known {
  /** How often Stripe.js has kept us waiting in vain. */
  stalls: number;
  /** Makes an address one that a page with Trusted Types takes. */
  scriptUrl: (url: string) => string;
}

/**
 * Stripe's loader takes a tag that the page has for one that will load: on a tag that had failed
 * before, or that a consent tool has switched off, it would wait for ever. And it knows nothing of
 * Trusted Types: where they are demanded, it finds a tag that we have put there for it.
 */
export async function clearTheWay(stripeJs: string, known: Known): Promise<void> {
  const tags = [...document.querySelectorAll('script')].filter(({src}) =>
    /^https:\/\/js\.stripe\.com\/(v3\/?|\w+\/stripe\.js)(\?|$)/.test(src),
  );
  if (tags.some(isSwitchedOff)) {
    // oxlint-disable-next-line eslint/no-console -- For the site's developer: the buyer is told too.
    console.warn('one-page-checkout: a consent tool on this page keeps Stripe.js from loading.');
    throw new Error('Stripe.js is switched off by a consent tool.');
  }
  for (const tag of tags) {
    await within(4000, settled(tag)).catch(() => {});
    if (window.Stripe) return;
    tag.remove();
  }
  // And it would go on waiting for its tag of then, even where another one has come.
  if (known.stalls > 0) await bring(stripeJs, known);
  else document.head.append(tagFor(stripeJs, known));
}

/** A buyer's choice is not ours to overrule: https://github.com/Automattic/woocommerce-payments/issues/9709 */
const isSwitchedOff = ({type}: HTMLScriptElement) =>
  type !== '' && type !== 'module' && !/javascript/.test(type);

const scripts = new Map<string, Promise<StripeConstructor>>();

/** The sandbox's Stripe.js, once per page. */
export function bringOnce(src: string, known: Known): Promise<StripeConstructor> {
  const key = `${known.stalls} ${src}`;
  const earlier = scripts.get(key);
  if (earlier) return earlier;
  const loading = bring(src, known).catch(() => bring(src, known));
  scripts.set(key, loading);
  loading.catch(() => scripts.delete(key));
  return loading;
}

async function bring(src: string, known: Known): Promise<StripeConstructor> {
  const address = new URL(src);
  // For the same address, the browser would go on waiting for the answer that has not come.
  if (known.stalls > 0) address.searchParams.set('retry', String(known.stalls));
  const script = tagFor(address.href, known);
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

function tagFor(src: string, {scriptUrl}: Known): HTMLScriptElement {
  const script = document.createElement('script');
  script.src = scriptUrl(src);
  return script;
}

const settled = (script: HTMLScriptElement) =>
  new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('Failed to load Stripe.js.')));
  });
