/** Something that shall happen later. It is data, so that it survives a restart with the state. */
export interface Job {
  at: number;
  kind: string;
  data: Record<string, string | number | boolean | null>;
}

export interface Clock {
  /** Milliseconds since 1970, moved by `advance`. */
  now(): number;
  /** The time that receivers of webhooks live in: signatures carry it, whatever was moved here. */
  outside(): number;
  /** Seconds since 1970, as Stripe writes times. */
  seconds(): number;
  /** Plans a job; it runs once that much time has gone by, really or through `advance`. */
  after(milliseconds: number, kind: string, data: Job['data']): void;
  /** Moves the time on and runs what falls due on the way, oldest first. */
  advance(milliseconds: number): Promise<void>;
  /** Waits until every running job is done; with `due`, runs first what is due already. */
  idle(): Promise<void>;
  snapshot(): {offset: number; jobs: Job[]};
  restore(state: {offset: number; jobs: Job[]}): void;
  /** Forgets every planned job and the moved time. */
  reset(): void;
  close(): Promise<void>;
}

export function createClock(
  {realNow, begin}: {realNow: () => number; begin?: number},
  run: (job: Job) => Promise<void> | void,
  changed: () => void,
): Clock {
  const firstOffset = () => (begin === undefined ? 0 : begin - realNow());
  let offset = firstOffset();
  let jobs: Job[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const running = new Set<Promise<void>>();

  const now = () => realNow() + offset;
  const start = (job: Job) => {
    const work: Promise<void> = Promise.resolve(run(job)).finally(() => {
      running.delete(work);
      changed();
    });
    running.add(work);
    return work;
  };
  const takeDue = (until: number) => {
    const job = jobs[0];
    return job && job.at <= until ? jobs.shift() : undefined;
  };
  const arm = () => {
    clearTimeout(timer);
    const next = jobs[0];
    if (!next || closed) return;
    const wait = Math.min(Math.max(next.at - now(), 0), 2 ** 31 - 1);
    timer = setTimeout(fire, wait);
    timer.unref();
  };
  const fire = () => {
    for (let job = takeDue(now()); job; job = takeDue(now())) void start(job);
    arm();
  };
  const insert = (job: Job) => {
    // Jobs of the same moment keep the order in which they were planned.
    let [low, high] = [0, jobs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((jobs[middle]?.at ?? 0) > job.at) high = middle;
      else low = middle + 1;
    }
    jobs.splice(low, 0, job);
  };

  return {
    now,
    outside: realNow,
    seconds: () => Math.floor(now() / 1000),
    after(milliseconds, kind, data) {
      insert({at: now() + milliseconds, kind, data});
      changed();
      arm();
    },
    async advance(milliseconds) {
      const target = now() + milliseconds;
      for (let job = takeDue(target); job; job = takeDue(target)) {
        offset += Math.max(job.at - now(), 0);
        await start(job);
      }
      offset += Math.max(target - now(), 0);
      changed();
      arm();
    },
    async idle() {
      fire();
      while (running.size > 0) {
        await Promise.all(running);
        fire();
      }
    },
    snapshot: () => ({offset, jobs: [...jobs]}),
    restore(state) {
      offset = state.offset;
      jobs = [...state.jobs];
      arm();
    },
    reset() {
      offset = firstOffset();
      jobs = [];
      clearTimeout(timer);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.allSettled(running);
    },
  };
}
