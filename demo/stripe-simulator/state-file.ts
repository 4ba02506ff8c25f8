import {mkdir, readFile, rename, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';

const pause = 1000;
/** Writing may take this part of the time, however large the state has grown. */
const share = 1 / 20;

export interface StateFile {
  /** The kept state, or undefined when there is none yet. */
  read(): Promise<unknown>;
  /** Writes soon; many changes in a row make one file. */
  changed(): void;
  /** Writes now, if anything has changed. */
  close(): Promise<void>;
}

/** Keeps the state in a file, replaced in one step so that a crash leaves the old one whole. */
export function createStateFile(path: string, snapshot: () => unknown): StateFile {
  let timer: NodeJS.Timeout | undefined;
  let wait = pause;
  let writing: Promise<void> = Promise.resolve();
  const write = () => {
    timer = undefined;
    const begun = performance.now();
    const text = JSON.stringify(snapshot());
    wait = Math.max(pause, (performance.now() - begun) / share);
    writing = writing.then(async () => {
      await mkdir(dirname(path), {recursive: true});
      const draft = `${path}.${process.pid}.tmp`;
      await writeFile(draft, text, {mode: 0o600});
      await rename(draft, path);
    });
    return writing;
  };
  return {
    async read() {
      try {
        return JSON.parse(await readFile(path, 'utf8')) as unknown;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw new Error(
          `The simulator cannot read its state from ${path}; delete the file to begin anew.`,
          {cause: error},
        );
      }
    },
    changed() {
      timer ??= setTimeout(() => void write(), wait).unref();
    },
    async close() {
      if (timer) {
        clearTimeout(timer);
        await write();
      }
      await writing;
    },
  };
}
