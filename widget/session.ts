/** What a tab keeps of an order. Never the client secret: the API gives it out for the token. */
export interface SavedOrder {
  /** Sent with the order; kept until it is answered, so that a retry gives the same order. */
  idempotencyKey: string;
  orderId?: string;
  token?: string;
  /** Of the PaymentIntent, or of the Checkout Session: by it a return page finds its order. */
  paymentIntent?: string;
}

const prefix = 'one-page-checkout:';

/** Where storage is denied (a sandboxed frame, a strict browser), the page itself remembers. */
const memory = new Map<string, string>();

/** The order of one cart in this tab. */
export class CheckoutSession {
  readonly #key: string;

  constructor(...cart: (string | undefined)[]) {
    this.#key = prefix + JSON.stringify(cart);
  }

  read(): SavedOrder | null {
    return parse(storage().getItem(this.#key) ?? memory.get(this.#key) ?? null);
  }

  write(saved: SavedOrder): void {
    try {
      storage().setItem(this.#key, JSON.stringify(saved));
    } catch {
      memory.set(this.#key, JSON.stringify(saved));
    }
  }

  /** Adds to what is kept. */
  add(saved: Partial<SavedOrder>): void {
    const before = this.read() ?? {idempotencyKey: newIdempotencyKey()};
    this.write({...before, ...saved});
  }

  /** Keeps the same under another name, and nothing under this one. */
  moveTo(other: CheckoutSession): CheckoutSession {
    const kept = this.read();
    this.clear();
    if (kept) other.write(kept);
    return other;
  }

  clear(): void {
    storage().removeItem(this.#key);
    memory.delete(this.#key);
  }

  /** The kept order that a PaymentIntent belongs to, whatever cart it was saved under. */
  static ofPaymentIntent(paymentIntent: string): SavedOrder | null {
    const kept = storage();
    for (let index = 0; index < kept.length; index += 1) {
      const key = kept.key(index);
      const saved = key?.startsWith(prefix) ? parse(kept.getItem(key)) : null;
      if (saved?.paymentIntent === paymentIntent) return saved;
    }
    return null;
  }
}

/**
 * 32 random bytes in base64url. `crypto.randomUUID` would need a secure context, and a shop being
 * built on a plain http address of the local network is none.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

function parse(json: string | null): SavedOrder | null {
  try {
    const saved: unknown = JSON.parse(json ?? 'null');
    return isSavedOrder(saved) ? saved : null;
  } catch {
    return null;
  }
}

const isSavedOrder = (value: unknown): value is SavedOrder =>
  typeof value === 'object' && value !== null && 'idempotencyKey' in value;

function storage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'> {
  try {
    return sessionStorage;
  } catch {
    return {
      getItem: (key) => memory.get(key) ?? null,
      setItem: (key, value) => void memory.set(key, value),
      removeItem: (key) => void memory.delete(key),
      key: (index) => [...memory.keys()][index] ?? null,
      length: memory.size,
    };
  }
}
