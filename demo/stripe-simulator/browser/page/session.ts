import type {Answer, PaymentIntentBody, StripeErrorBody} from '../wire/messages.ts';
import type {Api} from './api.ts';
import type {ElementsOptions} from './elements-options.ts';

/** Asks which payment methods the form may show; its error becomes `loaderror`. */
export function fetchSession(api: Api, options: ElementsOptions, locale: string): Promise<Answer> {
  return api.request({
    method: 'GET',
    path: '/v1/elements/sessions',
    params: {
      locale,
      ...(options.customerSessionClientSecret !== undefined && {
        customer_session_client_secret: options.customerSessionClientSecret,
      }),
      ...sessionParams(options),
    },
  });
}

function sessionParams(options: ElementsOptions): Record<string, unknown> {
  if (options.clientSecret !== undefined) {
    const type = options.clientSecret.startsWith('seti_') ? 'setup_intent' : 'payment_intent';
    return {type, client_secret: options.clientSecret};
  }
  const futureUsage = options.setupFutureUsage ?? options.setup_future_usage;
  return {
    type: 'deferred_intent',
    deferred_intent: {
      mode: options.mode,
      amount: options.amount,
      currency: options.currency,
      capture_method: options.captureMethod ?? options.capture_method,
      setup_future_usage: futureUsage,
      on_behalf_of: options['onBehalfOf'] ?? options['on_behalf_of'],
      payment_method_configuration:
        options['paymentMethodConfiguration'] ?? options['payment_method_configuration'],
      payment_method_options: options['paymentMethodOptions'] ?? options['payment_method_options'],
      allowed_payment_method_types: options.allowedPaymentMethodTypes,
      excluded_payment_method_types: options.excludedPaymentMethodTypes,
    },
  };
}

/** In these the payment is over, or no longer in the hands of the buyer. */
const settled = new Set(['succeeded', 'canceled', 'processing', 'requires_capture']);
/** What was handed out to be paid with elsewhere, and cannot be taken back for another method. */
const bindingSteps = new Set(['boleto_display_details', 'oxxo_display_details']);

/**
 * Why no form may be opened on an intent; one that stands already may ask for updates of it.
 * https://docs.stripe.com/changelog/clover/2025-09-30/client-secret-reuse
 */
export function refusalOf(
  intent: PaymentIntentBody | null | undefined,
): StripeErrorBody | undefined {
  if (!intent) return undefined;
  const {status, next_action: step} = intent;
  const isBound = status === 'requires_action' && bindingSteps.has(step?.type ?? '');
  if (!settled.has(status) && !isBound) return undefined;
  return {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `The client secret of a PaymentIntent with a status of ${status} cannot be used to create Elements. Create a new PaymentIntent.`,
    payment_intent: intent,
  };
}
