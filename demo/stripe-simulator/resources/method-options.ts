import {
  anything,
  boolean,
  hash,
  leftOut,
  list,
  oneOf,
  partOf,
  string,
  switchedOff,
  unsettable,
} from '../http/parameters.ts';
import {methodTypes} from '../machine/method-types.ts';

const ifAvailable = oneOf('if_available', 'never');

/** Names as https://docs.stripe.com/api/payment_intents/create#create_payment_intent-payment_method_options */
const card = hash({
  capture_method: unsettable(oneOf('manual')),
  cvc_token: leftOut,
  installments: leftOut,
  mandate_options: leftOut,
  moto: switchedOff,
  network: leftOut,
  // What an account has to be given first is never available here.
  request_extended_authorization: ifAvailable,
  request_incremental_authorization: ifAvailable,
  request_multicapture: ifAvailable,
  request_overcapture: ifAvailable,
  request_three_d_secure: oneOf('any', 'automatic', 'challenge'),
  require_cvc_recollection: switchedOff,
  setup_credential_usage: leftOut,
  setup_future_usage: unsettable(oneOf('none', 'off_session', 'on_session')),
  statement_descriptor_suffix_kana: leftOut,
  statement_descriptor_suffix_kanji: leftOut,
  stored_credential_usage: leftOut,
  three_d_secure: leftOut,
});

/** For all other methods; what they say of language or reference has no outcome. */
const shared = {
  capture_method: unsettable(oneOf('manual')),
  preferred_language: string(),
  preferred_locale: string(),
  reference: unsettable(string()),
  setup_future_usage: unsettable(oneOf('none', 'off_session', 'on_session')),
};

const countries = ['eu', 'gb', 'jp', 'mx', 'us'] as const;
/** The name of a bank transfer, and the one by which Stripe's own CLI still calls it. */
const transferNames = (country: (typeof countries)[number]) =>
  [`${country}_bank_transfer`, `${country}_bank_account`] as const;

const own: Record<string, object> = {
  customer_balance: {
    bank_transfer: hash({
      eu_bank_transfer: hash({country: string(2)}),
      requested_address_types: list(string()),
      type: oneOf(...countries.flatMap(transferNames)),
    }),
    funding_type: oneOf('bank_transfer'),
  },
  us_bank_account: {verification_method: oneOf('automatic', 'instant', 'microdeposits')},
  konbini: {tos_shown_and_accepted: boolean},
  wechat_pay: {app_id: string(), client: oneOf('android', 'ios', 'web')},
};

/** `payment_method_options`: what changes an outcome is followed or, by name, left out. */
export const methodOptions = partOf({
  ...Object.fromEntries(
    Object.keys(methodTypes).map((name) => [name, unsettable(partOf({...shared, ...own[name]}))]),
  ),
  link: unsettable(anything),
  card,
});
