/** Chance that can be repeated: the same seed makes the same choices. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  between(least: number, most: number): number;
  /** Whole numbers, both ends included. */
  whole(least: number, most: number): number;
  chance(share: number): boolean;
  pick<Thing>(things: readonly Thing[]): Thing;
  /** Another one for somebody else, so that neither disturbs the other's sequence. */
  fork(): Random;
}

/** Mulberry32: small, and good enough to choose faults by. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => least + next() * (most - least),
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (share) => next() < share,
    pick: (things) => things[Math.floor(next() * things.length)]!,
    fork: () => createRandom(Math.floor(next() * 2 ** 32)),
  };
}
