import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Page} from 'playwright-core';
import {findings} from '../support/axe.ts';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {states, type State} from './gallery-states.ts';

const browser = useBrowser();
const server = useServer();

const looks = [
  ['/', ['light', 'dark']],
  ['/?locale=ar&currency=eur', ['light']],
] as const;

/** Of the element: Stripe's frames have tests of their own. */
const elementFindings = (page: Page) => findings(page, 'one-page-checkout', {iframes: false});

for (const state of Object.keys(states) as State[]) {
  test(`axe finds nothing in the state “${state}”, light, dark and from right to left`, async () => {
    // Colours are the same in both directions.
    for (const [query, schemes] of looks) {
      const page = await browser.open({
        bypassCSP: true,
        reducedMotion: 'reduce',
        viewport: {width: 360, height: 900},
      });
      await states[state](page, server.origin + query);
      for (const colorScheme of schemes) {
        await page.emulateMedia({colorScheme, reducedMotion: 'reduce'});
        assert.deepEqual(await elementFindings(page), [], `${colorScheme}, ${query}`);
      }
      const {scrollWidth, clientWidth} = await page.evaluate(() => document.documentElement);
      assert.equal(scrollWidth, clientWidth, 'nothing has to be scrolled sideways');
      await page.unrouteAll({behavior: 'ignoreErrors'});
      await page.context().close();
    }
  });
}
