/** Errors that a caller can act on, and what may be said in public and in the log about the rest. */
import Stripe from 'stripe';
import {errorCodes, type ErrorCode, type Problem} from './contract.ts';

type Extra = Pick<Problem, 'errors' | 'sku' | 'available' | 'order' | 'missing'>;

/** Becomes an `application/problem+json` answer with this code. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly extra: Extra;
  /** Seconds, for the `Retry-After` header. */
  readonly retryAfter: number | undefined;

  constructor(
    code: ErrorCode,
    {cause, retryAfter, ...extra}: Extra & {cause?: unknown; retryAfter?: number} = {},
  ) {
    super(errorCodes[code][1], {cause});
    this.code = code;
    this.extra = extra;
    this.retryAfter = retryAfter;
  }
}

/** RFC 9457. `type` is a name, not an address: what it means stands in the error catalogue. */
export function toProblem(error: ApiError, requestId: string | undefined): Problem {
  const [status, title] = errorCodes[error.code];
  return {
    type: `urn:one-page-checkout:error:${error.code}`,
    title,
    status,
    code: error.code,
    ...(requestId ? {requestId} : {}),
    ...error.extra,
  };
}

/**
 * What a log may hold of an error: its kind, its code and where it happened. Never its message:
 * a database error carries the query's parameters, an SMTP error the recipient.
 */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return {type: typeof error};
  const {code, type, statusCode, requestId} = error as Error & Record<string, unknown>;
  return {
    type: error.name,
    ...(typeof code === 'string' ? {code} : {}),
    ...(error instanceof Stripe.errors.StripeError ? {type, statusCode, requestId} : {}),
    at: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : {cause: errorFacts(error.cause)}),
  };
}
