import type {PaymentIntent, Stripe} from '@stripe/stripe-js';
import type {Order} from '../api/contract.ts';
import {ApiCallError, type ApiClient} from './api-client.ts';
import {declineText} from './declines.ts';
import {
  CheckoutFailureEvent,
  CheckoutProcessingEvent,
  CheckoutStatusEvent,
  CheckoutSuccessEvent,
} from './events.ts';
import {failure} from './failures.ts';
import {CheckoutError} from './errors.ts';
import {initialState} from './flow.ts';
import type {CheckoutAction, CheckoutState, Instructions, OutcomeKind} from './flow.ts';
import {text} from './i18n/text.ts';
import {isOpen, outcomeOf} from './outcome-kind.ts';
import {isPlausible, type PaymentReturn} from './return-page.ts';
import {CheckoutSession} from './session.ts';
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

  constructor(host: EventTarget, dispatch: (action: CheckoutAction) => void) {
    this.#host = host;
    this.#dispatch = dispatch;
  }

  /** Shows where an order stands, and stays with it until that is certain. */
  async show(connection: Connection, order: Order, intent?: PaymentIntent): Promise<void> {
    this.#intent = intent ?? null;
    this.#told = null;
    if (this.#tell(order)) await this.watch(connection);
  }

  /** Asks the API until the outcome is certain, or for two minutes. */
  async watch({api, signal, token}: Connection): Promise<void> {
    const orderId = this.state.order?.id;
    if (!orderId) return;
    this.#tell(this.state.order, true);
    try {
      await watchOrder({api, signal}, {orderId, token}, (order) =>
        this.#tell(order, true) ? 'open' : 'settled',
      );
      this.#dispatch({type: 'watch-ended'});
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /**
   * The buyer is back from the bank. Stripe's answer is faster and fills the moment; the order is
   * found by the token this tab has kept, or in another browser by the secret itself.
   */
  async showReturn(
    {api, signal, stripe}: Omit<Connection, 'token'> & {stripe: Promise<Stripe>},
    returned: PaymentReturn,
  ): Promise<{order: Order; token: string} | null> {
    this.#told = null;
    this.#intent = null;
    if (returned.paymentIntent.startsWith('cs_')) {
      stripe.catch(() => {});
      return this.#showHostedReturn({api, signal}, returned.paymentIntent);
    }
    if (!isPlausible(returned)) {
      stripe.catch(() => {});
      this.#show('not_found', null);
      return null;
    }
    let found: {order: Order; token: string} | null = null;
    const hint = stripe
      .then((loaded) => loaded.retrievePaymentIntent(returned.clientSecret))
      .then(({paymentIntent}) => {
        if (signal.aborted || !paymentIntent) return;
        this.#intent = paymentIntent;
        if (found || paymentIntent.status !== 'requires_payment_method') {
          this.#tell(found?.order ?? null, true);
        }
      });
    // Stripe.js kept out, or its answer lost: the API alone will do.
    hint.catch(() => {});
    try {
      found = await findOrder(api, returned);
    } catch (error) {
      if (!(error instanceof ApiCallError) || error.code !== 'order_not_found') throw error;
      this.#show('not_found', null);
      return null;
    }
    signal.throwIfAborted();
    const {order, token} = found;
    if (this.#tell(order)) void this.watch({api, signal, token});
    return found;
  }

  /**
   * Back from a page that Stripe hosts, which only leads here once it is done. The tab that went there
   * has kept the token; in any other browser there is nothing to show, but an e-mail to come.
   */
  async #showHostedReturn(
    {api, signal}: Pick<Connection, 'api' | 'signal'>,
    session: string,
  ): Promise<{order: Order; token: string} | null> {
    const {orderId, token} = CheckoutSession.ofPaymentIntent(session) ?? {};
    if (!orderId || !token) {
      this.#show('unknown', null);
      return null;
    }
    const {order} = await api.showOrder(orderId, token);
    signal.throwIfAborted();
    this.#intent = {status: 'succeeded', next_action: null};
    if (this.#tell(order)) void this.watch({api, signal, token});
    return {order, token};
  }

  /** Shows what an order and Stripe's last word amount to; true if that may still change. */
  #tell(order: Order | null, isWatched = false): boolean {
    const kind = outcomeOf(order, this.#intent?.status);
    this.#show(kind, order, isWatched && isOpen(kind));
    return isOpen(kind);
  }

  #show(kind: OutcomeKind, order: Order | null, watching = false): void {
    const instructions = instructionsOf(this.#intent);
    this.#dispatch({
      type: 'outcome',
      kind,
      order,
      watching,
      instructions,
    });
    if (kind === this.#told) return;
    this.#told = kind;
    this.#host.dispatchEvent(new CheckoutStatusEvent(order, kind));
    if (kind === 'paid' || kind === 'authorized') {
      this.#host.dispatchEvent(new CheckoutSuccessEvent(order));
    } else if (kind === 'processing') {
      this.#host.dispatchEvent(new CheckoutProcessingEvent(order));
    } else if (kind === 'failed' || kind === 'canceled' || kind === 'expired') {
      this.#host.dispatchEvent(new CheckoutFailureEvent(order, reasonOf(kind, order)));
    } else if (kind === 'not_found') {
      this.#host.dispatchEvent(new CheckoutFailureEvent(order, failure('payment_not_found')));
    }
  }
}

async function findOrder(api: ApiClient, returned: PaymentReturn) {
  const {orderId, token} = CheckoutSession.ofPaymentIntent(returned.paymentIntent) ?? {};
  if (!orderId || !token) return api.lookupOrder(returned);
  try {
    return {...(await api.showOrder(orderId, token)), token};
  } catch (error) {
    if (!(error instanceof ApiCallError) || error.problem?.status === undefined) throw error;
    return api.lookupOrder(returned);
  }
}

function reasonOf(kind: 'failed' | 'canceled' | 'expired', order: Order | null): CheckoutError {
  const orderId = order?.id;
  if (kind === 'expired') return failure('order_expired', {orderId});
  const {code, declineCode} = order?.lastPaymentError ?? {};
  return new CheckoutError('payment_failed', () => text(declineText(code, declineCode)), {
    ...(orderId && {orderId}),
    ...((declineCode ?? code) && {declineCode: declineCode ?? code ?? ''}),
  });
}

/**
 * The page on which the buyer goes on, whichever kind of next step it belongs to:
 * https://docs.stripe.com/api/payment_intents/object#payment_intent_object-next_action
 */
export function instructionsOf(intent: Pick<PaymentIntent, 'next_action'> | null) {
  for (const [name, step] of Object.entries(intent?.next_action ?? {})) {
    if (typeof step !== 'object' || step === null) continue;
    for (const [field, url] of Object.entries(step)) {
      const kind =
        field === 'hosted_instructions_url' && /qr_code/.test(name) ? 'qr_code' : pages[field];
      if (kind && typeof url === 'string' && url.startsWith('https://')) return {kind, url};
    }
  }
  return null;
}

const pages: Record<string, Instructions['kind']> = {
  hosted_voucher_url: 'voucher',
  hosted_instructions_url: 'voucher',
  hosted_verification_url: 'microdeposits',
};
