/** What the build makes short must be nobody else's: it would be short in what is sent and read, too. */
import assert from 'node:assert/strict';
import {readdir, readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {ownNames} from '../../../widget/build.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const stripeTypes = join(
  dirname(createRequire(import.meta.url).resolve('@stripe/stripe-js')),
  '../dist',
);

/** Every name that a file of types or schemas gives to a property or a method. */
async function propertiesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8');
  const code = text.replace(/\/\*[^]*?\*\/|\/\/.*/g, '');
  return [...code.matchAll(/(?<=[\s{,;(])'?(\w+)'?\??(?=\s*[:(])/g)].map(([, name = '']) => name);
}

test('no name that is made short is one of the API’s or of Stripe’s', async () => {
  const files = (await readdir(stripeTypes, {recursive: true}))
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => join(stripeTypes, file));
  const all = await Promise.all([join(root, 'api/contract.ts'), ...files].map(propertiesOf));
  const theirs = new Set(all.flat());
  for (const known of ['clientSecret', 'session', 'fetchUpdates', 'payment_method_types']) {
    assert.ok(theirs.has(known), known);
  }
  assert.deepEqual(
    [...theirs].filter((name) => ownNames.test(name)),
    [],
  );
});
