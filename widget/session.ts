import type {Typed} from './form.ts';

/** What is kept of an order. Never the client secret: the API gives it out for the token. */
export interface SavedOrder {
  /** Sent with the order; kept until it is answered, so that a retry gives the same order. */
  idempotencyKey: string;
  orderId?: string;
  token?: string;
  /** Of the PaymentIntent, or of the Checkout Session: by it a return page finds its order. */
  paymentIntent?: string;
  /** Until when another tab comes to the same order, in milliseconds since 1970. */
  sharedUntil?: number;
  /** What the buyer has typed, by the keys of the orders: in a record of its own, which no other tab sees. */
  typed?: Record<string, Typed>;
}

/** What the name of every kept order begins with. */
export const prefix = 'one-page-checkout:';

/** Where storage is denied (a sandboxed frame, a strict browser), the page itself remembers. */
export const memory = new Map<string, string>();

/**
 * Long enough for a buyer who has lost sight of the first tab; short, because what outlives the tab can
 * be found by whoever sits down next: an order that is open, and nothing of who placed it.
 */
const sharedFor = 30 * 60_000;

/** The order of one cart: of this tab, or until it is paid of another one of this browser. */
export class CheckoutSession {
  readonly #key: string;

  constructor(...cart: (string | undefined)[]) {
    this.#key = prefix + JSON.stringify(cart);
  }

  read(): SavedOrder | null {
    const own = inStorage((kept) => kept.getItem(this.#key)) ?? memory.get(this.#key);
    return parseSaved(own) ?? this.#readShared();
  }

  write(saved: SavedOrder): void {
    const json = JSON.stringify(saved);
    const isKept = inStorage((kept) => {
      // Where there is no place for the new, the old must not be read instead of it.
      kept.removeItem(this.#key);
      kept.setItem(this.#key, json);
      return true;
    });
    if (!isKept) memory.set(this.#key, json);
  }

  /** Adds to what is kept, which begins with a key. */
  add(saved: Partial<SavedOrder> = {}): SavedOrder {
    const kept = {...(this.read() ?? {idempotencyKey: newIdempotencyKey()}), ...saved};
    this.write(kept);
    return kept;
  }

  /** Keeps the same under another name, and nothing under this one. */
  moveTo(other: CheckoutSession): CheckoutSession {
    const kept = this.read();
    this.clear();
    if (kept) other.write(kept);
    other.share();
    return other;
  }

  clear(): void {
    this.unshare();
    inStorage((kept) => kept.removeItem(this.#key));
    memory.delete(this.#key);
  }

  /** Lets other tabs of this browser come to the same order, for a while. */
  share(): void {
    const json = JSON.stringify({...this.read(), sharedUntil: Date.now() + sharedFor});
    inStorage((kept) => kept.setItem(this.#key, json), true);
  }

  /** Only this tab comes to the order from now on; what another tab shares stays. */
  unshare(): void {
    const own = this.read()?.orderId;
    inStorage((kept) => {
      if (parseSaved(kept.getItem(this.#key))?.orderId === own) kept.removeItem(this.#key);
    }, true);
  }

  #readShared(): SavedOrder | null {
    return (
      inStorage((kept) => {
        for (const [name, json] of Object.entries<string>(kept)) {
          if (!name.startsWith(prefix)) continue;
          if (!((parseSaved(json)?.sharedUntil ?? 0) > Date.now())) kept.removeItem(name);
        }
        return parseSaved(kept.getItem(this.#key));
      }, true) ?? null
    );
  }
}

/**
 * 32 random bytes, as numbers. `crypto.randomUUID` would need a secure context, and a shop being built
 * on a plain http address of the local network is none.
 */
const newIdempotencyKey = () => crypto.getRandomValues(new BigUint64Array(4)).join('-');

export function parseSaved(json: string | null | undefined): SavedOrder | null {
  try {
    const saved = JSON.parse(json ?? 'null') as SavedOrder | null;
    return saved?.idempotencyKey ? saved : null;
  } catch {
    return null;
  }
}

/** In this tab's storage, or in the one of all tabs; nothing where that is denied or full. */
export function inStorage<Value>(
  act: (kept: Storage) => Value,
  isOfAllTabs = false,
): Value | undefined {
  try {
    return act(isOfAllTabs ? localStorage : sessionStorage);
  } catch {
    return undefined;
  }
}
