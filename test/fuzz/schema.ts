/** Values that a JSON Schema of `/openapi.json` allows, as fast-check draws them. */
import fc from 'fast-check';
import {z} from 'zod';

/** As much of JSON Schema as the contract uses; anything else must be noticed, not ignored. */
export interface Schema {
  $ref?: string | undefined;
  type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | undefined;
  enum?: unknown[] | undefined;
  const?: unknown;
  pattern?: string | undefined;
  format?: string | undefined;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  minItems?: number | undefined;
  maxItems?: number | undefined;
  items?: Schema | undefined;
  properties?: Record<string, Schema> | undefined;
  required?: string[] | undefined;
}

export const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    type: z.enum(['string', 'integer', 'number', 'boolean', 'array', 'object']).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    pattern: z.string().optional(),
    format: z.string().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    items: schema.optional(),
    properties: z.record(z.string(), schema).optional(),
    required: z.array(z.string()).optional(),
  }),
);

/** `known`: values of the shop by property name, for what no schema can tell (which SKUs there are). */
export function valuesOf(
  one: Schema,
  resolve: (reference: string) => Schema,
  known: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<unknown> {
  const of = (part: Schema) => valuesOf(part, resolve, known);
  if (one.$ref) return of(resolve(one.$ref));
  if (one.enum) return fc.constantFrom(...one.enum);
  switch (one.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({min: one.minimum ?? -1000, max: one.maximum ?? 1_000_000});
    case 'string':
      return strings(one);
    case 'array':
      return fc.array(of(one.items ?? {}), {
        minLength: one.minItems ?? 0,
        maxLength: Math.min(one.maxItems ?? 5, (one.minItems ?? 0) + 4),
      });
    case 'object': {
      const properties = Object.entries(one.properties ?? {}).map(([name, part]) => {
        const own = known[name];
        return [name, own ? fc.oneof({weight: 6, arbitrary: own}, of(part)) : of(part)] as const;
      });
      return fc.record(Object.fromEntries(properties), {requiredKeys: one.required ?? []});
    }
    default:
      throw new Error(`No values are known for ${JSON.stringify(one)}.`);
  }
}

function strings({pattern, format, minLength = 0, maxLength = 60}: Schema): fc.Arbitrary<string> {
  if (format === 'email') return fc.constantFrom('ada@example.com', 'o’hara+1@example.co.uk');
  const any = pattern
    ? fc.stringMatching(new RegExp(pattern))
    : fc.string({minLength, maxLength: Math.min(maxLength, minLength + 60), unit: 'grapheme'});
  return any.filter((text) => text.length >= minLength && text.length <= maxLength);
}
