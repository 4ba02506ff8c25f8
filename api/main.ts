/** The process: starts the server, says where it is, and stops it cleanly. */
import Stripe from 'stripe';
import {errorFacts} from './errors.ts';
import {createLogger} from './log.ts';
import type {OpenSandbox} from './sandbox.ts';
import {startServer, type RunningServer} from './server.ts';
import {isExpected} from './start-error.ts';

// Until the configuration is read; `startServer` sets the level it asks for.
const log = createLogger('warn');

// Loaded only when it is needed: a real shop's server never reads a line of it.
const openSandbox: OpenSandbox = async (options) => {
  const sandbox = await import('../demo/sandbox.ts');
  return sandbox.openSandbox(options);
};

// Node would print the message, and a database's error carries what was asked of it.
process.on('uncaughtException', (error) => {
  log.fatal({error: errorFacts(error)}, 'ended by an error that nobody caught');
  process.exit(1);
});

/** Less than the half minute that supervisors commonly grant, the delay of production included. */
const PATIENCE_MS = 22_000;

let stopping: string | undefined;
const starting = startServer({env: process.env, log, openSandbox});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Asked twice, a person does not want to wait.
    if (stopping) process.exit(1);
    stopping = signal;
    void stop();
  });
}

try {
  const server = await starting;
  if (!stopping) console.log(greeting(server));
} catch (error) {
  if (isExpected(error)) console.error(error.message);
  else {
    log.fatal({error: errorFacts(error)}, 'not started');
    console.error('The server could not start: the line above says where it failed.');
  }
  process.exit(1);
}

async function stop(): Promise<void> {
  try {
    const server = await starting;
    // Whatever hangs then is cut off: all of it is safe to do again, and a supervisor would kill
    // the process a moment later anyway.
    setTimeout(() => {
      log.error('stopped by force: something did not end in time');
      process.exit(1);
    }, server.deps.config.drainDelayMs + PATIENCE_MS).unref();
    await server.close();
    process.exit(0);
  } catch {
    // What failed at the start has been told already.
    process.exit(1);
  }
}

function greeting({origin, deps: {config}}: RunningServer): string {
  const database = config.databaseUrl ? 'Postgres' : `embedded, in ${config.dataDir}`;
  if (config.stripe) {
    const mode = config.livemode ? 'LIVE keys: real money moves' : 'test keys: no money moves';
    return [
      `one-page-checkout on ${origin}`,
      `  Stripe: ${mode}`,
      `  Webhooks: ${config.publicUrl ?? origin}/webhooks/stripe, of API version ${Stripe.API_VERSION}`,
      `  Database: ${database}`,
    ].join('\n');
  }
  const mails = config.mail.smtpUrl
    ? 'sent by SMTP'
    : `kept in ${config.dataDir}/mails, shown on the demo page`;
  return [
    '',
    `  Open ${origin}`,
    '',
    '  Real:      the element, the API, the orders, the queue, the webhook.',
    '  Simulated: Stripe. No money moves; pay with 4242 4242 4242 4242, any later date, any CVC.',
    `  Database:  ${database}.`,
    `  Mails:     ${mails}.`,
    '  Real Stripe: set STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY and STRIPE_WEBHOOK_SECRET.',
    '',
    '  Stop with Ctrl+C.',
    '',
  ].join('\n');
}
