import type {Config} from '../config.ts';
import {ApiError} from '../errors.ts';

/**
 * Refuses to send a buyer anywhere but to a page that may use this API: else Stripe's own page would
 * lead to whatever address somebody writes into a request. Where every page may, as in the sandbox,
 * it has to be the one that asks, or the server's own.
 */
export function assertReturnAddress(
  {allowedOrigins, publicUrl}: Pick<Config, 'allowedOrigins' | 'publicUrl'>,
  {own, asking}: {own: string; asking: string | undefined},
  {returnUrl, cancelUrl}: {returnUrl: string; cancelUrl?: string | undefined},
): void {
  const origins = new Set([
    own,
    ...(publicUrl ? [new URL(publicUrl).origin] : []),
    ...(allowedOrigins === '*' ? (asking ? [asking] : []) : allowedOrigins),
  ]);
  for (const [name, address] of Object.entries({returnUrl, cancelUrl})) {
    if (address === undefined) continue;
    const url = new URL(address);
    if (origins.has(url.origin) && url.username === '' && url.password === '') continue;
    throw new ApiError('invalid_request', {
      errors: [{pointer: `/${name}`, detail: 'Name a page of an origin that may call this API.'}],
    });
  }
}
