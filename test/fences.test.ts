import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');

/** Lints one planted import, in a folder of its own, and tells what the linter says of it. */
function lintPlanted(folder: string, statement: string): string {
  const planted = mkdtempSync(join(root, folder, 'planted-'));
  try {
    writeFileSync(join(planted, 'planted.ts'), `${statement}\n`);
    return spawnSync(process.execPath, [oxlint, planted], {cwd: root, encoding: 'utf8'}).stdout;
  } finally {
    rmSync(planted, {recursive: true});
  }
}

const refused: [folder: string, statement: string][] = [
  ['widget', `import '../../api/app.ts';`],
  ['widget', `import {config} from '../../api/contract.ts'; export {config};`],
  ['widget', `import '../../drizzle/schema.ts';`],
  ['widget', `import 'node:fs';`],
  ['api', `import '../../widget/index.ts';`],
  ['api', `import '../../demo/sandbox.ts';`],
  ['drizzle', `import '../../api/app.ts';`],
  ['demo', `import '../../api/orders/settle.ts';`],
  ['demo', `import '../../drizzle/schema.ts';`],
  ['demo/stripe-simulator', `import '../../../api/contract.ts';`],
];

for (const [folder, statement] of refused) {
  test(`${folder}/ may not say: ${statement}`, () => {
    assert.match(lintPlanted(folder, statement), /no-restricted-imports/);
  });
}

test('widget/ may import the types of the contract', () => {
  const said = lintPlanted('widget', `export type {Order} from '../../api/contract.ts';`);
  assert.doesNotMatch(said, /no-restricted-imports/);
});
