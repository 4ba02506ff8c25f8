import type {z} from '@hono/zod-openapi';
import {problem} from '../contract.ts';

/** The JSON answers of a route, for `/openapi.json`. */
export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: {'application/json': {schema}},
});

/** Every route can end like this. */
export const problems = {
  default: {
    description: 'What went wrong: `code` says which of the catalogue.',
    content: {'application/problem+json': {schema: problem}},
  },
} as const;
