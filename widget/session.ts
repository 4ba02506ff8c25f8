/** What a tab keeps of an order. Never the client secret: the API gives it out for the token. */
export interface SavedOrder {
  /** Sent with the order; kept until it is answered, so that a retry gives the same order. */
  idempotencyKey: string;
  orderId?: string;
  token?: string;
  /** Of the PaymentIntent, or of the Checkout Session: by it a return page finds its order. */
  paymentIntent?: string;
}

/** What the name of every kept order begins with. */
export const prefix = 'one-page-checkout:';

/** Where storage is denied (a sandboxed frame, a strict browser), the page itself remembers. */
export const memory = new Map<string, string>();

/** The order of one cart in this tab. */
export class CheckoutSession {
  readonly #key: string;

  constructor(...cart: (string | undefined)[]) {
    this.#key = prefix + JSON.stringify(cart);
  }

  read(): SavedOrder | null {
    return parseSaved(inStorage((kept) => kept.getItem(this.#key)) ?? memory.get(this.#key));
  }

  write(saved: SavedOrder): void {
    const json = JSON.stringify(saved);
    const isKept = inStorage((kept) => {
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
    return other;
  }

  clear(): void {
    inStorage((kept) => kept.removeItem(this.#key));
    memory.delete(this.#key);
  }
}

/**
 * 32 random bytes, as numbers. `crypto.randomUUID` would need a secure context, and a shop being built
 * on a plain http address of the local network is none.
 */
const newIdempotencyKey = () => crypto.getRandomValues(new BigUint64Array(4)).join('-');

export function parseSaved(json: string | undefined): SavedOrder | null {
  try {
    const saved = JSON.parse(json ?? 'null') as SavedOrder | null;
    return saved?.idempotencyKey ? saved : null;
  } catch {
    return null;
  }
}

/** Nothing where storage is denied or full. */
export function inStorage<Value>(act: (kept: Storage) => Value): Value | undefined {
  try {
    return act(sessionStorage);
  } catch {
    return undefined;
  }
}
