import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

/** axe's own script, to be run inside a frame that the page cannot reach. */
export const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);
