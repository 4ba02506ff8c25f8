import {appearanceCheck} from './appearance-options.ts';
import {
  anything,
  invalid,
  leftOut,
  list,
  missing,
  number,
  oneOf,
  shape,
  string,
  switchedOff,
} from './check.ts';
import type {Check} from './check.ts';
import {IntegrationError} from './integration-error.ts';

const font = shape({
  cssSrc: string,
  family: string,
  src: string,
  display: string,
  style: oneOf('normal', 'italic', 'oblique'),
  unicodeRange: string,
  weight: string,
});

const common: Record<string, Check> = {
  locale: string,
  fonts: list(font),
  appearance: appearanceCheck,
  customerSessionClientSecret: string,
  customPaymentMethods: leftOut,
};

const fixed: Record<string, Check> = {
  loader: oneOf('auto', 'always', 'never'),
  customerOptions: leftOut,
  syncAddressCheckbox: leftOut,
  paymentMethodCreation: oneOf('manual'),
  externalPaymentMethodTypes: leftOut,
};

const futureUsage = oneOf('off_session', 'on_session', null);
const captureMethod = oneOf('manual', 'automatic', 'automatic_async');

/** Options of the deferred flow, with the snake_case names that Stripe also takes. */
const deferred: Record<string, Check> = {
  mode: oneOf('payment', 'subscription', 'setup'),
  amount: number,
  currency: string,
  setupFutureUsage: futureUsage,
  setup_future_usage: futureUsage,
  captureMethod,
  capture_method: captureMethod,
  onBehalfOf: string,
  on_behalf_of: string,
  excludedPaymentMethodTypes: list(string),
  allowedPaymentMethodTypes: list(string),
  paymentMethodConfiguration: string,
  payment_method_configuration: string,
};

const deferredFixed: Record<string, Check> = {
  paymentMethodOptions: anything,
  payment_method_options: anything,
  adaptivePricing: shape({allowed: switchedOff}),
};

export interface ElementsOptions {
  clientSecret?: string;
  mode?: string;
  amount?: number;
  currency?: string;
  locale?: string;
  fonts?: object[];
  appearance?: object;
  loader?: string;
  captureMethod?: string;
  capture_method?: string;
  setupFutureUsage?: string | null;
  setup_future_usage?: string | null;
  allowedPaymentMethodTypes?: string[];
  excludedPaymentMethodTypes?: string[];
  [key: string]: unknown;
}

/** Refuses what `stripe.elements(options)` refuses. */
export function checkElementsOptions(given: unknown): ElementsOptions {
  const call = 'elements()';
  refuseRemovedTypes(call, given);
  const options = (given ?? {}) as ElementsOptions;
  if (options.clientSecret !== undefined && options.mode !== undefined) {
    throw new IntegrationError(
      'Invalid value for elements(): you cannot pass both clientSecret and mode.',
    );
  }
  if (options.mode === undefined) {
    shape({clientSecret: anything, ...common, ...fixed, currency: string})(options, '', call);
    if (options.clientSecret !== undefined) checkClientSecret(call, options.clientSecret);
    return {...options};
  }
  shape({...common, ...fixed, ...deferred, ...deferredFixed})(options, '', call);
  checkDeferred(call, options);
  return {...options};
}

/** Refuses what `elements.update(options)` refuses. Updates are merged by the caller. */
export function checkElementsUpdate(given: unknown, isDeferred: boolean): void {
  const call = 'elements.update()';
  refuseRemovedTypes(call, given);
  const options = given as ElementsOptions;
  if (options && 'clientSecret' in options) {
    throw new IntegrationError(
      'Invalid value for elements.update(): clientSecret cannot be updated. ' +
        'Create a new Elements group for another PaymentIntent.',
    );
  }
  shape({...common, ...deferred})(options, '', call);
  if (isDeferred) return;
  for (const name of Object.keys(options)) {
    if (name in deferred) {
      throw new IntegrationError(
        `Invalid value for ${call}: ${name} can only be updated when Elements was created with a ` +
          'mode. With a clientSecret, update the PaymentIntent and call elements.fetchUpdates().',
      );
    }
  }
}

/** `pi_…_secret_…`; what was given is not repeated, for it may be another secret. */
export function checkClientSecret(call: string, value: unknown): void {
  if (typeof value === 'string' && /^(pi|seti)_[^_\s]+_secret_[^_\s]+$/.test(value)) return;
  const shown = typeof value === 'string' ? `a string of length ${value.length}` : String(value);
  throw new IntegrationError(
    `Invalid value for ${call}: clientSecret should be a client secret of the form ` +
      `\${id}_secret_\${secret}. You specified: ${shown}.`,
  );
}

export function checkDeferred(call: string, options: ElementsOptions): void {
  if (options.mode === 'setup') return;
  if (options.amount === undefined) throw missing(call, 'amount', 'a number');
  if (!Number.isInteger(options.amount) || options.amount < 0) {
    throw invalid(
      call,
      'amount',
      'a positive integer in the currency’s smallest unit',
      options.amount,
    );
  }
  if (options.currency === undefined) throw missing(call, 'currency', 'a string');
  if (!/^[a-z]{3}$/.test(options.currency)) {
    throw invalid(call, 'currency', 'a three-letter currency code in lowercase', options.currency);
  }
}

/** https://docs.stripe.com/changelog/endive: the list gave way to dynamic payment methods. */
function refuseRemovedTypes(call: string, options: unknown): void {
  for (const name of ['paymentMethodTypes', 'payment_method_types']) {
    if (typeof options === 'object' && options !== null && name in options) {
      throw new IntegrationError(
        `Invalid value for ${call}: ${name} is no longer supported. Manage payment methods from ` +
          'the Dashboard, or use allowedPaymentMethodTypes or excludedPaymentMethodTypes.',
      );
    }
  }
}
