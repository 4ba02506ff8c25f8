import {email} from '../http/email.ts';
import {
  type Rule,
  anything,
  boolean,
  hash,
  integer,
  leftOut,
  list,
  metadata,
  oneOf,
  required,
  string,
  unsettable,
} from '../http/parameters.ts';
import {methodTypes} from '../machine/method-types.ts';
import {currencyRule} from '../machine/money.ts';
import {methodOptions} from './method-options.ts';
import {methodDataRules} from './payment-method-data.ts';
import {mandateDataRule, shippingRule} from './shared-rules.ts';

const typeList = list(oneOf(...Object.keys(methodTypes)));
const captureMethod = oneOf('automatic', 'automatic_async', 'manual');
const setupFutureUsage = oneOf('off_session', 'on_session');
const methodData = hash(methodDataRules);
const descriptor = string(22);

/** A switch, or why the buyer is away. */
const offSession: Rule<boolean | 'one_off' | 'recurring'> = {
  read: (raw, param) => (raw === 'one_off' || raw === 'recurring' ? raw : boolean.read(raw, param)),
};

/** What may be set when an intent is made and when it is changed. */
const details = {
  allowed_payment_method_types: typeList,
  amount_details: leftOut,
  application_fee_amount: unsettable(integer(0)),
  capture_method: captureMethod,
  customer: string(),
  customer_account: leftOut,
  description: unsettable(string(1000)),
  excluded_payment_method_types: unsettable(typeList),
  hooks: leftOut,
  metadata,
  payment_details: leftOut,
  payment_method: string(),
  payment_method_configuration: leftOut,
  payment_method_data: methodData,
  payment_method_options: methodOptions,
  // Refused for endive and later, see method-wishes.ts.
  payment_method_types: typeList,
  receipt_email: unsettable(email()),
  setup_future_usage: unsettable(setupFutureUsage),
  shipping: unsettable(shippingRule),
  statement_descriptor: descriptor,
  statement_descriptor_suffix: descriptor,
  transfer_data: leftOut,
  transfer_group: string(),
};

/** What belongs to a confirmation, also when it is part of a creation. */
const confirmation = {
  confirmation_token: string(),
  error_on_requires_action: boolean,
  mandate: leftOut,
  mandate_data: unsettable(mandateDataRule),
  off_session: offSession,
  radar_options: hash({session: string()}),
  return_url: string(),
  use_stripe_sdk: boolean,
};

export const createRules = {
  ...details,
  ...confirmation,
  amount: required(integer(1)),
  currency: required(currencyRule),
  automatic_payment_methods: hash({
    allow_redirects: oneOf('always', 'never'),
    enabled: required(boolean),
  }),
  confirm: boolean,
  confirmation_method: oneOf('automatic', 'manual'),
  on_behalf_of: leftOut,
};

export const updateRules = {...details, amount: integer(1), currency: currencyRule};

export const confirmRules = {
  allowed_payment_method_types: typeList,
  amount_details: leftOut,
  amount_to_confirm: integer(1),
  capture_method: captureMethod,
  excluded_payment_method_types: unsettable(typeList),
  hooks: leftOut,
  payment_details: leftOut,
  payment_method: string(),
  payment_method_data: methodData,
  payment_method_options: methodOptions,
  payment_method_types: typeList,
  receipt_email: unsettable(email()),
  setup_future_usage: unsettable(setupFutureUsage),
  shipping: unsettable(shippingRule),
  ...confirmation,
  // With a publishable key only: the secret, and what the page believed when the form was drawn.
  client_secret: string(),
  expected_payment_method_type: string(),
  client_attribution_metadata: anything,
};

export const captureRules = {
  amount_details: leftOut,
  amount_to_capture: integer(1),
  application_fee_amount: integer(0),
  final_capture: boolean,
  hooks: leftOut,
  metadata,
  payment_details: leftOut,
  statement_descriptor: descriptor,
  statement_descriptor_suffix: descriptor,
  transfer_data: leftOut,
};

export const cancelRules = {
  cancellation_reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'),
};

export const incrementRules = {
  amount: required(integer(1)),
  amount_details: leftOut,
  application_fee_amount: integer(0),
  description: string(1000),
  hooks: leftOut,
  metadata,
  payment_details: leftOut,
  statement_descriptor: descriptor,
  transfer_data: leftOut,
};

export const verifyRules = {
  amounts: list(integer(1, 99)),
  descriptor_code: string(6),
  client_secret: string(),
};
