import {z} from '@hono/zod-openapi';
import {errorCodes, problem, type ErrorCode} from '../contract.ts';

/** The JSON answers of a route, for `/openapi.json`. */
export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: {'application/json': {schema}},
});

/** Any request at all can end like this. */
const always = [
  'rate_limited',
  'request_timeout',
  'headers_too_large',
  'internal_error',
  'overloaded',
  'not_ready',
] as const;

/**
 * The error answers of a route, one per status, each with the codes it can carry. Their type says
 * nothing: an error is thrown, and no handler returns one.
 */
export function problems(...own: ErrorCode[]): object {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...own, ...always])) {
    const [status] = errorCodes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [status, answer(status, codes)] as const),
  );
}

const answer = (status: number, codes: ErrorCode[]) => ({
  description: codes.map((code) => `\`${code}\`: ${errorCodes[code][1]}`).join('\n\n'),
  ...(status === 429 || status === 503 ? {headers: retryAfter} : {}),
  content: {
    'application/problem+json': {
      schema: problem.extend({code: z.enum(codes as [ErrorCode, ...ErrorCode[]])}),
    },
  },
});

const retryAfter = {
  'Retry-After': {
    description: 'Seconds to wait before trying again.',
    schema: {type: 'integer', minimum: 1},
  },
};
