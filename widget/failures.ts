import {ApiCallError} from './api-client.ts';
import {CheckoutError, errorText, type CheckoutErrorCode} from './errors.ts';
import {text} from './i18n/text.ts';
import {TimeLimitError} from './time.ts';

interface About {
  orderId?: string | undefined;
  cause?: unknown;
  values?: Record<string, string>;
}

/** A `CheckoutError` in the buyer's language. */
export function failure(code: CheckoutErrorCode, {orderId, cause, values}: About = {}) {
  return new CheckoutError(code, () => text(errorText(code), values), {cause, orderId});
}

/** Whatever was thrown, as a `CheckoutError`. */
export function asFailure(cause: unknown, orderId?: string): CheckoutError {
  if (cause instanceof CheckoutError) return cause;
  if (cause instanceof ApiCallError) return failure(cause.code, {orderId, cause});
  if (cause instanceof TimeLimitError) return failure('timeout', {orderId, cause});
  return failure('unknown', {orderId, cause});
}

/** For the console, where developers look: never with a client secret in it. */
export function logFailure(cause: unknown): void {
  const message = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  // oxlint-disable-next-line eslint/no-console -- The one place where a site's developer will look.
  console.error(`one-page-checkout: ${message.replace(/_secret_\w+/g, '_secret_…')}`);
}
