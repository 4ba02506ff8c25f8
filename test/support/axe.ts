import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import type Axe from 'axe-core';
import type {RunOptions} from 'axe-core';
import type {Page} from 'playwright-core';

/** axe's own script, to be run inside a page or a frame that the page cannot reach. */
export const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** What axe finds in the page, or in a part of it; a line each. The page must be open to its script. */
export async function findings(
  page: Page,
  part = 'html',
  options: RunOptions = {},
): Promise<string[]> {
  await page.evaluate(axeSource);
  const {violations} = await page.evaluate(
    ([where, how]) => (globalThis as unknown as {axe: typeof Axe}).axe.run(where, how),
    [part, options] as const,
  );
  return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`));
}
