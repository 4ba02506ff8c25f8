import assert from 'node:assert/strict';
import {test} from 'node:test';
import {confirmationMail} from '../../api/effects/confirmation.ts';
import {english, mailLanguages} from '../../api/effects/mail-languages.ts';
import {soldOutMail} from '../../api/effects/sold-out.ts';
import {englishSoldOut, soldOutLanguages} from '../../api/effects/sold-out-languages.ts';
import {textsFor} from '../../api/effects/mail-texts.ts';
import type {StoredOrder} from '../../api/orders/store.ts';
import {languages} from '../../widget/i18n/language-files.ts';
import {languageOf} from '../../widget/i18n/languages.ts';

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test('mails are written in every language that the element speaks', () => {
  const all = [
    [mailLanguages, english],
    [soldOutLanguages, englishSoldOut],
  ] as unknown as [Record<string, Record<string, string>>, Record<string, string>][];
  for (const [translations, original] of all) {
    const spoken = ['en', ...Object.keys(languages)].sort();
    assert.deepEqual(Object.keys(translations).sort(), spoken);
    for (const [language, words] of Object.entries(translations)) {
      assert.deepEqual(Object.keys(words).sort(), Object.keys(original).sort(), language);
      for (const [key, text] of Object.entries(words)) {
        assert.deepEqual(placeholders(text), placeholders(original[key]!), `${language}: ${key}`);
        if (language !== 'en' && key !== 'total')
          assert.notEqual(text, original[key], `${language}: ${key}`);
      }
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

const arabic = {
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
const addressed = {to: 'a@example.com', host: 'shop.example', sandbox: false};

test('a mail in Arabic is written from right to left', () => {
  const mail = confirmationMail(arabic, addressed);
  assert.match(mail.html, /<html lang="ar" dir="rtl">/);
  assert.match(mail.text, /^مرحبًا،$/m);
  assert.match(mail.subject, /K7Q2-9XFM/);
});

test('who paid for what was gone hears either of the money or of the shop', () => {
  const {contact, refund} = soldOutLanguages['ar']!;
  const told = soldOutMail(arabic, {...addressed, isRefunded: false});
  const refunded = soldOutMail(arabic, {...addressed, isRefunded: true});
  assert.ok(told.text.includes(contact) && !told.text.includes(refund));
  assert.ok(refunded.text.includes(refund) && !refunded.text.includes(contact));
  assert.match(told.html, /<html lang="ar" dir="rtl">/);
  assert.equal(told.messageId, '<ord_1.sold-out@shop.example>');
  assert.match(told.subject, /K7Q2-9XFM/);
});
