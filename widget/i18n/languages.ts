import type {TextKey} from './english.ts';

/** What a language's file holds; the build leaves the keys out, and their order stands for them. */
export interface LanguageFile {
  templates: Record<TextKey, string> | readonly string[];
}

/** Every language but English, which is written into the element; each a file of its own. */
export const languages: Record<string, () => Promise<LanguageFile>> = {
  ar: () => import('./ar.ts'),
  cs: () => import('./cs.ts'),
  da: () => import('./da.ts'),
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fa: () => import('./fa.ts'),
  fi: () => import('./fi.ts'),
  fr: () => import('./fr.ts'),
  he: () => import('./he.ts'),
  id: () => import('./id.ts'),
  it: () => import('./it.ts'),
  ja: () => import('./ja.ts'),
  ko: () => import('./ko.ts'),
  nb: () => import('./nb.ts'),
  nl: () => import('./nl.ts'),
  pl: () => import('./pl.ts'),
  'pt-BR': () => import('./pt-br.ts'),
  ru: () => import('./ru.ts'),
  sv: () => import('./sv.ts'),
  tr: () => import('./tr.ts'),
  uk: () => import('./uk.ts'),
  vi: () => import('./vi.ts'),
  'zh-Hans': () => import('./zh-hans.ts'),
  'zh-Hant': () => import('./zh-hant.ts'),
};

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
