import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {test} from 'node:test';
import Stripe from 'stripe';
import {stripeJs} from '../../../widget/stripe/load.ts';

test('Stripe.js is of the train that its types and the server are of', async () => {
  const main = createRequire(import.meta.url).resolve('@stripe/stripe-js');
  const loader = join(main, '../../dist/pure.mjs');
  const train = /RELEASE_TRAIN = '(\w+)'/.exec(await readFile(loader, 'utf8'))?.[1];
  assert.equal(stripeJs, `https://js.stripe.com/${train}/stripe.js`);
  const {MAJOR_API_VERSION} = Stripe as unknown as {MAJOR_API_VERSION: string};
  assert.equal(MAJOR_API_VERSION, train);
});
