import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import type {TestContext} from 'node:test';
import {promisify} from 'node:util';

/**
 * The official Stripe CLI of this platform. Its own wrapper script is not used: it waits for
 * an install script, which npm may not have run.
 */
export function findCli(): string | undefined {
  const require = createRequire(import.meta.url);
  try {
    const platforms = require('@stripe/cli/platforms.json') as Record<string, Platform>;
    const own = platforms[`${process.platform}-${process.arch}`];
    if (!own) return undefined;
    const binary = join(dirname(require.resolve(`${own.pkg}/package.json`)), 'bin', own.bin);
    return existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

interface Platform {
  pkg: string;
  bin: string;
}

/** Runs the CLI against a simulator, with a home folder of its own and no way to the network. */
export async function openCli(
  t: TestContext,
  binary: string,
  simulator: {origin: string; secretKey: string},
): Promise<(...command: string[]) => Promise<string>> {
  const home = await mkdtemp(join(tmpdir(), 'stripe-cli-'));
  t.after(() => rm(home, {recursive: true}));
  const nowhere = 'http://127.0.0.1:9';
  const env = {
    HOME: home,
    USERPROFILE: home,
    PATH: process.env['PATH'] ?? '',
    STRIPE_API_KEY: simulator.secretKey,
    STRIPE_CLI_TELEMETRY_OPTOUT: '1',
    STRIPE_NO_AUTO_UPDATE: '1',
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: '127.0.0.1',
  };
  return async (...command) => {
    const {stdout} = await promisify(execFile)(
      binary,
      [...command, '--api-base', simulator.origin],
      {env, timeout: 30_000},
    );
    return stdout;
  };
}
