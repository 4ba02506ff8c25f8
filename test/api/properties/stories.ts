/** What can happen to the payments of one order, step by step, and how the order must end. */
import type {OrderStatus} from '../../../api/contract.ts';
import type {ScriptedStripe} from './scripted-stripe.ts';

/** The price of the order in every story. */
export const PRICE = 3200;

interface Story {
  name: string;
  steps: Step[];
  ends: OrderStatus;
  amountRefunded?: number;
  /** Kinds of effects, sorted, as they must be in the end. */
  effects: string[];
  alerts?: string[];
}

/** `first`: the intent that came with the order; `orderId`: for an intent of its own. */
type Step = (stripe: ScriptedStripe, first: string, orderId: string) => void;

const intent =
  (type: string, change: Record<string, unknown>): Step =>
  (stripe, id) =>
    void stripe.tell(`payment_intent.${type}`, 'intent', {id, ...change});

const succeed = (id: string) => ({id, status: 'succeeded', amount_received: PRICE});

const charge =
  (type: string, change: Record<string, unknown> = {}): Step =>
  (stripe, id) =>
    void stripe.tell(`charge.${type}`, 'charge', {
      id: `ch_${id}`,
      object: 'charge',
      payment_intent: id,
      ...change,
    });

const refund =
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

const dispute =
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

const review =
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
const second: Step = (stripe, first, orderId) =>
  void stripe.tell('payment_intent.succeeded', 'intent', {
    ...stripe.read('intent', first),
    ...succeed(`${first}b`),
    metadata: {order_id: orderId, attempt: '2'},
  });

const ofSecond =
  (step: Step): Step =>
  (stripe, first, orderId) =>
    step(stripe, `${first}b`, orderId);

const paid: Step[] = [
  intent('created', {}),
  intent('requires_action', {status: 'requires_action'}),
  intent('processing', {status: 'processing'}),
  (stripe, id) => void stripe.tell('payment_intent.succeeded', 'intent', succeed(id)),
  charge('succeeded', {status: 'succeeded', receipt_url: 'https://example.com/receipt'}),
  // Booked a moment later: https://docs.stripe.com/payments/payment-intents/asynchronous-capture
  charge('updated', {balance_transaction: 'txn_1'}),
];

const declined = intent('payment_failed', {
  status: 'requires_payment_method',
  last_payment_error: {code: 'card_declined', type: 'card_error', charge: 'ch_declined'},
});

const bought = ['confirmation', 'merchant_paid'];

