/**
 * One process for one data folder. PGlite has no lock of its own, and two processes on one folder
 * lose rows without a word: https://github.com/electric-sql/pglite/issues/1106
 *
 * Node has no flock, and a file with a process id alone is wrong after a crash. So: numbered owner
 * files, each created atomically. The highest number owns the folder while its process lives (same
 * id and same start time, so a reused id is not mistaken for it). To take over from a dead one is
 * to create the next number, which only one process can do. A number is never freed, only passed.
 */
import {execFileSync} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {link, mkdir, readdir, readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {readFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {z} from 'zod';

/** Another process has the folder. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';
}

export interface DataDirLock {
  release(): Promise<void>;
}

const HEARTBEAT_MS = 5000;
/** A process whose life cannot be looked at from here counts as dead when it is silent this long. */
const SILENT_MS = 30_000;

const ownerSchema = z.object({
  id: z.string(),
  pid: z.number(),
  host: z.string(),
  started: z.string().nullable(),
  released: z.boolean().optional(),
});
type Owner = z.infer<typeof ownerSchema>;

export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const folder = join(dataDir, 'lock');
  await mkdir(folder, {recursive: true});
  const me: Owner = {
    id: randomUUID(),
    pid: process.pid,
    host: hostname(),
    started: startTime(process.pid),
  };
  const number = await takeNumber(folder, me);
  const path = join(folder, `owner.${number}`);
  const heartbeat = setInterval(() => {
    const now = new Date();
    // Losing the folder underneath a running process is not something a heartbeat can mend.
    utimes(path, now, now).catch(() => undefined);
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      await writeFile(path, JSON.stringify({...me, released: true})).catch(() => undefined);
    },
  };
}

async function takeNumber(folder: string, me: Owner): Promise<number> {
  // Written aside and linked into place: the owner file appears whole or not at all.
  const draft = join(folder, `draft.${me.id}`);
  await writeFile(draft, JSON.stringify(me));
  try {
    for (;;) {
      const highest = await highestNumber(folder);
      if (highest > 0 && (await isAlive(join(folder, `owner.${highest}`)))) throw inUse();
      const mine = highest + 1;
      const won = await link(draft, join(folder, `owner.${mine}`)).then(
        () => true,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') return false;
          throw error;
        },
      );
      if (!won) continue;
      // A slow starter may have created a number that was passed over long ago.
      if ((await highestNumber(folder)) !== mine) {
        await rm(join(folder, `owner.${mine}`), {force: true});
        continue;
      }
      await removeBelow(folder, mine);
      return mine;
    }
  } finally {
    await rm(draft, {force: true});
  }
}

async function isAlive(path: string): Promise<boolean> {
  try {
    const owner = ownerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    if (owner.released) return false;
    if (owner.host === hostname() && owner.started !== null) {
      return startTime(owner.pid) === owner.started;
    }
    return Date.now() - (await stat(path)).mtimeMs < SILENT_MS;
  } catch {
    return false;
  }
}

async function highestNumber(folder: string): Promise<number> {
  return Math.max(0, ...(await readdir(folder)).map(numberOf));
}

async function removeBelow(folder: string, number: number): Promise<void> {
  const old = (await readdir(folder)).filter((name) => {
    const its = numberOf(name);
    return its > 0 && its < number;
  });
  await Promise.all(old.map((name) => rm(join(folder, name), {force: true})));
}

const numberOf = (name: string): number => Number(/^owner\.(\d+)$/.exec(name)?.[1] ?? 0);

/** Tells two processes with one id apart; null where it cannot be known or there is no process. */
function startTime(pid: number): string | null {
  try {
    if (process.platform === 'linux') {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The program's name stands in brackets and may hold anything; field 22 counts after it.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      // A zombie has ended already; it only waits for its parent to notice.
      if (fields[0] === 'Z') return null;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return `${boot}:${fields[19]}`;
    }
    if (process.platform === 'win32') return null;
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {encoding: 'utf8'});
    return text.trim() || null;
  } catch {
    return null;
  }
}

const inUse = () =>
  new DataDirInUse(
    'Another process is using this data folder: stop it, or give this one a folder of its own in DATA_DIR.',
  );
