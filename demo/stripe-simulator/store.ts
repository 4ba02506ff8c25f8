import type {Stripe} from 'stripe';
import type {SessionWishes} from './resources/checkout-session-rules.ts';
import type {Attempt, Delivery, Instrument, KeptAnswer, EndpointSecrets} from './records.ts';

/**
 * One kind of object, in the order of creation.
 *
 * What is stored is never changed in place: a change replaces the object. Events can therefore keep
 * the object as it was without copying it.
 */
export class Table<T extends {id: string}> {
  readonly #rows = new Map<string, T>();
  readonly #changed: () => void;

  /** How many rows are kept at most; the oldest go first. */
  readonly #capacity: number;

  constructor(changed: () => void, capacity = Infinity) {
    this.#changed = changed;
    this.#capacity = capacity;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  put(row: T): T {
    this.#rows.set(row.id, row);
    if (this.#rows.size > this.#capacity) this.dropOldest(() => this.#rows.size > this.#capacity);
    this.#changed();
    return row;
  }

  /** Replaces the named fields and gives the new object. */
  patch(id: string, fields: Partial<T>): T {
    const row = this.#rows.get(id);
    if (!row) throw new Error(`There is no ${id} to change.`);
    return this.put({...row, ...fields});
  }

  delete(id: string): void {
    this.#rows.delete(id);
    this.#changed();
  }

  /** Forgets rows from the oldest on, for as long as they are to go. */
  dropOldest(goes: (row: T) => boolean): void {
    for (const [id, row] of this.#rows) {
      if (!goes(row)) return;
      this.#rows.delete(id);
    }
  }

  /** Every object, oldest first. */
  all(): T[] {
    return [...this.#rows.values()];
  }

  clear(): void {
    this.#rows.clear();
    this.#changed();
  }
}

const names = [
  'arrivals',
  'attempts',
  'balanceTransactions',
  'cashBalances',
  'cashBalanceTransactions',
  'charges',
  'checkoutItems',
  'checkoutPayments',
  'checkoutSessions',
  'checkoutWishes',
  'configuredEndpoints',
  'confirmationTokens',
  'customers',
  'customerSessions',
  'deliveries',
  'disputes',
  'earlyFraudWarnings',
  'endpointSecrets',
  'events',
  'instruments',
  'keptAnswers',
  'paymentIntents',
  'paymentMethods',
  'prices',
  'products',
  'refunds',
  'reviews',
  'shippedBySecret',
  'webhookEndpoints',
] as const;

/** Decimals are text on the wire; stripe-node makes objects of them. */
export type WirePrice = Omit<Stripe.Price, 'unit_amount_decimal'> & {
  unit_amount_decimal: string | null;
};

export type WireLineItem = Omit<Stripe.LineItem, 'price'> & {price: WirePrice};

type PaymentIntentData = NonNullable<SessionWishes['payment_intent_data']>;

/** Everything the simulator knows. The first group is Stripe's objects, the second its own notes. */
export interface Store {
  balanceTransactions: Table<Stripe.BalanceTransaction>;
  cashBalanceTransactions: Table<Stripe.CustomerCashBalanceTransaction>;
  charges: Table<Stripe.Charge>;
  checkoutSessions: Table<Stripe.Checkout.Session>;
  confirmationTokens: Table<Stripe.ConfirmationToken>;
  customers: Table<Stripe.Customer>;
  customerSessions: Table<Stripe.CustomerSession & {id: string}>;
  disputes: Table<Stripe.Dispute>;
  earlyFraudWarnings: Table<Stripe.Radar.EarlyFraudWarning>;
  events: Table<Stripe.EventBase>;
  paymentIntents: Table<Stripe.PaymentIntent>;
  paymentMethods: Table<Stripe.PaymentMethod>;
  prices: Table<WirePrice>;
  products: Table<Stripe.Product>;
  refunds: Table<Stripe.Refund>;
  reviews: Table<Stripe.Review>;
  webhookEndpoints: Table<Stripe.WebhookEndpoint>;

  /** Event and endpoint of every delivery that went well. */
  arrivals: Table<{id: string}>;
  attempts: Table<Attempt>;
  /** The lines of a Checkout Session, by its id. */
  checkoutItems: Table<{id: string; items: WireLineItem[]}>;
  /** The session of a PaymentIntent that a Checkout page made, by the intent's id. */
  checkoutPayments: Table<{id: string; session: string}>;
  /** The `payment_intent_data` of a session, by its id. */
  checkoutWishes: Table<{id: string; wishes: PaymentIntentData}>;
  /** What customers have sent by bank transfer, by their ids. */
  cashBalances: Table<{id: string; available: Record<string, number>}>;
  /** Ids of the endpoints that the last start named; all others were made over the API. */
  configuredEndpoints: Table<{id: string}>;
  deliveries: Table<Delivery>;
  endpointSecrets: Table<EndpointSecrets>;
  instruments: Table<Instrument>;
  keptAnswers: Table<KeptAnswer>;
  /** Ids of the intents whose shipping was last set with the secret key. */
  shippedBySecret: Table<{id: string}>;
}

/** The simulator's own notes would grow with every request; Stripe's objects are all kept. */
const capacities: Partial<Record<(typeof names)[number], number>> = {
  arrivals: 20_000,
  attempts: 20_000,
  deliveries: 10_000,
  keptAnswers: 20_000,
};

export function createStore(changed: () => void): Store {
  const tables = names.map((name) => [name, new Table<{id: string}>(changed, capacities[name])]);
  return Object.fromEntries(tables) as Store;
}

export type StoreSnapshot = Record<string, {id: string}[]>;

export function snapshotStore(store: Store): StoreSnapshot {
  return Object.fromEntries(names.map((name) => [name, store[name].all()]));
}

export function restoreStore(store: Store, snapshot: StoreSnapshot): void {
  for (const name of names) {
    const table = store[name] as unknown as Table<{id: string}>;
    table.clear();
    for (const row of snapshot[name] ?? []) table.put(row);
  }
}
