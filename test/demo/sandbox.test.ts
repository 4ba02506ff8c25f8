import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import Stripe from 'stripe';
import {createLogger} from '../../api/log.ts';
import {openSandbox} from '../../demo/sandbox.ts';

test('the webhook of the sandbox is pinned to the version of the stripe package', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'opc-sandbox-'));
  t.after(() => rm(dataDir, {recursive: true, force: true}));
  const sandbox = await openSandbox({
    dataDir,
    origin: 'http://127.0.0.1:9',
    webhookUrl: 'http://127.0.0.1:9/webhooks/stripe',
    log: createLogger('silent'),
  });
  t.after(() => sandbox.close());
  const answer = await sandbox.routes.request('/v1/webhook_endpoints', {
    headers: {Authorization: `Bearer ${sandbox.secretKey}`},
  });
  const {data} = (await answer.json()) as {data: Stripe.WebhookEndpoint[]};
  assert.deepEqual(
    data.map(({api_version: version}) => version),
    [Stripe.API_VERSION],
  );
});
