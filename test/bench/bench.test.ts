/** A benchmark that nobody runs every day is found broken on the day it is wanted. */
import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

test('the benchmark runs, and every cell of its tables is a number', async () => {
  const args = ['--import', 'tsx', main, '--milliseconds', '600'];
  const {stdout} = await promisify(execFile)(process.execPath, args);
  const rows = stdout.split('\n').filter((line) => line.startsWith('| '));
  assert.ok(rows.length > 12, stdout);
  assert.doesNotMatch(stdout, /NaN|undefined|Infinity/);
  for (const connections of [1, 8, 32, 128]) {
    const row = rows.find((line) => line.startsWith(`| ${connections} |`));
    assert.match(row ?? '', /^\| \d+ \| [\d,]*[1-9][\d,]* \| \d+\.\d\d × \| \d+\.\d\d × \|/);
  }
});
