import type {Store} from '../store.ts';
import {invalid} from './errors.ts';

type Lookup = (store: Store, id: string, owner: Fields) => object | undefined;
type Fields = Record<string, unknown>;

/** Which field names an object, by the kind of object that has the field. */
const byId: Record<string, Lookup> = {
  balance_transaction: (store, id) => store.balanceTransactions.get(id),
  charge: (store, id) => store.charges.get(id),
  customer: (store, id) => store.customers.get(id),
  default_price: (store, id) => store.prices.get(id),
  failure_balance_transaction: (store, id) => store.balanceTransactions.get(id),
  latest_charge: (store, id) => store.charges.get(id),
  payment_intent: (store, id) => store.paymentIntents.get(id),
  payment_method: (store, id) => store.paymentMethods.get(id),
  product: (store, id) => store.products.get(id),
  review: (store, id) => store.reviews.get(id),
  source: (store, id) => store.charges.get(id) ?? store.refunds.get(id) ?? store.disputes.get(id),
};

/** Fields that are left out unless they are asked for. */
const onDemand: Record<string, Record<string, (store: Store, owner: Fields) => unknown>> = {
  'checkout.session': {
    line_items: (store, session) => {
      const id = String(session['id']);
      const items = store.checkoutItems.get(id)?.items ?? [];
      return {
        object: 'list',
        data: items.slice(0, 10),
        has_more: items.length > 10,
        url: `/v1/checkout/sessions/${id}/line_items`,
      };
    },
  },
  charge: {
    refunds: (store, charge) => ({
      object: 'list',
      data: store.refunds
        .all()
        .filter((refund) => refund.charge === charge['id'])
        .reverse()
        .slice(0, 10),
      has_more: store.refunds.all().filter((refund) => refund.charge === charge['id']).length > 10,
      url: `/v1/charges/${String(charge['id'])}/refunds`,
    }),
  },
};

const known: Record<string, readonly string[]> = {
  charge: [
    'balance_transaction',
    'customer',
    'failure_balance_transaction',
    'payment_intent',
    'refunds',
    'review',
  ],
  payment_intent: ['customer', 'latest_charge', 'payment_method', 'review'],
  'checkout.session': ['customer', 'line_items', 'payment_intent'],
  item: ['price'],
  payment_method: ['customer'],
  refund: ['balance_transaction', 'charge', 'failure_balance_transaction', 'payment_intent'],
  dispute: ['charge', 'payment_intent'],
  price: ['product'],
  product: ['default_price'],
  balance_transaction: ['source'],
  customer_session: ['customer'],
  review: ['charge', 'payment_intent'],
  'radar.early_fraud_warning': ['charge', 'payment_intent'],
};

/** Fields Stripe can expand, but which are always null here. */
const alwaysNull = [
  'application',
  'application_fee',
  'default_source',
  'invoice',
  'mandate',
  'on_behalf_of',
  'payment_record',
  'source',
  'source_transfer',
  'source_transfer_reversal',
  'test_clock',
  'transfer',
  'transfer_data',
  'transfer_reversal',
];

/** Replaces ids by objects along the paths of `expand[]`, see https://docs.stripe.com/api/expanding_objects. */
export function expand<T extends object>(store: Store, object: T, paths: readonly string[]): T {
  return paths.reduce<object>((result, path) => {
    if (path.split('.').length > 4) {
      throw invalid('You cannot expand more than 4 levels of a property', 'expand');
    }
    return expandPath(store, result as Fields, path.split('.'), path);
  }, object) as T;
}

function expandPath(store: Store, owner: Fields, path: string[], whole: string): Fields {
  const [name, ...rest] = path;
  if (name === undefined) return owner;
  const kind = String(owner['object']);
  if (kind === 'list' && name === 'data') {
    const data = owner['data'] as Fields[];
    return {...owner, data: data.map((row) => expandPath(store, row, rest, whole))};
  }
  const made = onDemand[kind]?.[name];
  if (!made && !known[kind]?.includes(name) && !alwaysNull.includes(name)) {
    throw invalid(`This property cannot be expanded (${whole}).`, 'expand');
  }
  const value = made ? made(store, owner) : owner[name];
  const object = typeof value === 'string' ? (byId[name]?.(store, value, owner) ?? value) : value;
  if (typeof object !== 'object' || object === null) return owner;
  return {...owner, [name]: expandPath(store, object as Fields, rest, whole)};
}
