import {configureLocalization, msg} from '@lit/localize';
import {english, type TextKey} from './english.ts';
import {languageOf, languages, type LanguageFile} from './languages.ts';
import {choosePlural} from './plural.ts';

export type {TextKey} from './english.ts';

const {getLocale, setLocale} = configureLocalization({
  sourceLocale: 'en',
  targetLocales: Object.keys(languages),
  loadLocale: async (locale) => {
    const file = await languages[locale]?.();
    if (!file) throw new RangeError(`No texts in ${locale}.`);
    return {templates: keyed(file)};
  },
});

/**
 * The locale that texts, money, country names and Stripe are all shown in: the one asked for, if
 * there are texts in its language, or else English. A form half in one language and half in
 * another would be worse than one in English.
 */
export function effectiveLocale(wanted: string): string {
  return languageOf(wanted) === 'en' && !/^en\b/i.test(wanted) ? 'en' : wanted;
}

/** Loads the language of a locale. It is the page's: two elements on one page speak the same. */
export const useLanguage = async (locale: string): Promise<void> => {
  await setLocale(languageOf(locale));
};

/** A text in the current language, with its `{placeholders}` filled in and its plural chosen. */
export function text(key: TextKey, values: Record<string, string> = {}): string {
  return choosePlural(msg(english[key], {id: key}), values, getLocale()).replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? '',
  );
}

function keyed({templates}: LanguageFile): Record<string, string> {
  if (!isList(templates)) return templates;
  return Object.fromEntries(
    Object.keys(english).map((key, index) => [key, templates[index] ?? '']),
  );
}

const isList = (templates: LanguageFile['templates']): templates is readonly string[] =>
  Array.isArray(templates);
