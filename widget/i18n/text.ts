import {sleep} from '../time.ts';
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

/** The languages that have been asked for, and those that have come. */
const asked = new Map<string, Promise<void>>();
const loaded = new Map<string, LanguageFile['templates']>();

/** Every text of another language that has come, by language and key. */
const catalogue: Record<string, string | undefined> = {};

/** The language that is spoken at this moment. */
let spoken = 'en';

/**
 * The locale that texts, money, country names and Stripe are all shown in: the one asked for, if
 * there are texts in its language, or else English. A form half in one language and half in
 * another would be worse than one in English.
 */
export function effectiveLocale(wanted: string): string {
  return languageOf(wanted) === 'en' && !/^en\b/i.test(wanted) ? 'en' : wanted;
}

/**
 * What is said next, until another speaks, is in the language of this locale.
 * @param onCome Called once that has come, where it is not here: till then it is English.
 */
export function speak(locale: string, onCome?: () => void): void {
  spoken = languageOf(locale);
  if (onCome) void bringLanguage(locale)?.then(onCome);
}

/** Brings the language of a locale; nothing to wait for where it is here. */
export function bringLanguage(locale: string): Promise<void> | null {
  const language = languageOf(locale);
  const bring = languages[language];
  if (!bring || loaded.has(language)) return null;
  const coming = asked.get(language) ?? load(language, bring);
  asked.set(language, coming);
  return coming;
}

async function load(language: string, bring: () => Promise<LanguageFile>): Promise<void> {
  loaded.set(language, (await untilHere(bring)).templates);
  giveKeys();
}

/** A file that was lost on its way is asked for again. */
const untilHere = (bring: () => Promise<LanguageFile>, pause = 1000): Promise<LanguageFile> =>
  bring().catch(() => sleep(pause).then(() => untilHere(bring, pause * 2)));

/** English, group by group as it comes; other languages come whole. */
export function addEnglish(group: TextGroup, texts: Texts): void {
  groups[textGroups.indexOf(group)] = texts;
  Object.assign(english, texts);
  giveKeys();
}

/**
 * A text in the language that is spoken, with its `{placeholders}` filled in.
 * @param choose Its plural is chosen by this: see `plural.ts`.
 */
export function text(
  key: TextKey,
  values: Record<string, string> = {},
  choose = (words: string, _values: Record<string, string>, _language: string) => words,
): string {
  const words = catalogue[spoken + key] ?? english[key] ?? firstTexts.errorGeneric;
  return choose(words, values, spoken).replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? '',
  );
}

/** Whether a text can be said: its group is here. */
export const hasText = (key: TextKey): boolean => key in english;

/** The build leaves a language's keys out: the order of the English texts stands for them. */
function giveKeys(): void {
  for (const [language, texts] of loaded) {
    const add = (key: string, text?: string) => (catalogue[language + key] = text);
    if (!isList(texts)) Object.entries(texts).forEach(([key, text]) => add(key, text));
    else
      groups.forEach((group, place) =>
        Object.keys(group).forEach((key, index) => add(key, texts[place]?.[index])),
      );
  }
}

const isList = (
  texts: LanguageFile['templates'],
): texts is Extract<LanguageFile['templates'], readonly unknown[]> => Array.isArray(texts);

addEnglish('first', firstTexts);
