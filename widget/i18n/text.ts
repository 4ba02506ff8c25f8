import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {TextKey} from './english.ts';
import {firstTexts} from './english-first.ts';
import {languageOf, languages, type LanguageFile} from './languages.ts';
import {choosePlural} from './plural.ts';

export type {TextKey} from './english.ts';

type Texts = Partial<Record<TextKey, string>>;

const english: Texts = {...firstTexts};
/** What is shown, and what was asked for last: a file may still be on its way. */
let current: {language: string; templates: Texts | readonly string[]} = {
  language: 'en',
  templates: english,
};
let wanted = 'en';
const hosts = new Set<ReactiveControllerHost>();

/**
 * The locale that texts, money, country names and Stripe are all shown in: the one asked for, if
 * there are texts in its language, or else English. A form half in one language and half in
 * another would be worse than one in English.
 */
export function effectiveLocale(wanted: string): string {
  return languageOf(wanted) === 'en' && !/^en\b/i.test(wanted) ? 'en' : wanted;
}

/**
 * Loads the language of a locale and shows it everywhere. It is the page's: two elements on one page
 * speak the same. Of several asked for, the last one stays.
 */
export async function useLanguage(locale: string): Promise<void> {
  const language = languageOf(locale);
  if (language === wanted) return;
  wanted = language;
  try {
    const templates = (await languages[language]?.())?.templates ?? english;
    if (language !== wanted || templates === current.templates) return;
    current = {language, templates};
    for (const host of hosts) host.requestUpdate();
  } catch (error) {
    if (language === wanted) wanted = ''; // To be asked for again.
    throw error;
  }
}

/** Renders its host anew when the language of the page has become another. */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  hostConnected(): void {
    hosts.add(this.#host);
  }

  hostDisconnected(): void {
    hosts.delete(this.#host);
  }
}

/** English that came later than the first view; other languages come whole. */
export function addEnglish(texts: Texts): void {
  Object.assign(english, texts);
}

/** A text in the current language, with its `{placeholders}` filled in and its plural chosen. */
export function text(key: TextKey, values: Record<string, string> = {}): string {
  const words = translated(key) ?? english[key] ?? firstTexts.errorGeneric;
  return choosePlural(words, values, current.language).replace(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? '',
  );
}

/** The build leaves a language's keys out: the order of the English texts stands for them. */
function translated(key: TextKey): string | undefined {
  const {templates} = current;
  return isList(templates) ? templates[Object.keys(english).indexOf(key)] : templates[key];
}

const isList = (templates: LanguageFile['templates'] | Texts): templates is readonly string[] =>
  Array.isArray(templates);
