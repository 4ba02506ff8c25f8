import {configureLocalization, msg} from '@lit/localize';
import type {TextKey} from './english.ts';
import {firstTexts} from './english-first.ts';
import {languages, type LanguageFile} from './language-files.ts';
import {languageOf} from './languages.ts';
import {textGroups, type TextGroup} from './text-groups.ts';

export type {TextKey} from './english.ts';

type Texts = Partial<Record<TextKey, string>>;

/** The English texts that have come. */
const english: Texts = {};
const groups: Texts[] = [];

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

/** English, group by group as it comes; other languages come whole. */
export function addEnglish(group: TextGroup, texts: Texts): void {
  groups[textGroups.indexOf(group)] = texts;
  Object.assign(english, texts);
  giveKeys();
}

/**
 * A text in the current language, with its `{placeholders}` filled in.
 * @param choose Its plural is chosen by this: see `plural.ts`.
 */
export function text(
  key: TextKey,
  values: Record<string, string> = {},
  choose = (words: string, _values: Record<string, string>, _language: string) => words,
): string {
  const words = msg(english[key] ?? firstTexts.errorGeneric, {id: key});
  return choose(words, values, getLocale()).replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? '',
  );
}

/** Whether a text can be said: its group is here. */
export const hasText = (key: TextKey): boolean => key in english;

/** The build leaves a language's keys out: the order of the English texts stands for them. */
function giveKeys(): void {
  for (const {file, templates} of loaded) {
    const texts = file.templates;
    if (!isList(texts)) Object.assign(templates, texts);
    else
      groups.forEach((group, place) =>
        Object.keys(group).forEach((key, index) =>
          Object.assign(templates, {[key]: texts[place]?.[index]}),
        ),
      );
  }
}

const isList = (
  texts: LanguageFile['templates'],
): texts is Extract<LanguageFile['templates'], readonly unknown[]> => Array.isArray(texts);

addEnglish('first', firstTexts);
