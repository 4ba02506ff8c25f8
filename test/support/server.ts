import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {createServer} from 'node:net';
import {after, before} from 'node:test';
import {fileURLToPath} from 'node:url';
import {newDataFolder} from './data-folder.ts';

const entry = fileURLToPath(new URL('../../dist/api/main.js', import.meta.url));

export interface RunningServer {
  origin: string;
  /** All that the process has said so far, both streams. */
  output(): string;
  /** Sends the signal and resolves with the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** One server for a file's tests; it has its origin when they begin. */
export function useServer(): Pick<RunningServer, 'origin'> {
  let server: RunningServer | undefined;
  before(async () => {
    server = await startServer();
  });
  after(() => server?.stop());
  return {
    get origin() {
      if (!server) throw new Error('Asked before the tests began.');
      return server.origin;
    },
  };
}

/**
 * The built server as `npm start` runs it, in a process and a data folder of its own. Ready when it
 * says so itself (`/readyz`).
 */
export async function startServer(environment: NodeJS.ProcessEnv = {}): Promise<RunningServer> {
  if (!existsSync(entry)) throw new Error('Build first: npm run build.');
  const port = environment['PORT'] ?? String(await freePort());
  const ownData = environment['DATA_DIR']
    ? undefined
    : await newDataFolder(environment['DATABASE_URL']);
  const child = spawn(process.execPath, [entry], {
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'info',
      // Every test is the same client; counted, and never refused.
      RATE_LIMIT_FACTOR: '1000000',
      // And the machine may be busy with other tests.
      MOST_LAG_MS: '60000',
      DATA_DIR: ownData,
      ...environment,
      PORT: port,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const origin = `http://127.0.0.1:${port}`;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const [code] = await exited;
    if (ownData) await rm(ownData, {recursive: true, force: true});
    return code;
  };
  const ended = exited.then(([code]) => {
    throw new Error(`The server ended with ${code} before it was ready:\n${said}`);
  });
  // Ended later, in stop(), it is no longer an error.
  ended.catch(() => {});
  const waiting = new AbortController();
  try {
    await Promise.race([ready(origin, waiting.signal), ended]);
  } catch (error) {
    await stop('SIGKILL');
    throw error;
  } finally {
    waiting.abort();
  }
  return {origin, output: () => said, stop};
}

/** Polls until the server answers that it is ready, or nobody waits for it any longer. */
async function ready(origin: string, signal: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !signal.aborted;) {
    const answer = await fetch(`${origin}/readyz`, {signal}).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${origin} did not become ready within a minute.`);
}

/** Where no system takes its own numbers from, and above the last one that browsers refuse. */
const [LOWEST, HIGHEST] = [11_000, 32_000];
let asked = 0;

/**
 * A port that nobody listens on at this moment, each once in a process. Not what `listen(0)` would
 * give: another test's `listen(0)` could take it before it is used.
 */
export async function freePort(): Promise<number> {
  while (asked < HIGHEST - LOWEST) {
    // Test files run side by side, and each begins at a place of its own.
    const port = LOWEST + ((process.pid * 97 + asked++) % (HIGHEST - LOWEST));
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${LOWEST} to ${HIGHEST} is free.`);
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
