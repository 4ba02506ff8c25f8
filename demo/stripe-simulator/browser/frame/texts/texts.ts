import {ar} from './ar.ts';
import {de} from './de.ts';
import {en} from './en.ts';
import type {TextKey, Texts} from './en.ts';
import {es} from './es.ts';
import {fr} from './fr.ts';
import {zhHant} from './zh-hant.ts';
import {zh} from './zh.ts';

const languages: Record<string, Texts> = {ar, de, en, es, fr, zh, 'zh-Hant': zhHant};

export interface Language {
  tag: string;
  direction: 'ltr' | 'rtl';
  text(key: TextKey, values?: Record<string, string>): string;
  countryName(code: string): string;
}

/** The texts of a locale: `zh-HK` reads as `zh-Hant`; an unknown one as `en`, as Stripe does. */
export function language(locale: string): Language {
  const name = locale.toLowerCase();
  const base = name.split(/[-_]/)[0] ?? 'en';
  const isTraditional = /^zh[-_](hant|hk|mo|tw)/.test(name);
  const tag = isTraditional ? 'zh-Hant' : base in languages ? base : 'en';
  const texts = languages[tag] ?? en;
  const countries = new Intl.DisplayNames([tag], {type: 'region', fallback: 'code'});
  return {
    tag,
    direction: tag === 'ar' ? 'rtl' : 'ltr',
    text: (key, values = {}) =>
      texts[key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),
    countryName: (code) => countries.of(code) ?? code,
  };
}
