import {languages} from './language-files.ts';

/** Norwegian is written in two ways, and every reader of one reads the other. */
const sameReaders: Record<string, string> = {no: 'nb', nn: 'nb'};

/**
 * The language that a locale is best read in: of its own script (`zh-TW` → `zh-Hant`), its own
 * region, or another region's (`pt-PT` → `pt-BR`); English where there is none.
 */
export function languageOf(locale: string): string {
  const {language, script, region} = partsOf(locale);
  const tags = Object.keys(languages);
  const own = sameReaders[language] ?? language;
  return (
    [`${own}-${script}`, `${own}-${region}`, own].find((tag) => tags.includes(tag)) ??
    tags.find((tag) => tag.startsWith(`${own}-`)) ??
    'en'
  );
}

/** Which way a locale's language is written. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  ['ar', 'fa', 'he'].includes(languageOf(locale)) ? 'rtl' : 'ltr';

/** The parts of a locale, with those that go without saying; English for what is no locale. */
export const partsOf = (locale: string): Intl.Locale => localeOf(locale).maximize();

/** What a page has written may be anything. */
export function localeOf(locale: string): Intl.Locale {
  try {
    return new Intl.Locale(locale);
  } catch {
    return new Intl.Locale('en');
  }
}
