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
/** After the last fault nothing needs longer than this for its next success. */
const CALM_MS = 2000;

/** Runs the loops while backends are being ended, then sees which of them still move. */
export async function runLoad(driver: Driver, milliseconds: number): Promise<LoadReport> {
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
  await pause(milliseconds);
  const calmSince = Date.now();
  const moving = () => lastDone.filter((at) => at > calmSince).length;
  while (moving() < LOOPS && Date.now() < calmSince + CALM_MS) await pause(20);
  over.abort();
  return {...report, stuck: LOOPS - moving()};
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
