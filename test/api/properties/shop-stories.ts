/** Stories in which the shop itself moves on as well: its stock, its clock, and its other way to pay. */
import {
  bought,
  charge,
  declined,
  intent,
  paid,
  PRICE,
  refund,
  second,
  succeed,
  type Step,
  type Story,
} from './steps.ts';

const isSoldOut: Step = (_stripe, _first, _orderId, shop) => shop.sellOut();
const expires: Step = (_stripe, _first, _orderId, shop) => shop.expire();

/** A buyer on a hosted page: what Stripe tells of it is named after the intent that it made. */
const sessionOf = (first: string): string => first.replace(/^pi_/, '');

/** The page and its payment move in the same moment, and each of them is told. */
const onPage =
  (
    payment: Record<string, unknown>,
    page: Record<string, unknown>,
    told: [type: string, about: 'intent' | 'session'][],
  ): Step =>
  (stripe, first, orderId) => {
    const session = sessionOf(first);
    stripe.change('intent', {...intentOfPage(orderId), ...payment, id: first});
    stripe.change('session', {...page, id: session, payment_intent: first});
    for (const [type, about] of told) {
      stripe.tell(type, about, {id: about === 'intent' ? first : session});
    }
  };

const intentOfPage = (orderId: string) => ({
  object: 'payment_intent',
  amount: PRICE,
  amount_received: 0,
  currency: 'usd',
  livemode: false,
  last_payment_error: null,
  cancellation_reason: null,
  metadata: {order_id: orderId, attempt: '1', page: 'hosted'},
});

const email = 'grace@example.com';
const complete = {status: 'complete', customer_details: {email, name: 'Grace Hopper'}};

const refusedOnPage = onPage(
  {
    status: 'requires_payment_method',
    last_payment_error: {code: 'card_declined', type: 'card_error', charge: 'ch_declined'},
  },
  {},
  [['payment_intent.payment_failed', 'intent']],
);

const succeeded = {status: 'succeeded', amount_received: PRICE};
const voucher = onPage({status: 'requires_action'}, complete, [
  ['payment_intent.requires_action', 'intent'],
  ['checkout.session.completed', 'session'],
]);

export const shopStories: Story[] = [
  {
    name: 'paid after the stock was gone',
    begins: 'past our own door',
    steps: [isSoldOut, declined, ...paid],
    ends: 'paid_unfulfillable',
    stock: 'none',
    effects: ['sold_out'],
    alerts: ['paid_unfulfillable'],
  },
  {
    name: 'paid after the stock was gone, and refunded',
    begins: 'past our own door',
    steps: [
      isSoldOut,
      ...paid,
      refund('refund.created', 1, {status: 'succeeded', amount: PRICE}),
      charge('refunded'),
    ],
    ends: 'refunded',
    amountRefunded: PRICE,
    stock: 'none',
    effects: ['merchant_refunded', 'sold_out'],
    alerts: ['paid_unfulfillable'],
  },
  {
    name: 'expired',
    steps: [intent('requires_action', {status: 'requires_action'}), expires],
    ends: 'expired',
    stock: 'none',
    effects: [],
  },
  {
    name: 'expired, and paid with an intent that was not known',
    steps: [intent('requires_action', {status: 'requires_action'}), expires, second],
    ends: 'paid',
    effects: bought,
  },
  {
    name: 'expired, sold to others, and paid with an intent that was not known',
    steps: [declined, expires, isSoldOut, second],
    ends: 'paid_unfulfillable',
    stock: 'none',
    effects: ['sold_out'],
    alerts: ['paid_unfulfillable'],
  },
  {
    name: 'the bank was asked before the end, and agreed after it',
    steps: [
      intent('processing', {status: 'processing'}),
      expires,
      (stripe, id) => void stripe.tell('payment_intent.succeeded', 'intent', succeed(id)),
    ],
    ends: 'paid',
    effects: bought,
  },
  {
    name: 'a transfer of less than the price, then of the rest',
    steps: [
      intent('requires_action', {status: 'requires_action'}),
      intent('partially_funded', {}),
      intent('partially_funded', {}),
      (stripe, id) => void stripe.tell('payment_intent.succeeded', 'intent', succeed(id)),
      charge('succeeded'),
    ],
    ends: 'paid',
    effects: bought,
    alerts: ['partially_funded'],
  },
  {
    name: 'refused on a hosted page, then paid there',
    begins: 'on a hosted page',
    steps: [
      refusedOnPage,
      onPage(succeeded, complete, [
        ['payment_intent.succeeded', 'intent'],
        ['checkout.session.completed', 'session'],
      ]),
      charge('succeeded', {status: 'succeeded'}),
      charge('updated', {balance_transaction: 'txn_1'}),
    ],
    ends: 'paid',
    email,
    effects: bought,
  },
  {
    name: 'refused on a hosted page, and left until it ended',
    begins: 'on a hosted page',
    steps: [
      refusedOnPage,
      onPage({status: 'canceled', cancellation_reason: 'void_invoice'}, {status: 'expired'}, [
        ['checkout.session.expired', 'session'],
        ['payment_intent.canceled', 'intent'],
      ]),
    ],
    ends: 'pending',
    stock: 'none',
    effects: [],
  },
  {
    name: 'a voucher from a hosted page, paid later',
    begins: 'on a hosted page',
    steps: [
      voucher,
      onPage(succeeded, {}, [
        ['payment_intent.succeeded', 'intent'],
        ['checkout.session.async_payment_succeeded', 'session'],
      ]),
    ],
    ends: 'paid',
    email,
    effects: bought,
  },
  {
    name: 'a voucher from a hosted page, never paid',
    begins: 'on a hosted page',
    steps: [
      voucher,
      onPage(
        {
          status: 'requires_payment_method',
          last_payment_error: {code: 'payment_intent_payment_attempt_expired', type: 'x'},
        },
        {},
        [
          ['payment_intent.payment_failed', 'intent'],
          ['checkout.session.async_payment_failed', 'session'],
        ],
      ),
    ],
    ends: 'payment_failed',
    stock: 'none',
    email,
    effects: [],
  },
];
