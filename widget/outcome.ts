import type {PaymentIntent} from '@stripe/stripe-js';
import type {Order} from '../api/contract.ts';
import type {ApiClient} from './api-client.ts';
import {CheckoutFailureEvent} from './events/of-failure.ts';
import {
  CheckoutProcessingEvent,
  CheckoutStatusEvent,
  CheckoutSuccessEvent,
} from './events/of-outcome.ts';
import type {CheckoutState, OutcomeKind} from './flow.ts';
import {loadTrouble, type Trouble} from './later.ts';
import {isOpen, isUsual, outcomeOf} from './outcome-kind.ts';
import type {PaymentSurroundings} from './payments.ts';
import {inStorage, prefix} from './session.ts';
import {outcomeView, type OutcomeModel} from './views/outcome.ts';
import {watchOrder} from './watch-order.ts';

/** What Stripe says of a payment. */
export interface Heard {
  status: PaymentIntent['status'];
  next_action: object | null;
}

interface Connection {
  api: ApiClient;
  signal: AbortSignal;
  token: string;
}

type Around = Pick<PaymentSurroundings, 'state' | 'dispatch'>;

/** Whether this tab has told of it before: shops count by the event, and a reload is no other sale. */
const isKnown = (order: Order | null) =>
  inStorage((kept) => {
    const name = `${prefix}told ${order?.id}`;
    const told = kept.getItem(name);
    kept.setItem(name, 'yes');
    return told;
  });

/** How a payment ended: found out from the API, shown by the status view, told to the page. */
export class Outcome {
  readonly #host: EventTarget;
  readonly #around: Around;
  #intent: Heard | null = null;
  #told: OutcomeKind | null = null;
  #trouble: Trouble | null = null;
  #signal = new AbortController().signal;

  constructor(host: EventTarget, around: Around) {
    this.#host = host;
    this.#around = around;
  }

  /** Of the checkout, as of now. */
  get state(): CheckoutState {
    return this.#around.state();
  }

  /** Shows where an order stands, and stays with it until that is certain. */
  async show(connection: Connection, order: Order, intent?: Heard): Promise<void> {
    this.begin(connection.signal);
    this.#intent = intent ?? null;
    if (await this.tell(order)) await this.watch(connection);
  }

  /** Asks the API until the outcome is certain, or for two minutes. */
  async watch({api, signal, token}: Connection): Promise<void> {
    const orderId = this.state.order?.id;
    if (!orderId) return;
    this.#signal = signal;
    try {
      await this.tell(this.state.order, true);
      await watchOrder({api, signal}, {orderId, token}, async (order) =>
        (await this.tell(order, true)) ? 'open' : 'settled',
      );
      this.#around.dispatch({type: 'watch-ended'});
      // Waiting has an end: a payment that Stripe called done is then one that takes its time.
      const {outcome, order} = this.state;
      if (outcome === 'confirming') await this.say(() => 'processing', order);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** A return from the bank begins: nothing is known yet. */
  begin(signal: AbortSignal): void {
    this.#signal = signal;
    this.#intent = null;
    this.#told = null;
  }

  /** Stripe's last word on the payment. */
  hear(intent: Heard): void {
    this.#intent = intent;
  }

  /** Shows what an order and Stripe's last word amount to; true if that may still change. */
  async tell(order: Order | null, isWatched = false): Promise<boolean> {
    const now = () => outcomeOf(order ?? this.state.order, this.#intent?.status);
    await this.say(now, order, isWatched);
    return isOpen(now());
  }

  async say(end: () => OutcomeKind, order: Order | null, isWatched = false): Promise<void> {
    const signal = this.#signal;
    // Only where it is needed: the answers of the usual way must not have to wait for each other.
    if (!isUsual(end())) this.#trouble ??= await loadTrouble().catch(() => null);
    if (signal.aborted) return;
    // Asked again, for the API or Stripe may have spoken meanwhile. Without words for it, the buyer is
    // asked to look again.
    const kind = isUsual(end()) || this.#trouble ? end() : 'unknown';
    const watching = isWatched && isOpen(end());
    const instructions = this.#trouble?.nextStep(this.#intent) ?? null;
    this.#around.dispatch({type: 'outcome', kind, order, watching, instructions});
    if (kind === this.#told) return;
    this.#told = kind;
    this.#host.dispatchEvent(new CheckoutStatusEvent(order, kind));
    const error = this.#trouble?.reasonOf(kind, order);
    if (error) this.#host.dispatchEvent(new CheckoutFailureEvent(order, error));
    else if (kind === 'paid' || kind === 'authorized') {
      if (isKnown(order)) return;
      this.#host.dispatchEvent(new CheckoutSuccessEvent(order));
    } else if (kind === 'processing') {
      this.#host.dispatchEvent(new CheckoutProcessingEvent(order));
    }
  }

  /** The status view. */
  readonly view = (model: OutcomeModel) => outcomeView(model, this.#trouble);
}
