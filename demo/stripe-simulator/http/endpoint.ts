import type {Call} from '../world.ts';
import type {Raw, RawObject} from './form.ts';
import {type Parameters, type Rule, list, readParameters, string} from './parameters.ts';

/** The parts of the path that vary, for instance `{id: 'pi_…'}`. */
export type PathValues = Record<string, string>;

/** One call of the REST interface. */
export interface Endpoint {
  method: 'GET' | 'POST' | 'DELETE';
  /** For instance `/v1/payment_intents/:id/confirm`. */
  path: string;
  /** Whether a publishable key may make this call. */
  publishable: boolean;
  /** Checks the parameters; what it gives does the work. */
  prepare(raw: RawObject): Prepared;
}

export interface Prepared {
  expand: string[];
  run(call: Call, path: PathValues): object;
}

const common = {expand: list(string())};

/** Joins a row of the endpoint table with its rules and its work. */
export function endpoint<R extends Record<string, Rule<unknown>>>(
  route: `${Endpoint['method']} /v1/${string}`,
  rules: R,
  run: (call: Call, parameters: Parameters<R>, path: PathValues) => object,
  options: {publishable?: boolean} = {},
): Endpoint {
  const [method, path] = route.split(' ') as [Endpoint['method'], string];
  return {
    method,
    path,
    publishable: options.publishable ?? false,
    prepare(raw) {
      const {expand, ...rest}: {expand?: Raw} & RawObject = raw;
      const parameters = readParameters(rules, rest);
      return {
        expand: expand === undefined ? [] : common.expand.read(expand, 'expand'),
        run: (call, path) => run(call, parameters, path),
      };
    },
  };
}

/** Finds the endpoint of a request. */
export function createRouter(endpoints: readonly Endpoint[]) {
  const byLength = new Map<number, {segments: string[]; endpoint: Endpoint}[]>();
  for (const each of endpoints) {
    const segments = each.path.split('/');
    const rows = byLength.get(segments.length) ?? [];
    // Fixed names go first, so that `/search` is not taken for an id.
    const place = each.path.includes(':') ? rows.length : 0;
    rows.splice(place, 0, {segments, endpoint: each});
    byLength.set(segments.length, rows);
  }
  return (method: string, path: string): {endpoint: Endpoint; path: PathValues} | undefined => {
    const parts = path.split('/');
    for (const row of byLength.get(parts.length) ?? []) {
      if (row.endpoint.method !== method) continue;
      const values = matchSegments(row.segments, parts);
      if (values) return {endpoint: row.endpoint, path: values};
    }
    return undefined;
  };
}

function matchSegments(pattern: string[], parts: string[]): PathValues | undefined {
  const values: PathValues = {};
  for (const [index, segment] of pattern.entries()) {
    const part = parts[index] ?? '';
    // No id is called so; Stripe's search is left out here and must not look like a retrieval.
    if (segment === ':id' && part === 'search') return undefined;
    if (segment.startsWith(':')) values[segment.slice(1)] = decodeURIComponent(part);
    else if (segment !== part) return undefined;
  }
  return values;
}
