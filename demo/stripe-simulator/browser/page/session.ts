import type {Api} from './api.ts';
import type {ElementsOptions} from './elements-options.ts';

/** Asks which payment methods the form may show; its error becomes `loaderror`. */
export function fetchSession(api: Api, options: ElementsOptions, locale: string) {
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
