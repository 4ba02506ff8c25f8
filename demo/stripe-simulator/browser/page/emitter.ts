import {IntegrationError} from './integration-error.ts';

type Listener = (event: never) => unknown;

/** `on`, `once` and `off` as Stripe's elements have them. */
export class Emitter {
  readonly #listeners = new Map<string, {listener: Listener; once: boolean}[]>();

  on(type: string, listener: Listener): this {
    return this.#add(type, listener, false);
  }

  once(type: string, listener: Listener): this {
    return this.#add(type, listener, true);
  }

  off(type: string, listener?: Listener): this {
    const kept = this.#listeners
      .get(type)
      ?.filter((entry) => listener && entry.listener !== listener);
    this.#listeners.set(type, kept ?? []);
    return this;
  }

  hasListener(type: string): boolean {
    return (this.#listeners.get(type)?.length ?? 0) > 0;
  }

  emit(type: string, event?: unknown): void {
    const entries = this.#listeners.get(type) ?? [];
    this.#listeners.set(
      type,
      entries.filter((entry) => !entry.once),
    );
    for (const {listener} of entries) {
      // One broken listener must not keep the others, or Stripe.js itself, from going on.
      try {
        (listener as (event: unknown) => unknown)(event);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  }

  #add(type: string, listener: Listener, once: boolean): this {
    if (typeof listener !== 'function') {
      throw new IntegrationError('When adding an event listener, you must pass a function.');
    }
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), {listener, once}]);
    return this;
  }
}
