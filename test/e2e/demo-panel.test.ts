import assert from 'node:assert/strict';
import {test} from 'node:test';
import {useBrowser} from '../support/browser.ts';
import {until} from '../support/until.ts';
import {useServer} from '../support/server.ts';

const browser = useBrowser();
const server = useServer();

test('the panel of the demo shows the scenario that is played, after a reload too', async () => {
  const page = await browser.open();
  await page.goto(server.origin);
  const scenario = page.getByLabel('Scenario');
  const shows = (value: string) =>
    until(`the panel shows ${value}`, async () => (await scenario.inputValue()) === value);
  await shows('healthy');
  await scenario.selectOption('card_declined');
  await shows('card_declined');
  await page.reload();
  await shows('card_declined');
  // Changed by somebody else, in single settings: no scenario has that name.
  await page.request.post(`${server.origin}/_simulator/settings`, {data: {latency: 1}});
  await page.reload();
  await until('it says so', async () =>
    (await scenario.locator('option:checked').innerText()).includes('settings of its own'),
  );
  assert.equal(await scenario.inputValue(), '');
});
