import {configureLocalization, msg} from '@lit/localize';
import {english, type TextKey} from './english.ts';

export type {TextKey} from './english.ts';

const languages: Record<string, () => Promise<{templates: Record<TextKey, string>}>> = {
  'zh-Hans': () => import('./zh-hans.ts'),
};

const {setLocale} = configureLocalization({
  sourceLocale: 'en',
  targetLocales: Object.keys(languages),
  loadLocale: async (locale) =>
    languages[locale]?.() ?? Promise.reject(new RangeError(`No texts in ${locale}.`)),
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

/** A text in the current language, with its `{placeholders}` filled in. */
export function text(key: TextKey, values: Record<string, string> = {}): string {
  return msg(english[key], {id: key}).replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? '',
  );
}

function languageOf(locale: string): string {
  try {
    const {language, script} = new Intl.Locale(locale).maximize();
    return [`${language}-${script}`, language].find((tag) => tag in languages) ?? 'en';
  } catch {
    return 'en';
  }
}
