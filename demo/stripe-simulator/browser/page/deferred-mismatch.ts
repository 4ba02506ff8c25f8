import type {PaymentIntentBody, StripeErrorBody} from '../wire/messages.ts';
import type {ElementsOptions} from './elements-options.ts';

type Term = string | number | null | undefined;

/**
 * In the deferred flow the form was drawn for terms that the intent must have too. Stripe refuses
 * the confirmation otherwise; its exact words are not documented.
 * https://docs.stripe.com/payments/accept-a-payment-deferred
 */
export function deferredMismatch(
  options: ElementsOptions,
  intent: PaymentIntentBody,
): StripeErrorBody | undefined {
  const expected: Record<string, Term> = {
    amount: options.amount,
    currency: options.currency,
    capture_method: options.captureMethod ?? options.capture_method ?? 'automatic',
    setup_future_usage: options.setupFutureUsage ?? options.setup_future_usage ?? null,
  };
  for (const [name, wanted] of Object.entries(expected)) {
    const actual = (intent[name] ?? (name === 'capture_method' ? 'automatic' : null)) as Term;
    if (sameTerm(name, wanted, actual)) continue;
    return {
      type: 'invalid_request_error',
      param: name,
      message:
        `The provided ${name} (${actual}) does not match the expected ${name} ` +
        `(${wanted}). Try confirming with a Payment Intent that is configured to use the ` +
        'same parameters as Stripe Elements.',
    };
  }
  return undefined;
}

/** `automatic` and `automatic_async` differ only in when the balance transaction is known. */
const sameTerm = (name: string, wanted: Term, actual: Term) =>
  wanted === actual ||
  (name === 'capture_method' &&
    String(wanted).startsWith('automatic') &&
    String(actual).startsWith('automatic'));