export const stories: Story[] = [
  {
    name: 'declined, then paid',
    steps: [declined, charge('failed'), ...paid],
    ends: 'paid',
    effects: bought,
  },
  {
    name: 'declined',
    steps: [
      intent('created', {}),
      intent('processing', {status: 'processing'}),
      declined,
      charge('failed'),
    ],
    ends: 'payment_failed',
    effects: [],
  },
  {
    name: 'authorized, then captured',
    steps: [
      intent('amount_capturable_updated', {status: 'requires_capture'}),
      charge('succeeded'),
      (stripe, id) => void stripe.tell('payment_intent.succeeded', 'intent', succeed(id)),
      charge('captured'),
    ],
    ends: 'paid',
    effects: bought,
  },
  {
    name: 'authorized, and never captured',
    steps: [
      intent('amount_capturable_updated', {status: 'requires_capture'}),
      charge('succeeded'),
      intent('canceled', {status: 'canceled', cancellation_reason: 'automatic'}),
      charge('expired'),
    ],
    ends: 'canceled',
    effects: ['merchant_canceled'],
    alerts: ['authorization_expired'],
  },
  {
    name: 'refunded in two parts',
    steps: [
      ...paid,
      refund('refund.created', 1, {status: 'pending', amount: 1200}),
      charge('refunded'),
      refund('refund.updated', 1, {status: 'succeeded'}),
      refund('refund.created', 2, {status: 'succeeded', amount: 2000}),
      charge('refunded'),
    ],
    ends: 'refunded',
    amountRefunded: PRICE,
    effects: [...bought, 'merchant_refunded', 'merchant_refunded'],
  },
  {
    name: 'refunded in part',
    steps: [
      ...paid,
      refund('refund.created', 1, {status: 'succeeded', amount: 1200}),
      charge('refunded'),
    ],
    ends: 'partially_refunded',
    amountRefunded: 1200,
    effects: [...bought, 'merchant_refunded'],
  },
  {
    name: 'a refund that fails',
    steps: [
      ...paid,
      refund('refund.created', 1, {status: 'pending', amount: PRICE}),
      charge('refunded'),
      refund('refund.updated', 1, {status: 'succeeded'}),
      refund('refund.failed', 1, {status: 'failed'}),
      refund('charge.refund.updated', 1, {status: 'failed'}),
    ],
    ends: 'paid',
    effects: [...bought, 'merchant_refund_failed'],
    alerts: ['refund_failed'],
  },
  {
    name: 'a dispute that is won',
    steps: [
      ...paid,
      dispute('created', 'needs_response'),
      dispute('funds_withdrawn', 'needs_response'),
      dispute('updated', 'under_review'),
      dispute('funds_reinstated', 'won'),
      dispute('closed', 'won'),
    ],
    ends: 'paid',
    effects: [...bought, 'merchant_dispute_closed', 'merchant_disputed'],
    alerts: ['disputed'],
  },
  {
    name: 'a refund in part, and a dispute that is lost',
    steps: [
      ...paid,
      refund('refund.created', 1, {status: 'succeeded', amount: 1200}),
      dispute('created', 'needs_response'),
      dispute('closed', 'lost'),
    ],
    ends: 'disputed',
    amountRefunded: 1200,
    effects: [...bought, 'merchant_dispute_closed', 'merchant_disputed', 'merchant_refunded'],
    alerts: ['disputed'],
  },
  {
    name: 'paid twice',
    steps: [...paid, second],
    ends: 'duplicate_payment',
    effects: bought,
    alerts: ['duplicate_payment'],
  },
  {
    name: 'paid twice, and the second one refunded',
    steps: [
      ...paid,
      second,
      ofSecond(refund('refund.created', 1, {status: 'succeeded', amount: PRICE})),
      ofSecond(charge('refunded')),
    ],
    ends: 'paid',
    effects: [...bought, 'merchant_refunded'],
    alerts: ['duplicate_payment'],
  },
  {
    name: 'a bank that warns',
    steps: [
      ...paid,
      (stripe, id) =>
        void stripe.tell('radar.early_fraud_warning.created', 'warning', {
          id: `issfr_${id}`,
          object: 'radar.early_fraud_warning',
          payment_intent: id,
          actionable: true,
          created: 1,
        }),
      (stripe, id) =>
        void stripe.tell('radar.early_fraud_warning.updated', 'warning', {
          id: `issfr_${id}`,
          actionable: false,
        }),
    ],
    ends: 'paid',
    effects: [...bought, 'merchant_held'],
    alerts: ['early_fraud_warning'],
  },
  {
    name: 'a review that approves',
    steps: [
      ...paid,
      review('opened', {open: true, closed_reason: null}),
      review('closed', {open: false, closed_reason: 'approved'}),
    ],
    ends: 'paid',
    effects: [...bought, 'merchant_held', 'merchant_released'],
    alerts: ['review_opened'],
  },
  {
    name: 'a review that ends with the money back',
    steps: [
      ...paid,
      review('opened', {open: true, closed_reason: null}),
      refund('refund.created', 1, {status: 'succeeded', amount: PRICE}),
      review('closed', {open: false, closed_reason: 'refunded_as_fraud'}),
    ],
    ends: 'refunded',
    amountRefunded: PRICE,
    effects: [...bought, 'merchant_held', 'merchant_refunded'],
    alerts: ['review_opened'],
  },
];
