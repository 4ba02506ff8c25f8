import type {LoggedRequest, RequestLog} from './http/request-log.ts';
import type {Delivery} from './records.ts';
import {type ScenarioName, type Settings, healthy, scenarios} from './scenarios.ts';
import {answerAttempt} from './machine/attempts.ts';
import {rollSecret} from './webhooks/endpoints.ts';
import {type World, unattendedCall} from './world.ts';

/** What tests and the panel may do to the simulator. */
export interface Control {
  readonly settings: Readonly<Settings>;
  /** Changes some settings and leaves the others. */
  set(change: Partial<Settings>): void;
  /** Back to health, then the named scenario. */
  play(name: ScenarioName): void;
  /** Forgets all objects, events, deliveries and requests; keeps the configured endpoints. */
  reset(): void;
  now(): number;
  /** Moves the clock on and runs what falls due on the way, in order. */
  advance(milliseconds: number): Promise<void>;
  /** Waits until everything that is due now has happened, deliveries included. */
  idle(): Promise<void>;
  /** What the buyer answers on an open 3D Secure or bank page. */
  answer(attempt: string, approved: boolean): void;
  requests(): LoggedRequest[];
  deliveries(): Delivery[];
  /** Sends an event again, to one endpoint or to all; answers once it was sent. */
  resend(event: string, endpoint?: string): Promise<void>;
  /** Gives an endpoint a new signing secret; the old one stays valid for a day unless told otherwise. */
  rollSecret(endpoint: string, secret: string, keepOldFor?: number): void;
}

const day = 24 * 3600 * 1000;

export function createControl(deps: {world: World; log: RequestLog; begin: () => void}): Control {
  const {world, log} = deps;
  return {
    settings: world.settings,
    set: (change) => void Object.assign(world.settings, change),
    play: (name) => void Object.assign(world.settings, healthy, scenarios[name]),
    reset() {
      world.clock.reset();
      log.clear();
      deps.begin();
    },
    now: () => world.clock.now(),
    advance: (milliseconds) => world.clock.advance(milliseconds),
    idle: () => world.clock.idle(),
    answer: (attempt, approved) => void answerAttempt(unattendedCall(world), attempt, approved),
    requests: () => log.all(),
    deliveries: () => world.store.deliveries.all(),
    async resend(event, endpoint) {
      const targets = endpoint ? [endpoint] : world.store.webhookEndpoints.all().map(({id}) => id);
      if (!world.store.events.get(event)) throw new Error(`There is no event ${event}.`);
      for (const target of targets) {
        const earlier = world.store.deliveries
          .all()
          .filter((each) => each.event === event && each.endpoint === target);
        const job = {event, endpoint: target, attempt: earlier.length + 1};
        // The automatic tries go on beside it.
        world.clock.after(0, 'deliver', {...job, fault: false, retries: false});
      }
      await world.clock.idle();
    },
    rollSecret: (endpoint, secret, keepOldFor = day) =>
      rollSecret(world, endpoint, secret, keepOldFor),
  };
}
