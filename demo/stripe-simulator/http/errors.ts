import type {Stripe} from 'stripe';

/** The fields of Stripe's error object, see https://docs.stripe.com/api/errors. */
export interface ErrorFields {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  decline_code?: string;
  network_decline_code?: string;
  advice_code?: string;
  param?: string;
  charge?: string;
  payment_intent?: Stripe.PaymentIntent;
  payment_method?: Stripe.PaymentMethod;
}

/** An answer other than 200, in Stripe's form. */
export class StripeApiError extends Error {
  override readonly name = 'StripeApiError';
  readonly status: number;
  readonly fields: ErrorFields;

  constructor(status: number, fields: ErrorFields) {
    super(fields.message);
    this.status = status;
    this.fields = fields;
  }
}

/** A 400 whose parameter is at fault. */
export function invalid(message: string, param?: string, code?: string): StripeApiError {
  return new StripeApiError(400, {
    type: 'invalid_request_error',
    message,
    ...(param && {param}),
    ...(code && {code}),
  });
}

/** Stripe's 404; `param` is `id` or the name of the parameter that named the object. */
export function missing(kind: string, id: string, param = 'id'): StripeApiError {
  return new StripeApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  });
}

/** The JSON body of an error. */
export function errorBody(fields: ErrorFields, requestId: string) {
  const {type, code, ...rest} = fields;
  return {
    error: {
      ...(code && {
        code,
        doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
      }),
      ...rest,
      request_log_url: `https://dashboard.stripe.com/test/workbench/logs?object=${requestId}`,
      type,
    },
  };
}
