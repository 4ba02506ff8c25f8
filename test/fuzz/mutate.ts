/** What nobody should send, put into what one might. */
import fc from 'fast-check';

/** Texts that have broken something somewhere: databases, parsers, templates, paths. */
const badTexts: string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfffy',
  '\uffff\ufffe',
  '\u202egnp.exe',
  'é'.repeat(300),
  '🜁'.repeat(5000),
  'A'.repeat(70_000),
  "' or 1=1 --",
  '"; drop table orders; --',
  '$1',
  '%s%n%00',
  '<script>alert(1)</script>',
  '${jndi:ldap://x}',
  '{{7*7}}',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '1e309',
  '-0',
  'tee\n',
  'sk_live_abcdefghijkl',
  'pi_3_secret_x',
];

const oddValues: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e21,
  1e308,
  [],
  {},
  [[]],
  [null],
  {__proto__: null},
  {toString: 1},
  {length: -1},
  ['tee'],
  {sku: 'tee'},
];

const badValues: fc.Arbitrary<unknown> = fc.oneof(
  {weight: 5, arbitrary: fc.constantFrom<unknown>(...badTexts)},
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(...oddValues),
  },
  {weight: 1, arbitrary: fc.constant(null).map(() => nested(600))},
  {weight: 2, arbitrary: fc.jsonValue({maxDepth: 3})},
);

interface Mutation {
  where: number;
  how: 'replace' | 'drop' | 'add' | 'double' | 'wrap';
  name: string;
  value: unknown;
}

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    where: fc.nat(200),
    how: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'double', 'wrap'),
    name: fc.constantFrom('amount', 'status', 'token', 'id', '__proto__', 'constructor', 'x', ''),
    value: badValues,
  }),
  {minLength: 1, maxLength: 3},
);

/** The same value with something done to it at some places. */
export function mutate(value: unknown, changes: readonly Mutation[]): unknown {
  return changes.reduce(mutateOnce, value);
}

function mutateOnce(root: unknown, {where, how, name, value}: Mutation): unknown {
  const places = placesIn(root);
  const target = places[where % places.length] ?? [];
  return changeAt(root, target, (old) => {
    switch (how) {
      case 'drop':
        return undefined;
      case 'add':
        return isObject(old) ? Object.fromEntries([...Object.entries(old), [name, value]]) : value;
      case 'double':
        return Array.isArray(old) ? [...old, ...old] : [old, old];
      case 'wrap':
        return {[name]: old};
      default:
        return value;
    }
  });
}

/** The path of every part of a value, its own included. */
function placesIn(value: unknown, path: string[] = []): string[][] {
  const inner =
    path.length < 6 && typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, part]) => placesIn(part, [...path, key]))
      : [];
  return [path, ...inner];
}

function changeAt(value: unknown, path: string[], change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.map((part, index) =>
      String(index) === key ? changeAt(part, rest, change) : part,
    );
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name === key ? changeAt(part, rest, change) : part,
    ]),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

/** The text of a body, spoiled after it was written. */
export const spoiledTexts: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.nat(100).map((share) => (text: string) => text.slice(0, (text.length * share) / 100)),
  fc.constantFrom<(text: string) => string>(
    () => '',
    () => 'null',
    () => '[]',
    () => '"text"',
    () => '{"items":[{"sku":"tee","quantity":1}],"items":[]}',
    () => '\u0000',
    (text) => `\ufeff${text}`,
    (text) => text + text,
    (text) => text.replaceAll('"', "'"),
    (text) => text.replaceAll(':1', ':01'),
    (text) => text.replaceAll(/:\d+/g, ':1e400'),
    (text) => `${text.slice(0, -1)},"pad":"${'x'.repeat(66_000)}"}`,
  ),
);

/** Header values as far as HTTP lets them through. */
export const badHeaders: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    'null',
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    `Bearer ${'x'.repeat(300)}`,
    '*/*',
  ),
  fc.constantFrom('a'.repeat(31), 'a'.repeat(32), 'a'.repeat(256), 'ä'.repeat(40), "'; --", '0'),
  fc.stringMatching(/^[\x21-\x7e]{1,80}$/),
);

/** Pieces of a path. */
export const badIds: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('%00', '%ff', '..%2f..', '%2e%2e', '%', '%zz', 'null', '*', ' ', 'lookup'),
  fc.constantFrom('ord_', `ord_${'0'.repeat(22)}`, 'x'.repeat(65), '%F0%9F%98%80', "'%20or%201=1"),
  fc.stringMatching(/^[\w.~-]{1,40}$/),
);
