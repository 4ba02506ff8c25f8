/** What a command line tool needs of the server, opened as the server does and closed again. */
import {mkdir} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {readConfig, type Config} from '../config.ts';
import {openPglite, openPostgres, type Db} from '../db/connect.ts';
import {lockDataDir} from '../db/lock.ts';
import {migrate} from '../db/migrate.ts';
import {errorFacts} from '../errors.ts';
import {createLogger, type Logger} from '../log.ts';
import {isExpected, startFault} from '../start-error.ts';

export interface Opened {
  config: Config;
  db: Db;
  log: Logger;
}

/**
 * Runs a command and ends the process with its success. The embedded database belongs to one process
 * at a time: while the server runs on it, the command says so and does nothing.
 */
export async function runCommand(work: (opened: Opened) => Promise<void>): Promise<void> {
  const log = createLogger('warn');
  try {
    const config = readConfig(process.env);
    await mkdir(config.dataDir, {recursive: true});
    const lock = config.databaseUrl ? undefined : await lockDataDir(config.dataDir);
    const db = config.databaseUrl
      ? openPostgres(config.databaseUrl, log)
      : await openPglite(config.dataDir);
    try {
      await migrate(db, fileURLToPath(new URL('../../drizzle/migrations', import.meta.url)));
      await work({config, db, log});
    } finally {
      await db.close();
      await lock?.release();
    }
  } catch (error) {
    const fault = startFault(error, {port: 0});
    // For a person at a terminal.
    if (isExpected(fault)) process.stderr.write(`${fault.message}\n`);
    else log.fatal({error: errorFacts(fault)}, 'not done');
    process.exitCode = 1;
  }
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);
