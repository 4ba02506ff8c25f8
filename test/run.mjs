/**
 * `npm test` on a bare clone: installs what is missing, then proves everything, step by step.
 *
 * Ends with the summary of Node's test runner. `npm test -- api` runs only the test files whose
 * path contains "api" (and none of the steps before them).
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from '../api/build.mjs';
import {ensureInstalled} from '../api/install.mjs';
import {ensureChromium} from './support/chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);
// Both kinds of tests are run, whatever comes of the first: one run tells all that is wrong.
const failures = [];
const goOn = (error) => void failures.push(error.message);

ensureInstalled();
process.env['CHROME_PATH'] = await ensureChromium();
console.log(`Browser: ${process.env['CHROME_PATH']}`);

try {
  if (wanted.length === 0) {
    await step('Types', ['npm', 'run', '--silent', 'types']);
    await step('Lint', ['npm', 'run', '--silent', 'lint']);
    await step('Format', ['npm', 'run', '--silent', 'format:check']);
  }
  await build();
  if (wanted.length === 0) {
    await step('The package', ['npx', 'publint', '--strict']);
    await step('Sizes', ['npx', 'size-limit']);
    const elementTests = ['npx', 'wtr', '--config', 'test/widget/web-test-runner.config.mjs'];
    // A browser spends half of its time waiting: those of the two intents, with a shop each, go together.
    const intents = ['default', 'deferred'].map((group) => [...elementTests, '--group', group]);
    await step('Element tests', ...intents).catch(goOn);
  }
  const files = testFiles('test').filter(
    (file) => wanted.length === 0 || wanted.some((part) => file.includes(part)),
  );
  await step('Node and end-to-end tests', [
    process.execPath,
    '--import',
    'tsx',
    '--test',
    '--test-concurrency=2',
    // Node 20 counts it for a whole file, so it must be enough for the longest one on a slow machine.
    // A file that hangs is named and ended, and the others are still heard.
    `--test-timeout=${25 * 60_000}`,
    ...files,
  ]);
} catch (error) {
  goOn(error);
}
if (failures.length > 0) {
  console.error(`\n${failures.join('\n')}`);
  process.exitCode = 1;
}

/** Runs its commands side by side; throws when one of them has failed. */
async function step(name, ...commands) {
  const started = Date.now();
  console.log(`\n── ${name}`);
  const codes = await Promise.all(commands.map(run));
  if (codes.some((code) => code !== 0)) throw new Error(`${name}: failed (see above).`);
  console.log(`── ${name}: passed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function run([command, ...args]) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = await once(child, 'exit');
  return code;
}

/** Every *.test.ts below a folder, except the element's own, which run inside the browser. */
function testFiles(folder) {
  return readdirSync(join(root, folder), {withFileTypes: true}).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return testFiles(path);
    return entry.name.endsWith('.test.ts') && folder !== join('test', 'widget') ? [path] : [];
  });
}
