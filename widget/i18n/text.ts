import {configureLocalization, msg} from '@lit/localize';
import type {TextKey} from './english.ts';
import {firstTexts} from './english-first.ts';
import {languageOf, languages, type LanguageFile} from './languages.ts';
import {choosePlural} from './plural.ts';

export type {TextKey} from './english.ts';

type Texts = Partial<Record<TextKey, string>>;

const english: Texts = {...firstTexts};

/** The languages that have come: the file as it is, and the same by key, as @lit/localize wants it. */
const loaded: {file: LanguageFile; templates: Texts}[] = [];

const {getLocale, setLocale} = configureLocalization({
  sourceLocale: 'en',
  targetLocales: Object.keys(languages),
  loadLocale: async (locale) => {
    const file = await languages[locale]?.();
    if (!file) throw new RangeError(`No texts in ${locale}.`);
    const language = {file, templates: {}};
    loaded.push(language);
    giveKeys();
    return language;
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

/** English that came later than the first view; other languages come whole. */
export function addEnglish(texts: Texts): void {
  Object.assign(english, texts);
  giveKeys();
}

/** A text in the current language, with its `{placeholders}` filled in and its plural chosen. */
export function text(key: TextKey, values: Record<string, string> = {}): string {
  const words = msg(english[key] ?? firstTexts.errorGeneric, {id: key});
  return choosePlural(words, values, getLocale()).replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? '',
  );
}

/** The build leaves a language's keys out: the order of the English texts stands for them. */
function giveKeys(): void {
  for (const {file, templates} of loaded) {
    const texts = file.templates;
    const byKey = isList(texts)
      ? Object.fromEntries(Object.keys(english).map((key, index) => [key, texts[index] ?? '']))
      : texts;
    Object.assign(templates, byKey);
  }
}

const isList = (texts: LanguageFile['templates']): texts is readonly string[] =>
  Array.isArray(texts);
