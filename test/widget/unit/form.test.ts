import assert from 'node:assert/strict';
import {test} from 'node:test';
import {addressRule, countries, loadRules} from '../../../widget/address/rule.ts';
import {parseItems} from '../../../widget/cart.ts';
import {addPatterns} from '../../../widget/address/patterns.ts';
import {checkForm} from '../../../widget/check-form.ts';
import {addressRows, emptyFields, type FieldValues} from '../../../widget/form.ts';
import {stripeDetails} from '../../../widget/pay.ts';

await loadRules();
addPatterns();

const ada: FieldValues = {
  ...emptyFields(),
  email: ' ada@example.com ',
  name: 'Ada Lovelace',
  country: 'DE',
  line1: 'Hauptstraße 1',
  city: 'Berlin',
  postalCode: '10115',
};
const check = (change: Partial<FieldValues>) =>
  checkForm({...ada, ...change}, addressRule(change.country ?? ada.country));

test('a complete form gives trimmed details with every part of the address', () => {
  assert.deepEqual(check({}).details, {
    email: 'ada@example.com',
    name: 'Ada Lovelace',
    address: {
      country: 'DE',
      line1: 'Hauptstraße 1',
      line2: '',
      city: 'Berlin',
      state: '',
      postalCode: '10115',
    },
  });
});

test('what a country does not ask for is not sent, whatever was typed before', () => {
  assert.equal(check({state: 'Bavaria'}).details?.address.state, '');
});

test('everything that Stripe is told never to ask for is passed on, if only empty', () => {
  const {details} = check({});
  assert.ok(details);
  assert.deepEqual(Object.keys(stripeDetails(details).address).sort(), [
    'city',
    'country',
    'line1',
    'line2',
    'postal_code',
    'state',
  ]);
});

test('an empty form names every required field, in the order of the page', () => {
  const {errors} = checkForm({...emptyFields(), country: 'US'}, addressRule('US'));
  assert.deepEqual(Object.keys(errors ?? {}), [
    'email',
    'name',
    'line1',
    'city',
    'state',
    'postalCode',
  ]);
});

test('postal codes are held to the form of their country', () => {
  assert.equal(check({postalCode: '1011'}).errors?.postalCode, 'postalCodeInvalid');
  assert.equal(check({country: 'GB', postalCode: 'sw1a 1aa'}).errors, undefined);
  assert.equal(check({country: 'IE', postalCode: ''}).errors, undefined);
  assert.equal(check({country: 'HK', state: 'Kowloon', postalCode: ''}).errors, undefined);
});

test('e-mail addresses that the API would refuse are refused here', () => {
  const bad = ['', 'ada', 'ada@', '@b.de', 'a b@c.de', 'a@b', 'a@b..de', '.a@b.de', 'ä@b.de'];
  for (const email of bad) assert.ok(check({email}).errors?.email, email);
  const good = ['a@b.de', 'a.b+c@sub.example.co.uk', "o'neil@example.org"];
  for (const email of good) assert.equal(check({email}).errors?.email, undefined, email);
});

test('the smallest form asks for country and postal code, and sends no more', () => {
  const rule = addressRule('US');
  assert.deepEqual(addressRows(rule, 'minimal'), [['postalCode']]);
  const {details} = checkForm({...ada, country: 'US'}, rule, 'minimal');
  assert.deepEqual(details?.address, {country: 'US', postalCode: '10115'});
});

test('every country has a rule with a street, and a pattern that compiles', () => {
  assert.ok(countries().length > 240);
  for (const country of countries()) {
    const rule = addressRule(country);
    assert.ok(rule.rows.flat().includes('line1'), country);
  }
});

test('an address is written in the order of its script where the form is', () => {
  const order = (locale: string) => addressRule('CN', locale).rows.flat().join(' ');
  assert.equal(order('en'), 'line1 city state postalCode');
  assert.equal(order('zh-Hans'), 'postalCode state city line1');
});

test('items are read from the attribute, and half a cart is none', () => {
  assert.deepEqual(parseItems('tee:2 mug, tee'), [
    {sku: 'tee', quantity: 3},
    {sku: 'mug', quantity: 1},
  ]);
  assert.deepEqual(parseItems(' '), []);
  for (const nonsense of ['tee:0', 'tee:x', 'tee mug:1000', 'te/e', ':2']) {
    assert.equal(parseItems(nonsense), null, nonsense);
  }
});
