import type {Account} from '../world.ts';
import {StripeApiError} from './errors.ts';

/** Finds out which key a request carries, or refuses it as Stripe does. */
export function authenticate(
  account: Account,
  authorization: string | undefined,
  keyParameter: string | undefined,
): 'secret' | 'publishable' {
  const key = keyFrom(authorization) ?? keyParameter;
  if (!key) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  }
  if (key === account.secretKey) return 'secret';
  if (key === account.publishableKey) return 'publishable';
  throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
}

/** A call that only the merchant's server may make. */
export function refusePublishableKey(): StripeApiError {
  return new StripeApiError(401, {
    type: 'invalid_request_error',
    code: 'secret_key_required',
    message:
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
  });
}

/** `Bearer sk_…`, or Basic with the key as the user name, as curl's `-u sk_…:` sends it. */
function keyFrom(authorization: string | undefined): string | undefined {
  const [scheme, value] = authorization?.trim().split(/\s+/, 2) ?? [];
  if (!value) return undefined;
  if (scheme?.toLowerCase() === 'bearer') return value;
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  return Buffer.from(value, 'base64').toString('utf8').split(':')[0];
}

/** `sk_test_****…cdef`: enough to see which key it was, too little to use it. */
function masked(key: string): string {
  const start = /^(sk|pk|rk)_(test|live)_/.exec(key)?.[0] ?? key.slice(0, 4);
  const end = key.length > start.length + 8 ? key.slice(-4) : '';
  return `${start}${'*'.repeat(Math.max(key.length - start.length - end.length, 4))}${end}`;
}

const unauthorized = (message: string) =>
  new StripeApiError(401, {type: 'invalid_request_error', message});
