import assert from 'node:assert/strict';
import {test} from 'node:test';
import {declineText} from '../../../widget/declines.ts';
import {decimalsOf, formatMoney} from '../../../widget/i18n/money.ts';
import {effectiveLocale, text} from '../../../widget/i18n/text.ts';
import {stripeLocale} from '../../../widget/stripe/locale.ts';

const plain = (money: string) => money.replace(/\s/g, ' ');

test('money is shown from the minor units that Stripe means', () => {
  assert.equal(formatMoney(4200, 'eur', 'en'), '€42.00');
  assert.equal(plain(formatMoney(4200, 'eur', 'de')), '42,00 €');
  assert.equal(formatMoney(4200, 'jpy', 'en'), '¥4,200');
  assert.equal(plain(formatMoney(9750, 'kwd', 'en')), 'KWD 9.750');
  assert.equal(formatMoney(0, 'usd', 'en'), '$0.00');
});

test('the special cases of Stripe are not those of ISO 4217', () => {
  // https://docs.stripe.com/currencies#special-cases
  assert.equal(decimalsOf('isk'), 2);
  assert.equal(plain(formatMoney(50000, 'isk', 'en')), 'ISK 500');
  assert.equal(plain(formatMoney(50050, 'isk', 'en')), 'ISK 500.50');
  assert.equal(decimalsOf('huf'), 2);
});

test('a text is filled in', () => {
  assert.equal(text('pay', {amount: '€5.00'}), 'Pay €5.00');
});

test('one language for everything: English where there is no other', () => {
  assert.equal(effectiveLocale('zh-CN'), 'zh-CN');
  assert.equal(effectiveLocale('en-GB'), 'en-GB');
  assert.equal(effectiveLocale('xx'), 'en');
  assert.equal(effectiveLocale('not a locale'), 'en');
  assert.equal(stripeLocale('zh-CN'), 'zh');
  assert.equal(stripeLocale('en-GB'), 'en-GB');
  assert.equal(stripeLocale('tlh'), 'auto');
});

test('a refusal is told in words that help, and theft in none', () => {
  assert.equal(declineText('card_declined', 'insufficient_funds'), 'declinedFunds');
  assert.equal(declineText('card_declined', 'stolen_card'), 'declined');
  assert.equal(declineText('expired_card', null), 'declinedExpired');
  assert.equal(declineText('payment_intent_payment_attempt_expired', null), 'declinedMethod');
  assert.equal(declineText('payment_intent_authentication_failure'), 'declinedAuthentication');
  assert.equal(declineText('something_new', 'also_new'), 'declinedMethod');
});
