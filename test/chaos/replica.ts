/** One copy of the built server that is killed and started again, as a supervisor would. */
import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {until} from '../support/until.ts';

const entry = fileURLToPath(new URL('../../dist/api/main.js', import.meta.url));

export interface Replica {
  readonly name: string;
  readonly port: number;
  /** Whether it has answered that it is ready since its last start. */
  isReady(): boolean;
  /** How often it ended after it had been ready, without having been killed. */
  readonly deaths: string[];
  /** How often it gave up while starting: the supervisor starts it again. */
  readonly failedStarts: string[];
  /** `kill -9`, whatever it is doing; it comes back by itself unless told otherwise. */
  kill(andThen?: 'restart' | 'stay'): Promise<void>;
  start(): void;
  ready(): Promise<void>;
  output(): string;
}

export function createReplica(
  name: string,
  port: number,
  environment: Record<string, string>,
): Replica {
  let child: ChildProcess | undefined;
  let isReady = false;
  let isWanted = false;
  let said = '';
  const deaths: string[] = [];
  const failedStarts: string[] = [];

  const start = () => {
    isWanted = true;
    isReady = false;
    const started = spawn(process.execPath, [entry], {
      env: {PATH: process.env['PATH'], ...environment, PORT: String(port), HOST: '127.0.0.1'},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = started;
    let ownWords = '';
    const listen = (text: string) => {
      ownWords += text;
      // Enough to see what went wrong last, not the whole run.
      said = (said + text).slice(-200_000);
    };
    started.stdout.setEncoding('utf8').on('data', listen);
    started.stderr.setEncoding('utf8').on('data', listen);
    started.on('exit', (code, signal) => {
      if (child !== started) return;
      const wasReady = isReady;
      isReady = false;
      if (signal !== 'SIGKILL') {
        const last = ownWords.trim().split('\n').at(-1) ?? '';
        (wasReady ? deaths : failedStarts).push(`${name}: ${signal ?? code}: ${last}`);
      }
      if (isWanted) start();
    });
    void watch(started);
  };

  const watch = async (started: ChildProcess) => {
    const isGone = () => started.exitCode !== null || started.signalCode !== null;
    while (!isGone()) {
      if (await answers(port)) {
        // The answer may come from its successor.
        if (!isGone()) isReady = true;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  };

  return {
    name,
    port,
    deaths,
    failedStarts,
    isReady: () => isReady,
    async kill(andThen = 'restart') {
      isWanted = andThen === 'restart';
      const victim = child;
      if (!victim || victim.exitCode !== null || victim.signalCode !== null) return;
      const gone = once(victim, 'exit');
      victim.kill('SIGKILL');
      await gone;
    },
    start,
    ready: async () => void (await until(`${name} is ready`, async () => isReady, 60_000)),
    output: () => said,
  };
}

/** Whether the server says that it is ready, within the time that a load balancer gives it. */
export async function answers(port: number, patienceMs = 5000): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, {
      signal: AbortSignal.timeout(patienceMs),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
