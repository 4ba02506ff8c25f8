import type {StripeElementLocale} from '@stripe/stripe-js';

/** The language of the place an element stands in: the nearest `lang`, across shadow roots. */
export function nearestLanguage(element: Element): string {
  for (let node: Node | null = element; node; node = parentAcrossRoots(node)) {
    const lang = node instanceof Element ? node.getAttribute('lang') : null;
    if (lang) return lang;
  }
  return navigator.language || 'en';
}

/** The country the buyer's browser is set to: a guess, for the buyer to correct. */
export function likelyCountry(locale: string): string {
  for (const tag of [...navigator.languages, locale]) {
    try {
      const {region} = new Intl.Locale(tag);
      if (region && /^[A-Z]{2}$/.test(region)) return region;
    } catch {
      continue;
    }
  }
  try {
    return new Intl.Locale(locale).maximize().region ?? 'US';
  } catch {
    return 'US';
  }
}

const stripeLocales: readonly StripeElementLocale[] = [
  'ar',
  'bg',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'en-AU',
  'en-CA',
  'en-NZ',
  'en-GB',
  'es',
  'es-419',
  'et',
  'fi',
  'fil',
  'fr',
  'fr-CA',
  'he',
  'hu',
  'hr',
  'id',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'ms',
  'mt',
  'nb',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'ru',
  'sk',
  'sl',
  'sv',
  'th',
  'tr',
  'vi',
  'zh',
  'zh-HK',
  'zh-TW',
];

/**
 * The nearest locale that Stripe has, as its constructor and its Elements take it. Persian and
 * Ukrainian it has not: there it goes by the buyer's browser.
 */
export function stripeLocale(locale: string): StripeElementLocale {
  const {language, region, script} = partsOf(locale);
  const nearest = [readAlike(language, region, script), `${language}-${region}`, language];
  return stripeLocales.find((known) => known === nearest.find(isStripes)) ?? 'auto';
}

const isStripes = (tag: string) => stripeLocales.some((known) => known === tag);

/** What the parts of a tag say more surely than their being in the list does. */
function readAlike(language: string, region = '', script = ''): string {
  if (language === 'zh') {
    if (script !== 'Hant') return 'zh';
    return region === 'HK' || region === 'MO' ? 'zh-HK' : 'zh-TW';
  }
  if (language === 'es' && region !== 'ES') return 'es-419';
  return language === 'no' || language === 'nn' ? 'nb' : '';
}

function partsOf(locale: string): {language: string; region?: string; script?: string} {
  try {
    const {language, script, region} = new Intl.Locale(locale).maximize();
    return {language, ...(script && {script}), ...(region && {region})};
  } catch {
    return {language: ''};
  }
}

function parentAcrossRoots(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}
