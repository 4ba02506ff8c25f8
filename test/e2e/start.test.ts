import assert from 'node:assert/strict';
import {mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {freePort, startServer} from '../support/server.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'opc-start-'));
});
after(() => rm(folder, {recursive: true, force: true}));

/** What a start that must not succeed says; fails if it does succeed. */
async function refusal(environment: NodeJS.ProcessEnv): Promise<string> {
  const {message} = await startServer(environment).then(
    async (server) => {
      await server.stop();
      return assert.fail('It started.');
    },
    (error: Error) => error,
  );
  assert.match(message, /ended with 1 before/, 'it ends with exit code 1');
  return message.split('\n').slice(1).join('\n').trim();
}

/** One sentence for a person: a line of its own, and no stack trace. */
function assertSentence(said: string, pattern: RegExp): void {
  assert.match(said, pattern);
  assert.doesNotMatch(said, /^\s+at /m, said);
  assert.equal(said.split('\n').length, 1, said);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`it says what is real and what is simulated, and ${signal} ends it cleanly`, async () => {
    const data = join(folder, signal);
    const server = await startServer({DATA_DIR: data});
    assert.ok(server.output().includes(server.origin), 'the address of the demo page');
    assert.match(server.output(), /simulat/i);
    assert.match(server.output(), /no money moves/i);
    assert.equal(await server.stop(signal), 0);
    const again = await startServer({DATA_DIR: data});
    assert.equal(await again.stop(), 0, 'the folder is as good as before');
  });
}

test('a taken port is named, and nothing is damaged', async () => {
  const port = await freePort();
  const squatter = createServer().listen(port);
  await once(squatter, 'listening');
  const said = await refusal({PORT: String(port), DATA_DIR: join(folder, 'taken')});
  squatter.close();
  assertSentence(said, new RegExp(`${port}.*(taken|in use)`, 'i'));
});

test('a data folder that cannot be written to is named', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  assertSentence(await refusal({DATA_DIR: join(file, 'data')}), /DATA_DIR|data folder/i);
});

test('a second process on the same data folder is refused, and the first goes on', async () => {
  const data = join(folder, 'shared');
  const first = await startServer({DATA_DIR: data});
  assertSentence(await refusal({DATA_DIR: data}), /already|another|in use/i);
  assert.equal((await fetch(`${first.origin}/readyz`)).status, 200);
  await first.stop();
});

test('a process that was killed leaves no lock behind', async () => {
  const data = join(folder, 'killed');
  const first = await startServer({DATA_DIR: data});
  await first.stop('SIGKILL');
  const second = await startServer({DATA_DIR: data});
  assert.equal(await second.stop(), 0);
});

const contradictions: [what: string, environment: NodeJS.ProcessEnv, said: RegExp][] = [
  [
    'production without a key',
    {NODE_ENV: 'production', ALLOW_EMBEDDED_DATABASE: 'true'},
    /STRIPE_SECRET_KEY/,
  ],
  [
    'a secret key without the others',
    {STRIPE_SECRET_KEY: 'sk_test_51Abcdefghijklmnop'},
    /STRIPE_PUBLISHABLE_KEY|STRIPE_WEBHOOK_SECRET/,
  ],
  [
    'a live key beside a test key',
    {
      STRIPE_SECRET_KEY: 'sk_live_51Abcdefghijklmnop',
      STRIPE_PUBLISHABLE_KEY: 'pk_test_51Abcdefghijklmnop',
      STRIPE_WEBHOOK_SECRET: 'whsec_abcdefghijklmnop',
    },
    /live|test/,
  ],
  ['a port that is none', {PORT: 'eighty'}, /PORT/],
];

for (const [what, environment, said] of contradictions) {
  test(`${what} is refused before anything is touched`, async () => {
    const data = join(folder, what.replaceAll(' ', '-'));
    const sentence = await refusal({DATA_DIR: data, ...environment});
    assertSentence(sentence, said);
    assert.doesNotMatch(sentence, /51Abcdefghijklmnop/, 'no key is printed');
    await assert.rejects(readdir(data), 'no data folder was made');
  });
}
