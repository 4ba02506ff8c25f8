import assert from 'node:assert/strict';
import {test} from 'node:test';
import {growthAfter, holdsOne} from '../bench/browser-memory.ts';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';

const browser = useBrowser();
const server = useServer();

test('nothing is left of a checkout that was taken out of the page', async () => {
  const context = (await browser.open()).context();
  const growth = await growthAfter(context, server.origin, {warmUp: 3, rounds: 8});
  const {nodes, listeners} = growth;
  assert.ok(!holdsOne(growth), `${nodes} DOM nodes and ${listeners} event listeners more`);
});
