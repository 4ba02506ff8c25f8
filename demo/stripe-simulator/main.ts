import {serve} from '@hono/node-server';
import {createSimulator} from './index.ts';

const port = Number(process.env['PORT'] ?? 12111);
const {START_TIME: start} = process.env;
const {WEBHOOK_URL: url, WEBHOOK_SECRET: secret, STATE_FILE: stateFile, SEED: seed} = process.env;
if (!Number.isInteger(port) || port < 0 || port > 65535)
  fail(`PORT is not a port number: ${process.env['PORT']}.`);
const startTime = start ? Date.parse(start) : undefined;
if (Number.isNaN(startTime))
  fail(`START_TIME is not a time such as 2026-11-01T09:00:00Z: ${start}.`);
if (url && !URL.canParse(url)) fail(`WEBHOOK_URL is not a URL: ${url}.`);
if (url && !secret) fail('WEBHOOK_URL needs WEBHOOK_SECRET, a text that begins with whsec_.');

const simulator = await createSimulator({
  ...(url && secret && {webhookEndpoints: [{url, secret}]}),
  ...(stateFile && {stateFile}),
  ...(seed && {seed}),
  ...(startTime !== undefined && {startTime}),
}).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));

const server = serve({fetch: simulator.app.fetch, port, hostname: '127.0.0.1'}, (address) => {
  console.log(`Stripe simulator on http://127.0.0.1:${address.port} (no money moves)
  secret key       ${simulator.secretKey}
  publishable key  ${simulator.publishableKey}
  webhooks         ${url ?? 'none: set WEBHOOK_URL and WEBHOOK_SECRET, or POST /v1/webhook_endpoints'}`);
});
server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE')
    fail(`Port ${port} is taken: stop what listens there, or choose another with PORT.`);
  fail(error.message);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => void simulator.close().then(() => process.exit(0)));
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
