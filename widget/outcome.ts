import type {PaymentIntent} from '@stripe/stripe-js';
import type {Order} from '../api/contract.ts';
import type {ApiClient} from './api-client.ts';
import {CheckoutFailureEvent} from './events/of-failure.ts';
import {
  CheckoutProcessingEvent,
  CheckoutStatusEvent,
  CheckoutSuccessEvent,
} from './events/of-outcome.ts';
import {initialState, type CheckoutAction, type CheckoutState, type OutcomeKind} from './flow.ts';
import {loadTrouble, type Trouble} from './later.ts';
import {isOpen, isUsual, outcomeOf} from './outcome-kind.ts';
import {outcomeView, type OutcomeModel} from './views/outcome.ts';
import {watchOrder} from './watch-order.ts';

interface Connection {
  api: ApiClient;
  signal: AbortSignal;
  token: string;
}

/** How a payment ended: found out from the API, shown by the status view, told to the page. */
export class Outcome {
  /** The state of the checkout, kept up to date by the controller. */
  state: CheckoutState = initialState;
  readonly #host: EventTarget;
  readonly #dispatch: (action: CheckoutAction) => void;
  #intent: Pick<PaymentIntent, 'status' | 'next_action'> | null = null;
  #told: OutcomeKind | null = null;
  #trouble: Trouble | null = null;
  #signal = new AbortController().signal;

  constructor(host: EventTarget, dispatch: (action: CheckoutAction) => void) {
    this.#host = host;
    this.#dispatch = dispatch;
  }

  /** Shows where an order stands, and stays with it until that is certain. */
  async show(connection: Connection, order: Order, intent?: PaymentIntent): Promise<void> {
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
      this.#dispatch({type: 'watch-ended'});
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
  hear(intent: Pick<PaymentIntent, 'status' | 'next_action'>): void {
    this.#intent = intent;
  }

  /** Shows what an order and Stripe's last word amount to; true if that may still change. */
  async tell(order: Order | null, isWatched = false): Promise<boolean> {
    const kind = outcomeOf(order, this.#intent?.status);
    await this.say(kind, order, isWatched && isOpen(kind));
    return isOpen(kind);
  }

  async say(end: OutcomeKind, order: Order | null, watching = false): Promise<void> {
    const signal = this.#signal;
    // Only where it is needed: the answers of the usual way must not have to wait for each other.
    if (!isUsual(end)) this.#trouble ??= await loadTrouble().catch(() => null);
    if (signal.aborted) return;
    // Without words for it, the buyer is asked to look again.
    const kind = isUsual(end) || this.#trouble ? end : 'unknown';
    const instructions = this.#trouble?.nextStep(this.#intent) ?? null;
    this.#dispatch({type: 'outcome', kind, order, watching, instructions});
    if (kind === this.#told) return;
    this.#told = kind;
    this.#host.dispatchEvent(new CheckoutStatusEvent(order, kind));
    const error = this.#trouble?.reasonOf(kind, order);
    if (error) this.#host.dispatchEvent(new CheckoutFailureEvent(order, error));
    else if (kind === 'paid' || kind === 'authorized') {
      this.#host.dispatchEvent(new CheckoutSuccessEvent(order));
    } else if (kind === 'processing') {
      this.#host.dispatchEvent(new CheckoutProcessingEvent(order));
    }
  }

  /** The status view. */
  readonly view = (model: OutcomeModel) => outcomeView(model, this.#trouble);
}
