import {localeOf, partsOf} from './languages.ts';

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
    const {region} = localeOf(tag);
    if (region && /^[A-Z]{2}$/.test(region)) return region;
  }
  return partsOf(locale).region ?? 'US';
}

function parentAcrossRoots(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}
