import {endpoint} from '../http/endpoint.ts';
import {invalid} from '../http/errors.ts';
import {string} from '../http/parameters.ts';
import {emit} from '../webhooks/emit.ts';
import {find, isWanted, reads} from './reads.ts';

/** What Stripe keeps about money and risk: balance entries, reviews, early fraud warnings. */
export const oversight = [
  ...reads(
    '/v1/balance_transactions',
    'balance_transaction',
    (store) => store.balanceTransactions,
    {currency: string(), payout: string(), source: string(), type: string()},
    (entry, {currency, payout, source, type}) =>
      isWanted(currency, entry.currency) &&
      payout === undefined &&
      isWanted(source, entry.source) &&
      isWanted(type, entry.type),
  ),
  ...reads(
    '/v1/radar/early_fraud_warnings',
    'early_fraud_warning',
    (store) => store.earlyFraudWarnings,
    {charge: string(), payment_intent: string()},
    (warning, {charge, payment_intent}) =>
      isWanted(charge, warning.charge) && isWanted(payment_intent, warning.payment_intent),
  ),
  ...reads(
    '/v1/reviews',
    'review',
    (store) => store.reviews,
    {},
    () => true,
  ),
  endpoint('POST /v1/reviews/:id/approve', {}, (call, _given, path) => {
    const {store} = call.world;
    const review = find(store.reviews, 'review', path['id']);
    if (!review.open) throw invalid(`The review ${review.id} is already closed.`);
    const closed = store.reviews.patch(review.id, {
      open: false,
      closed_reason: 'approved',
      reason: 'approved',
    });
    emit(call, 'review.closed', closed, review);
    return closed;
  }),
];
