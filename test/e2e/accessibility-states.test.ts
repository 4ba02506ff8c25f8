import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';
import type {AxeResults} from 'axe-core';
import type {Page} from 'playwright-core';
import {startServer, type RunningServer} from '../support/server.ts';
import {useBrowser} from './browser.ts';
import {states, type State} from './gallery-states.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = useBrowser();
let server: RunningServer;

before(async () => {
  server = await startServer();
});
after(() => server.stop());

/** What axe finds in the element; a line each. Stripe's frames have tests of their own. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() =>
    (
      window as unknown as {axe: {run(context: string, options: object): Promise<AxeResults>}}
    ).axe.run('one-page-checkout', {iframes: false}),
  );
  return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`));
}

for (const state of Object.keys(states) as State[]) {
  test(`axe finds nothing in the state “${state}”, light, dark and from right to left`, async () => {
    for (const query of ['/', '/?locale=ar&currency=eur']) {
      const page = await browser.open({
        bypassCSP: true,
        reducedMotion: 'reduce',
        viewport: {width: 360, height: 900},
      });
      await states[state](page, server.origin + query);
      assert.deepEqual(await findings(page), [], `light, ${query}`);
      await page.emulateMedia({colorScheme: 'dark', reducedMotion: 'reduce'});
      assert.deepEqual(await findings(page), [], `dark, ${query}`);
      const {scrollWidth, clientWidth} = await page.evaluate(() => document.documentElement);
      assert.equal(scrollWidth, clientWidth, 'nothing has to be scrolled sideways');
      await page.unrouteAll({behavior: 'ignoreErrors'});
      await page.context().close();
    }
  });
}
