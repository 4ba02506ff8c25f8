import {createHash} from 'node:crypto';
import type {Stripe} from 'stripe';
import {StripeApiError, invalid} from '../http/errors.ts';
import {type TestCard, cardByNumber, cardByToken} from '../machine/test-cards.ts';
import type {Call} from '../world.ts';

/** The name of a parameter, for instance `payment_method_data[card][number]`. */
export type NameOf = (...path: string[]) => string;

interface CardData {
  number?: string;
  exp_month?: number;
  exp_year?: number;
  cvc?: string;
  token?: string;
}

/** Checks a card as it is typed or named; unknown numbers are refused, as in any test mode. */
export function describeCard(call: Call, card: CardData | undefined, nameOf: NameOf) {
  const now = new Date(call.world.clock.now());
  if (card?.token !== undefined) {
    const known = cardByToken(card.token.replace(/^tok_/, 'pm_card_'));
    if (!known)
      throw invalid(`No such token: '${card.token}'`, nameOf('card', 'token'), 'resource_missing');
    return {
      number: known.number,
      details: {card: cardDetails(known.number, 8, now.getUTCFullYear() + 1, known)},
    };
  }
  if (call.key === 'secret') {
    throw new StripeApiError(402, {
      type: 'card_error',
      message:
        'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing. To enable testing raw card data APIs, see https://support.stripe.com/questions/enabling-access-to-raw-card-data-apis.',
    });
  }
  const number = needed(card?.number, nameOf('card', 'number')).replace(/[\s-]/g, '');
  const month = needed(card?.exp_month, nameOf('card', 'exp_month'));
  const shortYear = needed(card?.exp_year, nameOf('card', 'exp_year'));
  const year = shortYear < 100 ? 2000 + shortYear : shortYear;
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) {
    throw cardError('incorrect_number', 'Your card number is incorrect.', 'number');
  }
  if (month < 1 || month > 12) {
    throw cardError(
      'invalid_expiry_month',
      "Your card's expiration month is invalid.",
      'exp_month',
    );
  }
  const isPast =
    year < now.getUTCFullYear() || (year === now.getUTCFullYear() && month <= now.getUTCMonth());
  if (isPast || year > now.getUTCFullYear() + 50) {
    throw cardError('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year');
  }
  const known = cardByNumber(number);
  const cvc = card?.cvc;
  if (cvc !== undefined && !(known?.brand === 'amex' ? /^\d{3,4}$/ : /^\d{3}$/).test(cvc)) {
    throw cardError('invalid_cvc', "Your card's security code is invalid.", 'cvc');
  }
  if (!known) {
    throw new StripeApiError(402, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'test_mode_live_card',
      message:
        'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
    });
  }
  return {number, details: {card: cardDetails(number, month, year, known, cvc !== undefined)}};
}

/** The card as Stripe shows it: never its number. */
export function cardDetails(
  number: string,
  exp_month: number,
  exp_year: number,
  known: TestCard,
  hasCvc = true,
): Stripe.PaymentMethod.Card {
  return {
    brand: known.brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: null,
      // Stripe says `unchecked` until the first charge or set-up.
      cvc_check: hasCvc ? 'unchecked' : null,
    },
    country: known.country,
    display_brand: known.brand === 'amex' ? 'american_express' : known.brand,
    exp_month,
    exp_year,
    fingerprint: fingerprint(number),
    funding: known.funding,
    generated_from: null,
    last4: number.slice(-4),
    networks: {available: [known.brand], preferred: null},
    regulated_status: 'unregulated',
    three_d_secure_usage: {supported: known.authentication !== 'not_supported'},
    wallet: null,
  };
}

/** The value, or Stripe's word for its absence. */
export function needed<T>(value: T | undefined, param: string): T {
  if (value === undefined) {
    throw invalid(`Missing required param: ${param}.`, param, 'parameter_missing');
  }
  return value;
}

const cardError = (code: string, message: string, param: string) =>
  new StripeApiError(402, {type: 'card_error', code, message, param});

function passesLuhn(number: string): boolean {
  const sum = Array.from(number)
    .reverse()
    .reduce((total, character, index) => {
      const digit = Number(character) * (index % 2 === 1 ? 2 : 1);
      return total + (digit > 9 ? digit - 9 : digit);
    }, 0);
  return sum % 10 === 0;
}

/** The same number gives the same fingerprint, as for real cards. */
export function fingerprint(number: string): string {
  return createHash('sha256').update(number).digest('base64url').replace(/[-_]/g, 'x').slice(0, 16);
}
