/** In which language a buyer is written to, and the sentences in it. */
import {english, mailLanguages, type MailWords} from './mail-languages.ts';
import {englishSoldOut, soldOutLanguages, type SoldOutWords} from './sold-out-languages.ts';

export interface MailTexts {
  /** BCP 47, of the words. */
  language: string;
  direction: 'ltr' | 'rtl';
  /** BCP 47, for money: the buyer's own region where the words are in the buyer's language. */
  locale: string;
  subject(number: string): string;
  greeting(name: string): string;
  order(number: string): string;
  thanks: string;
  total: string;
  sandbox: string;
  /** To a buyer whose money came after the stock was gone. */
  soldOut: {subject(number: string): string; arrived: string; contact: string; refund: string};
}

/** The nearest language there is to this BCP 47 tag. */
export function textsFor(locale: string): MailTexts {
  const {language, isTheirs} = nearest(locale);
  const words: MailWords = mailLanguages[language] ?? english;
  const soldOut: SoldOutWords = soldOutLanguages[language] ?? englishSoldOut;
  const fill = (template: string, values: Record<string, string>) =>
    template.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
  return {
    language,
    direction: ['ar', 'fa', 'he'].includes(language) ? 'rtl' : 'ltr',
    locale: isTheirs ? locale : language,
    subject: (number) => fill(words.subject, {number}),
    greeting: (name) => (name ? fill(words.greeting, {name}) : words.greetingAnybody),
    order: (number) => fill(words.order, {number}),
    thanks: words.thanks,
    total: words.total,
    sandbox: words.sandbox,
    soldOut: {...soldOut, subject: (number) => fill(soldOut.subject, {number})},
  };
}

/** Norwegian is written in two ways, and every reader of one reads the other. */
const sameReaders: Record<string, string> = {no: 'nb', nn: 'nb'};

/** By script (`zh-TW` is `zh-Hant`), region, language alone, or another region's (`pt-PT`). */
function nearest(locale: string): {language: string; isTheirs: boolean} {
  const {language: asked, script, region} = partsOf(locale);
  const own = sameReaders[asked] ?? asked;
  const tags = Object.keys(mailLanguages);
  const found =
    [`${own}-${script}`, `${own}-${region}`, own].find((tag) => tags.includes(tag)) ??
    tags.find((tag) => tag.startsWith(`${own}-`));
  return {language: found ?? 'en', isTheirs: found !== undefined};
}

function partsOf(locale: string): {language: string; script?: string; region?: string} {
  try {
    return new Intl.Locale(locale).maximize();
  } catch {
    // No language, and nothing that money could be written by: `zh-CN-Hans`, which pages do say.
    return {language: ''};
  }
}
