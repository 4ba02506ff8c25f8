import {ConfigError, type Config} from './config.ts';
import {DataDirInUse} from './db/lock.ts';

/** The server cannot start, and its message says in a sentence what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The sentence for what went wrong; a mistake of our own stays what it is. */
export function startFault(error: unknown, {port}: Pick<Config, 'port'>): unknown {
  if (isExpected(error)) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const sentence = sentences(port)[String(code)];
  return sentence ? new StartError(sentence, {cause: error}) : error;
}

export const isExpected = (error: unknown): error is Error =>
  error instanceof StartError || error instanceof ConfigError || error instanceof DataDirInUse;

const unreachable =
  'The database cannot be reached: check DATABASE_URL, and that the server it names is running.';

const sentences = (port: number): Record<string, string> => ({
  EADDRINUSE: `Port ${port} is taken: stop what is using it, or choose another one with PORT.`,
  EACCES: `Port ${port} needs more rights than this process has: choose another one with PORT.`,
  EADDRNOTAVAIL: 'HOST is not an address of this machine.',
  ECONNREFUSED: unreachable,
  ENOTFOUND: unreachable,
  ETIMEDOUT: unreachable,
  '28P01': 'The database refuses the user or the password in DATABASE_URL.',
  '28000': 'The database refuses the user in DATABASE_URL.',
  '3D000': 'The database that DATABASE_URL names does not exist: create it first.',
});
