import {test} from 'node:test';
import {useServer} from '../support/server.ts';
import {useBrowser} from '../support/browser.ts';
import {Shopper} from './shopper.ts';

const browser = useBrowser();
const server = useServer();

test('the pay button takes the first click, though the field just left has a mistake', async () => {
  const buyer = new Shopper(await browser.open({viewport: {width: 360, height: 800}}));
  await buyer.visit(server.origin);
  await buyer.checkout.getByLabel('E-mail').pressSequentially('ada@example');
  await buyer.payButton.click();
  await buyer.checkout.getByText('Please check these fields').waitFor();
  await buyer.checkout.getByText('Enter your full name.').first().waitFor();
});
