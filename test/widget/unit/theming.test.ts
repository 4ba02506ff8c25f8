import assert from 'node:assert/strict';
import {readFile, readdir} from 'node:fs/promises';
import {test} from 'node:test';
import {kebab} from '../../../widget/stripe/contrast.ts';
import {luminance} from '../../../widget/stripe/luminance.ts';
import {bridged, camel} from '../../../widget/stripe/theme.ts';

const read = (path: string) =>
  readFile(new URL(`../../../widget/${path}`, import.meta.url), 'utf8');

/** `var(--opc-a, b)` of the style sheet, by the name of the public property. */
async function defaults(): Promise<Map<string, string>> {
  const sheet = await read('styles/theme.styles.ts');
  const declared = sheet.matchAll(/--_[\w-]+:\s*var\(\s*--opc-([\w-]+),\s*([^;]+)\);/g);
  return new Map(
    [...declared].map(([, name = '', value = '']) => [
      name,
      value.replace(/\s+/g, ' ').replaceAll('--_', '--opc-').replaceAll('( ', '(').trim(),
    ]),
  );
}

/** What the page's own look goes before, in `page-look.ts`. */
async function takenFromPage(): Promise<Set<string>> {
  const source = await read('page-look.ts');
  return new Set([...source.matchAll(/fallback\('([\w-]+)'/g)].map(([, name = '']) => name));
}

test('the table of properties says of each its default and whether it reaches the iframe', async () => {
  const reaches = new Map(bridged.map((name) => [name, camel(name)]));
  for (const [name, variable] of reaches) assert.equal(kebab(variable), name);
  const declared = await defaults();
  for (const name of reaches.keys()) assert.ok(declared.has(name), `--opc-${name} is declared`);
  const pages = await takenFromPage();
  assert.equal(pages.size, 3);
  const rows = [...declared].map(([name, value]) => {
    const variable = reaches.get(name);
    const first = pages.has(name) ? "the page's, else " : '';
    return `| \`--opc-${name}\` | ${first}\`${value}\` | ${variable ? `\`${variable}\`` : 'no'} |`;
  });
  const written = (await read('THEMING.md'))
    .split('\n')
    .filter((line) => line.startsWith('| `--opc-'))
    .map((line) => line.replace(/ {2,}/g, ' '));
  assert.deepEqual(written, rows);
});

test('every part and every slot of the views is in the guide', async () => {
  const guide = await read('THEMING.md');
  const views = await readdir(new URL('../../../widget/views/', import.meta.url));
  const files = [...views.map((name) => `views/${name}`), 'quantities.ts'];
  const sources = await Promise.all(files.map(read));
  const literal = (pattern: RegExp) =>
    sources.flatMap((source) => [...source.matchAll(pattern)].map(([, found = '']) => found));
  const parts = literal(/\bpart="([^"]*)"/g)
    .flatMap((list) => list.replace(/\$\{[^}]*\}'?[^}]*\}?/g, '…').split(/\s+/))
    .filter((part) => /^[a-z-]+$/.test(part) && !part.endsWith('-'));
  for (const part of new Set(parts)) assert.ok(guide.includes(`\`${part}\``), `part ${part}`);
  for (const slot of new Set(literal(/<slot name="([a-z-]+)"/g))) {
    assert.ok(guide.includes(`\`${slot}\``), `slot ${slot}`);
  }
});

test('luminance is as WCAG has it', () => {
  assert.equal(luminance('rgb(255, 255, 255)').toFixed(4), '1.0000');
  assert.equal(luminance('rgb(0, 0, 0)'), 0);
  assert.equal(luminance('rgb(119, 119, 119)').toFixed(4), '0.1845');
  assert.equal(luminance('rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)').toFixed(4), '1.0000');
});
