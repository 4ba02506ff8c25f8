/** What stories are made of: each step is something that happens at Stripe, or in the shop. */
import type {OrderStatus} from '../../../api/contract.ts';
import type {ScriptedStripe} from './scripted-stripe.ts';

/** The price of the order in every story. */
export const PRICE = 3200;

export interface Story {
  /** How the buyer comes to pay; with the button of the form, if nothing is said. */
  begins?: 'on a hosted page' | 'past our own door';
  name: string;
  steps: Step[];
  ends: OrderStatus;
  amountRefunded?: number;
  /** What the order holds of the stock in the end, where that is not clear from its end. */
  stock?: 'none';
  /** Who bought, where only the hosted page knows. */
  email?: string;
  /** Kinds of effects, sorted, as they must be in the end. */
  effects: string[];
  alerts?: string[];
}

/** What happens in the shop itself, beside what Stripe says. */
export interface ShopSide {
  /** Others buy all that nobody holds. */
  sellOut(): Promise<void>;
  /** The order's time is over, and it is given up. */
  expire(): Promise<void>;
}

/** `first`: the intent of the order's first attempt; `orderId`: for an intent of its own. */
export type Step = (
  stripe: ScriptedStripe,
  first: string,
  orderId: string,
  shop: ShopSide,
) => void | Promise<void>;

export const intent =
  (type: string, change: Record<string, unknown>): Step =>
  (stripe, id) =>
    void stripe.tell(`payment_intent.${type}`, 'intent', {id, ...change});

export const succeed = (id: string) => ({id, status: 'succeeded', amount_received: PRICE});

export const charge =
  (type: string, change: Record<string, unknown> = {}): Step =>
  (stripe, id) =>
    void stripe.tell(`charge.${type}`, 'charge', {
      id: `ch_${id}`,
      object: 'charge',
      payment_intent: id,
      ...change,
    });

export const refund =
  (type: string, number: number, change: Record<string, unknown>): Step =>
  (stripe, id) =>
    void stripe.tell(type, 'refund', {
      id: `re_${number}_${id}`,
      object: 'refund',
      payment_intent: id,
      charge: `ch_${id}`,
      currency: 'usd',
      created: 1,
      ...change,
    });

export const dispute =
  (type: string, status: string): Step =>
  (stripe, id) =>
    void stripe.tell(`charge.dispute.${type}`, 'dispute', {
      id: `du_${id}`,
      object: 'dispute',
      payment_intent: id,
      charge: `ch_${id}`,
      amount: PRICE,
      currency: 'usd',
      reason: 'general',
      created: 1,
      status,
    });

export const review =
  (type: string, change: Record<string, unknown>): Step =>
  (stripe, id) =>
    void stripe.tell(`review.${type}`, 'review', {
      id: `prv_${id}`,
      object: 'review',
      payment_intent: id,
      created: 1,
      ...change,
    });

/** Another tab, another intent: paid as well. */
export const second: Step = (stripe, first, orderId) =>
  void stripe.tell('payment_intent.succeeded', 'intent', {
    ...stripe.read('intent', first),
    ...succeed(`${first}b`),
    metadata: {order_id: orderId, attempt: '2'},
  });

export const ofSecond =
  (step: Step): Step =>
  (stripe, first, orderId, shop) =>
    step(stripe, `${first}b`, orderId, shop);

export const paid: Step[] = [
  intent('created', {}),
  intent('requires_action', {status: 'requires_action'}),
  intent('processing', {status: 'processing'}),
  (stripe, id) => void stripe.tell('payment_intent.succeeded', 'intent', succeed(id)),
  charge('succeeded', {status: 'succeeded', receipt_url: 'https://example.com/receipt'}),
  // Booked a moment later: https://docs.stripe.com/payments/payment-intents/asynchronous-capture
  charge('updated', {balance_transaction: 'txn_1'}),
];

export const declined = intent('payment_failed', {
  status: 'requires_payment_method',
  last_payment_error: {code: 'card_declined', type: 'card_error', charge: 'ch_declined'},
});

export const bought = ['confirmation', 'merchant_paid'];
