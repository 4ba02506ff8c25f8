/** Waits that no test has the time for, ended when it says so, or at once. */

const realTimeout = window.setTimeout;

/** Keeps every wait of 20 seconds or more from ending by itself, until `restoreWaits`. */
export function holdWaits(): {end: () => void} {
  const held: (() => void)[] = [];
  const hold = (act: () => void, milliseconds = 0, ...rest: unknown[]) =>
    milliseconds < 20_000 ? realTimeout(act, milliseconds, ...rest) : -held.push(act);
  Object.assign(window, {setTimeout: hold});
  return {end: () => held.splice(0).forEach((act) => act())};
}

/** Ends every wait of just so many milliseconds at once, until `restoreWaits`. */
export function skipWaits(skipped: number): void {
  const skip = (act: () => void, milliseconds = 0, ...rest: unknown[]) =>
    realTimeout(act, milliseconds === skipped ? 0 : milliseconds, ...rest);
  Object.assign(window, {setTimeout: skip});
}

export function restoreWaits(): void {
  window.setTimeout = realTimeout;
}
