import {warn} from '../wire/console.ts';
import {anything, leftOut, list, shape, string} from './check.ts';
import {IntegrationError} from './integration-error.ts';

const options = shape({
  stripeAccount: leftOut,
  apiVersion: string,
  locale: string,
  betas: list(string),
  developerTools: anything,
});

/** Refuses what `Stripe(key, options)` refuses. https://docs.stripe.com/js/initializing */
export function checkStripeCall(key: unknown, given: unknown): void {
  checkKey(key);
  if (given !== undefined) options(given, '', 'Stripe()');
  if ((given as {apiVersion?: string} | undefined)?.apiVersion !== undefined) {
    // Since acacia a Stripe.js speaks its own train's API version. What the real one answers to
    // an override is not documented, so the simulator is loud where the real one may be silent.
    throw new IntegrationError(
      'Invalid value for Stripe(): apiVersion cannot be overridden in a versioned Stripe.js. ' +
        'This Stripe.js uses the API version of its release, endive.',
    );
  }
  if (location.protocol !== 'http:') return;
  if ((key as string).startsWith('pk_live_')) {
    throw new IntegrationError(
      'Live Stripe.js integrations must use HTTPS. ' +
        'For more information: https://docs.stripe.com/security/guide#tls',
    );
  }
  warn(
    'You may test your Stripe.js integration over HTTP. ' +
      'However, live Stripe.js integrations must use HTTPS.',
  );
}

function checkKey(key: unknown): void {
  if (key === undefined || key === null) {
    throw new IntegrationError('Missing value for Stripe(): apiKey should be a string.');
  }
  if (typeof key !== 'string') {
    // The value itself is not repeated: it may be a secret.
    throw new IntegrationError('Invalid value for Stripe(): apiKey should be a string.');
  }
  if (key === '') {
    throw new IntegrationError(
      'Please call Stripe() with your publishable key. You used an empty string.',
    );
  }
  if (/^(sk|rk)_/.test(key)) {
    throw new IntegrationError(
      'You should not use your secret key with Stripe.js. Please pass a publishable key instead.',
    );
  }
  if (!key.startsWith('pk_')) {
    throw new IntegrationError(
      'Invalid value for Stripe(): apiKey should be a publishable key, which starts with pk_.',
    );
  }
}
