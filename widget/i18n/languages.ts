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

function partsOf(locale: string): {language: string; script?: string; region?: string} {
  try {
    return new Intl.Locale(locale).maximize();
  } catch {
    return {language: 'en'};
  }
}
