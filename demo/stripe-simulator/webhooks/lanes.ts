/** Lets some deliveries to one address run at a time; the others wait for their turn, in order. */
export interface Lanes {
  inLane<T>(address: string, work: () => Promise<T>): Promise<T>;
}

/**
 * Without a limit, a rush of payments opens as many connections as it has events, until the system
 * has none left. Each address has a lane of its own, so that a slow one holds up no other.
 */
export function createLanes(width = 32): Lanes {
  const lanes = new Map<string, {busy: number; waiting: (() => void)[]}>();
  return {
    async inLane(address, work) {
      const lane = lanes.get(address) ?? {busy: 0, waiting: []};
      lanes.set(address, lane);
      // Whoever leaves hands their place over, so the number of the busy stays as it is.
      if (lane.busy >= width) await new Promise<void>((go) => lane.waiting.push(go));
      else lane.busy += 1;
      try {
        return await work();
      } finally {
        const next = lane.waiting.shift();
        if (next) next();
        else lane.busy -= 1;
        if (lane.busy === 0) lanes.delete(address);
      }
    },
  };
}
