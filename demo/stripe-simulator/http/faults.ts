import {setTimeout as wait} from 'node:timers/promises';
import type {Settings} from '../scenarios.ts';
import {StripeApiError} from './errors.ts';

/** How long an answer that "never" comes is held: longer than any sensible client waits. */
const never = 120_000;

/**
 * Makes the interface ill on demand: answers the failure of a request that has begun to execute, and
 * throws what keeps one from beginning.
 */
export async function faultOf(settings: Settings): Promise<StripeApiError | undefined> {
  if (settings.latency > 0) await wait(settings.latency);
  switch (settings.api) {
    case 'down':
      return new StripeApiError(500, {
        type: 'api_error',
        message:
          'An unknown error occurred. The simulator was told to be down; see /_simulator/settings.',
      });
    case 'rate_limited':
      throw new StripeApiError(429, {
        type: 'invalid_request_error',
        code: 'rate_limit',
        message:
          'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
      });
    case 'lock_timeout':
      throw new StripeApiError(429, {
        type: 'invalid_request_error',
        code: 'lock_timeout',
        message:
          'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate. For more details, see https://stripe.com/docs/rate-limits#object-lock-timeouts.',
      });
    case 'timeout':
      await wait(never, undefined, {ref: false});
      return undefined;
    default:
      return undefined;
  }
}
