import assert from 'node:assert/strict';
import {mkdtemp, readFile, readdir, rm} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {brotliCompressSync} from 'node:zlib';
import {buildWidget} from '../../../widget/build.ts';
import {english, type TextKey} from '../../../widget/i18n/english.ts';
import {languages} from '../../../widget/i18n/language-files.ts';
import {directionOf, languageOf} from '../../../widget/i18n/languages.ts';
import {quantitiesTexts} from '../../../widget/i18n/english-quantities.ts';
import {choosePlural} from '../../../widget/i18n/plural.ts';
import {textGroups} from '../../../widget/i18n/text-groups.ts';
import {addEnglish, text} from '../../../widget/i18n/text.ts';
import {stripeLocale} from '../../../widget/stripe/locale.ts';

type Texts = Record<TextKey, string>;

const keys = Object.keys(english) as TextKey[];

async function textsOf(tag: string): Promise<Texts> {
  const {templates} = await languages[tag]!();
  return templates as Texts;
}

const placeholders = (message: string) =>
  new Set([...message.matchAll(/\{(\w+)(?:\}|, plural)/g)].map(([, name]) => name));

/** Words that are the same in many languages, and names. */
const sameAsEnglish = new Set<string>(
  `sandboxTitle contact total optional email stateState stateRegion stateDistrict stateOblast
  stateIsland stateCounty stateArea stateParish stateEmirate state cityDistrict postalCode
  postalCodeZip postalCodePin postalCodeEircode company phone`.split(/\s+/),
);

test('twenty languages at least, three of them from right to left', () => {
  assert.ok(Object.keys(languages).length + 1 >= 20);
  const rightToLeft = Object.keys(languages).filter((tag) => directionOf(tag) === 'rtl');
  assert.deepEqual(rightToLeft, ['ar', 'fa', 'he']);
});

for (const tag of Object.keys(languages)) {
  test(`[${tag}] has every text, with English’s placeholders and its own plurals`, async () => {
    const texts = await textsOf(tag);
    assert.deepEqual(Object.keys(texts).sort(), [...keys].sort(), 'the same keys');
    const categories = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    for (const key of keys) {
      const message = texts[key];
      assert.deepEqual(placeholders(message), placeholders(english[key]), key);
      assert.equal(message, message.trim(), `${key} has no blanks around it`);
      assert.ok(message, key);
      assert.ok(!/ {2}|'/.test(message), `${key} has neither double blanks nor straight quotes`);
      assert.ok(message !== english[key] || sameAsEnglish.has(key), `${key} is not translated`);
      for (const [, forms = ''] of message.matchAll(/, plural, ((?:\w+ \{[^}]*\} ?)+)\}/g)) {
        const given = [...forms.matchAll(/(\w+) \{/g)].map(([, category]) => category);
        assert.deepEqual(new Set(given), new Set(categories), `${key} has each form`);
      }
    }
  });
}

test('a number chooses the form of a text', async () => {
  addEnglish('quantities', quantitiesTexts);
  const inEnglish = (available: string) => text('errorOnlyLeft', {available}, choosePlural);
  assert.equal(inEnglish('1'), 'There is only 1 left.');
  assert.equal(inEnglish('3'), 'There are only 3 left.');
  const {errorOnlyLeft} = await textsOf('ru');
  const inRussian = (available: string) => choosePlural(errorOnlyLeft, {available}, 'ru');
  assert.equal(inRussian('1'), 'Осталась только {available} штука.');
  assert.equal(inRussian('22'), 'Осталось только {available} штуки.');
  assert.equal(inRussian('5'), 'Осталось только {available} штук.');
});

test('a locale is met by the language it is read in', () => {
  const met: Record<string, string> = {
    pt: 'pt-BR',
    'pt-PT': 'pt-BR',
    'zh-CN': 'zh-Hans',
    'zh-SG': 'zh-Hans',
    'zh-TW': 'zh-Hant',
    'zh-HK': 'zh-Hant',
    no: 'nb',
    'nn-NO': 'nb',
    'fr-CA': 'fr',
    'de-CH': 'de',
    'es-MX': 'es',
    iw: 'he',
    'ar-EG': 'ar',
    tlh: 'en',
    'not a locale': 'en',
  };
  for (const [locale, language] of Object.entries(met)) assert.equal(languageOf(locale), language);
});

test('Stripe gets the nearest locale it knows', async () => {
  const nearest: Record<string, string> = {
    'zh-CN': 'zh',
    'zh-Hans-HK': 'zh',
    'zh-TW': 'zh-TW',
    'zh-Hant': 'zh-TW',
    'zh-MO': 'zh-HK',
    'fr-CA': 'fr-CA',
    'fr-CH': 'fr',
    pt: 'pt-BR',
    'pt-PT': 'pt',
    es: 'es',
    'es-MX': 'es-419',
    no: 'nb',
    iw: 'he',
    'en-GB': 'en-GB',
    'en-US': 'en',
    fa: 'auto',
    uk: 'auto',
    tlh: 'auto',
  };
  const require = createRequire(import.meta.url);
  const types = await readFile(
    join(require.resolve('@stripe/stripe-js'), '../../dist/stripe-js/elements-group.d.ts'),
    'utf8',
  );
  const known = /type StripeElementLocale =([^;]+);/.exec(types)?.[1] ?? '';
  for (const [locale, stripes] of Object.entries(nearest)) {
    assert.equal(stripeLocale(locale), stripes, locale);
    assert.ok(known.includes(`'${stripes}'`), `Stripe knows ${stripes}`);
  }
});

test('each language is one small file, with all its texts in their places', async () => {
  const outDir = await mkdtemp(join(tmpdir(), 'checkout-languages-'));
  try {
    await buildWidget({outDir});
    const files = await readdir(outDir);
    for (const tag of Object.keys(languages)) {
      const prefix = `one-page-checkout.${tag.toLowerCase()}.`;
      const file = files.find((name) => name.startsWith(prefix));
      assert.ok(file, `${tag} has a file`);
      const source = await readFile(join(outDir, file), 'utf8');
      const size = brotliCompressSync(source).length;
      assert.ok(size <= 2500, `${tag} is ${size} bytes`);
      const built = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
        templates: string[][];
      };
      const texts = await textsOf(tag);
      assert.deepEqual(
        built.templates.flat(),
        keys.map((key) => texts[key]),
      );
      assert.equal(built.templates.length, textGroups.length);
    }
  } finally {
    await rm(outDir, {recursive: true, force: true});
  }
});
