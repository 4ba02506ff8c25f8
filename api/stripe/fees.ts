import type Stripe from 'stripe';
import {orMissing} from './calling.ts';

/** What Stripe kept of a payment: https://docs.stripe.com/api/balance_transactions/object */
export const readFee = (
  stripe: Stripe,
  balanceTransactionId: string,
): Promise<Stripe.BalanceTransaction | undefined> =>
  orMissing(() => stripe.balanceTransactions.retrieve(balanceTransactionId));
