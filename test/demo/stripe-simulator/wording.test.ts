import assert from 'node:assert/strict';
import {readFile, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const folder = fileURLToPath(new URL('../../../demo/stripe-simulator', import.meta.url));

/** The code with its broken lines of text put together again, as the messages read. */
async function sayings(): Promise<string> {
  const files = await readdir(folder, {recursive: true});
  const texts = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFile(join(folder, file), 'utf8'));
  return (await Promise.all(texts)).join('\n').replace(/['`] \+\n\s*['`]/g, '');
}

test('every message that WORDING.md tells the origin of is said somewhere', async () => {
  const page = await readFile(join(folder, 'WORDING.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `((?:[^`\\]|\\.)+)`/gm)].map(([, message = '']) => message);
  assert.ok(rows.length > 40, String(rows.length));
  const code = await sayings();
  assert.deepEqual(
    rows.filter((message) => !code.includes(message)),
    [],
  );
});
