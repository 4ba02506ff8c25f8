/** The same load for every driver: half of the loops with plain queries, half in transactions. */

export interface Driver {
  query(): Promise<void>;
  /** Two statements that belong together. */
  transaction(): Promise<void>;
}

export interface LoadReport {
  done: number;
  failed: number;
  /** Loops that never came back once the faults had ended. */
  stuck: number;
}

const LOOPS = 16;
/**
 * After the last fault nothing needs longer than this for its next success. Looks and not time gone by:
 * a machine that stands still between two of them has kept no loop from moving.
 */
const CALM_LOOKS = 200;
const LOOK_EVERY_MS = 20;

/** Runs the loops until the faults are over, then sees which of them still move. */
export async function runLoad(driver: Driver, faults: Promise<unknown>): Promise<LoadReport> {
  const report = {done: 0, failed: 0};
  const lastDone: number[] = Array.from({length: LOOPS}, () => 0);
  const over = new AbortController();
  const loop = async (index: number) => {
    while (!over.signal.aborted) {
      try {
        await (index % 2 === 0 ? driver.query() : driver.transaction());
        report.done += 1;
        lastDone[index] = Date.now();
      } catch {
        report.failed += 1;
        // A refused connection fails at once: without a pause this loop would spin.
        await pause(5);
      }
    }
  };
  for (let index = 0; index < LOOPS; index += 1) void loop(index);
  await faults;
  const calmSince = Date.now();
  const moving = () => lastDone.filter((at) => at > calmSince).length;
  for (let look = 0; moving() < LOOPS && look < CALM_LOOKS; look += 1) await pause(LOOK_EVERY_MS);
  over.abort();
  return {...report, stuck: LOOPS - moving()};
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
