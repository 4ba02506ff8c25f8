import assert from 'node:assert/strict';
import {test} from 'node:test';
import {growthAfter} from '../bench/browser-memory.ts';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';

const browser = useBrowser();
const server = useServer();

test('nothing is left of a checkout that was taken out of the page', async () => {
  const context = (await browser.open()).context();
  const {nodes, listeners} = await growthAfter(context, server.origin, {warmUp: 3, rounds: 8});
  // One that is held on to, by a timer for one, is more than a thousand nodes.
  assert.ok(nodes < 500, `${nodes} DOM nodes more`);
  assert.ok(listeners < 10, `${listeners} event listeners more`);
});
