import type {Stripe} from 'stripe';
import type {Call} from '../world.ts';

const twoDays = 2 * 24 * 3600;

/** Writes what a charge, refund or dispute does to the account's balance. */
export function bookTransaction(
  call: Call,
  entry: {
    amount: number;
    currency: string;
    source: string;
    type: Stripe.BalanceTransaction.Type;
    reportingCategory: string;
    fee?: number;
    description?: string | null;
    availableAtOnce?: boolean;
  },
): Stripe.BalanceTransaction {
  const {store, ids, clock} = call.world;
  const fee = entry.fee ?? 0;
  const isAvailable = entry.availableAtOnce ?? false;
  return store.balanceTransactions.put({
    id: ids.next('txn'),
    object: 'balance_transaction',
    amount: entry.amount,
    available_on: clock.seconds() + (isAvailable ? 0 : twoDays),
    balance_type: 'payments',
    created: clock.seconds(),
    currency: entry.currency,
    description: entry.description ?? null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: entry.currency,
              description: 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: entry.amount - fee,
    reporting_category: entry.reportingCategory,
    source: entry.source,
    status: isAvailable ? 'available' : 'pending',
    type: entry.type,
  });
}

/** 2.9 % and 30: what Stripe takes for a card in the United States. */
export const processingFee = (amount: number) => Math.round(amount * 0.029) + 30;
