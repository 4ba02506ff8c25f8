import assert from 'node:assert/strict';
import {test} from 'node:test';
import {confirmationMail} from '../../api/effects/confirmation.ts';
import {english, mailLanguages} from '../../api/effects/mail-languages.ts';
import {textsFor} from '../../api/effects/mail-texts.ts';
import type {StoredOrder} from '../../api/orders/store.ts';
import {languages} from '../../widget/i18n/language-files.ts';
import {languageOf} from '../../widget/i18n/languages.ts';

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test('mails are written in every language that the element speaks', () => {
  assert.deepEqual(Object.keys(mailLanguages).sort(), ['en', ...Object.keys(languages)].sort());
  for (const [language, words] of Object.entries(mailLanguages)) {
    for (const [key, text] of Object.entries(words)) {
      const original = english[key as keyof typeof english];
      assert.deepEqual(placeholders(text), placeholders(original), `${language}: ${key}`);
      if (language !== 'en' && key !== 'total')
        assert.notEqual(text, original, `${language}: ${key}`);
    }
  }
});

test('a mail speaks the language that the form spoke, whatever the tag', () => {
  const tags = [
    'de-AT',
    'pt-PT',
    'pt',
    'zh-TW',
    'zh-HK',
    'zh',
    'no',
    'nn-NO',
    'fr-CA',
    'xx',
    'en-GB',
    'zh-CN-Hans',
    'en-US-US',
  ];
  for (const tag of tags) assert.equal(textsFor(tag).language, languageOf(tag), tag);
});

test('money is written as in the buyer’s own region, and not in that of a language they did not ask for', () => {
  assert.equal(textsFor('de-CH').locale, 'de-CH');
  assert.equal(textsFor('hu-HU').locale, 'en');
  assert.equal(textsFor('zh-CN-Hans').locale, 'en', 'which is no locale, so that no mail fails');
});

test('a mail in Arabic is written from right to left', () => {
  const order = {
    row: {
      id: 'ord_1',
      number: 'K7Q2-9XFM',
      locale: 'ar',
      currency: 'eur',
      amount: 4200,
      name: null,
    },
    items: [{name: 'Tee', quantity: 2, unitAmount: 2100}],
  } as unknown as StoredOrder;
  const mail = confirmationMail(order, {to: 'a@example.com', host: 'shop.example', sandbox: false});
  assert.match(mail.html, /<html lang="ar" dir="rtl">/);
  assert.match(mail.text, /^مرحبًا،$/m);
  assert.match(mail.subject, /K7Q2-9XFM/);
});
