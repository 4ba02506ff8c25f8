import {StripeApiError, invalid} from '../http/errors.ts';
import {isEndiveOrLater} from '../http/version.ts';
import {methodTypes, usableTypes} from '../machine/method-types.ts';
import type {Call} from '../world.ts';

interface Asked {
  allowed_payment_method_types?: string[];
  automatic_payment_methods?: {enabled: boolean; allow_redirects?: 'always' | 'never'};
  excluded_payment_method_types?: string[] | null;
  payment_method_configuration?: string;
  payment_method_types?: string[];
}

/** What an intent says about the methods it takes. */
export interface MethodFields {
  allowed_payment_method_types: string[] | null;
  automatic_payment_methods: {enabled: boolean; allow_redirects: 'always' | 'never'} | null;
  excluded_payment_method_types: string[] | null;
  payment_method_types: string[];
}

/** The four ways to choose payment methods exclude each other, and versions differ in what they take. */
export function refuseContradictions(call: Call, asked: Asked): void {
  if (asked.payment_method_types && isEndiveOrLater(call.apiVersion)) {
    throw new StripeApiError(400, {
      type: 'invalid_request_error',
      code: 'payment_method_types_no_longer_supported',
      param: 'payment_method_types',
      message:
        'The `payment_method_types` parameter is no longer supported. Remove it to use dynamic payment methods from the Dashboard, or use `allowed_payment_method_types` to restrict them.',
    });
  }
  const exclusive = [
    'payment_method_types',
    'excluded_payment_method_types',
    'automatic_payment_methods',
    'payment_method_configuration',
  ] as const;
  const other = exclusive.find((name) => asked[name] !== undefined && asked[name] !== null);
  if (asked.allowed_payment_method_types && other) {
    throw exclusiveParameters('allowed_payment_method_types', other);
  }
  if (asked.payment_method_types && asked.automatic_payment_methods?.enabled) {
    throw exclusiveParameters('automatic_payment_methods', 'payment_method_types');
  }
}

/** Which methods an intent takes, from what was asked and what the account has switched on. */
export function methodFields(
  call: Call,
  asked: Asked,
  intent: {currency: string; captureMethod: string},
): MethodFields {
  refuseContradictions(call, asked);
  const allowed = asked.allowed_payment_method_types ?? null;
  const excluded = asked.excluded_payment_method_types ?? null;
  const isAutomatic =
    !asked.payment_method_types && !allowed && asked.automatic_payment_methods?.enabled !== false;
  const allowRedirects = asked.automatic_payment_methods?.allow_redirects ?? 'always';
  if (!isAutomatic && !allowed) {
    const types = asked.payment_method_types ?? ['card'];
    checkExplicit(types, intent);
    return {
      allowed_payment_method_types: null,
      automatic_payment_methods: null,
      excluded_payment_method_types: excluded,
      payment_method_types: types,
    };
  }
  const payment_method_types = usableTypes(call.world.account.paymentMethodTypes, {
    ...intent,
    allowRedirects,
    allowed,
    excluded,
  });
  if (payment_method_types.length === 0) {
    throw invalid(
      'No valid payment method types for this Payment Intent. Please ensure that you have activated payment methods compatible with your chosen currency in your dashboard (https://dashboard.stripe.com/settings/payment_methods) or specify payment_method_types to bypass the issue.',
      allowed ? 'allowed_payment_method_types' : 'payment_method_types',
    );
  }
  return {
    allowed_payment_method_types: allowed,
    automatic_payment_methods: isAutomatic
      ? {allow_redirects: allowRedirects, enabled: true}
      : null,
    excluded_payment_method_types: excluded,
    payment_method_types,
  };
}

function checkExplicit(
  types: readonly string[],
  intent: {currency: string; captureMethod: string},
): void {
  for (const name of types) {
    const currencies = methodTypes[name]?.currencies;
    if (currencies && !currencies.includes(intent.currency)) {
      throw invalid(
        `The currency provided (${intent.currency}) is invalid for one or more payment method types on this PaymentIntent. ${name} supports: ${currencies.join(', ')}.`,
        'payment_method_types',
        'payment_intent_invalid_parameter',
      );
    }
  }
}

const exclusiveParameters = (first: string, second: string) =>
  invalid(
    `You may only specify one of these parameters: ${first}, ${second}.`,
    first,
    'parameters_exclusive',
  );
