/** Every error answer: RFC 9457 problem+json, whatever went wrong and wherever. */
import type {Context, ErrorHandler} from 'hono';
import {HTTPException} from 'hono/http-exception';
import type {z} from 'zod';
import {errorCodes} from '../contract.ts';
import {isDatabaseAway} from '../db/away.ts';
import {ApiError, errorFacts, toProblem} from '../errors.ts';
import type {Logger} from '../log.ts';
import type {AppEnv} from './env.ts';

export function answerProblem(c: Context<AppEnv>, error: ApiError): Response {
  if (error.retryAfter !== undefined) c.header('Retry-After', String(error.retryAfter));
  // The rest of that body is not read, so the connection cannot be used again.
  if (error.code === 'payload_too_large') c.header('Connection', 'close');
  c.header('X-Request-Id', c.var.requestId);
  c.header('Content-Type', 'application/problem+json');
  c.header('Cache-Control', 'no-store');
  return c.body(JSON.stringify(toProblem(error, c.var.requestId)), errorCodes[error.code][0]);
}

/** What is not an `ApiError` is our own mistake: the log learns where it happened, the caller nothing. */
export const onError =
  (log: Logger): ErrorHandler<AppEnv> =>
  (error, c) => {
    const known = toApiError(error, c);
    if (known) {
      if (known.cause !== undefined && errorCodes[known.code][0] >= 500) {
        log.warn(
          {requestId: c.var.requestId, code: known.code, error: errorFacts(known.cause)},
          'request failed',
        );
      }
      return answerProblem(c, known);
    }
    log.error({requestId: c.var.requestId, error: errorFacts(error)}, 'unexpected error');
    return answerProblem(c, new ApiError('internal_error'));
  };

/** For zod-openapi: which part of the request is wrong, as a JSON Pointer (RFC 6901). */
export function invalidRequest(error: z.ZodError): ApiError {
  return new ApiError('invalid_request', {
    errors: error.issues.slice(0, 20).map(({path, message}) => ({
      pointer: path
        .map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`)
        .join(''),
      detail: message,
    })),
  });
}

function toApiError(error: unknown, c: Context): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (isDatabaseAway(error)) return new ApiError('not_ready', {cause: error, retryAfter: 2});
  // Hono's own: a body that is not JSON.
  if (error instanceof HTTPException && error.status < 500) {
    return new ApiError('invalid_request', {cause: error});
  }
  // The client hung up in the middle of its own request.
  if (c.req.raw.signal.aborted) return new ApiError('invalid_request');
  return undefined;
}
