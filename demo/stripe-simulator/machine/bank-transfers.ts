import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {idOf} from './charges.ts';
import {followPayment} from './checkout.ts';
import {chargeApproved} from './settle.ts';
import {financialAddress} from './transfer-addresses.ts';

/**
 * Payments by bank transfer: the buyer sends money to an account number of their own, it lands in
 * their cash balance, and the oldest open payment is paid from it.
 * https://docs.stripe.com/payments/bank-transfers
 */
export function awaitTransfer(
  call: Call,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): Stripe.PaymentIntent {
  const {store} = call.world;
  const customer = idOf(intent.customer);
  if (customer === null) {
    throw invalid(
      'You must provide a customer when confirming a PaymentIntent with the customer_balance payment method type.',
      'customer',
      'parameter_missing',
    );
  }
  const asked = intent.payment_method_options?.customer_balance?.bank_transfer?.type;
  const wanted = asked && String(asked).replace('_account', '_transfer');
  if (wanted && wanted !== transferType(intent.currency)) {
    throw invalid(
      `The bank transfer type ${wanted} cannot be used with the currency ${intent.currency}.`,
      'payment_method_options[customer_balance][bank_transfer][type]',
      'payment_intent_invalid_parameter',
    );
  }
  if (availableIn(call, customer, intent.currency) >= intent.amount) {
    move(call, customer, intent.currency, -intent.amount, {
      type: 'applied_to_payment',
      applied_to_payment: {payment_intent: intent.id},
    });
    return chargeApproved(call, intent, method);
  }
  const waiting = store.paymentIntents.patch(intent.id, {
    status: 'requires_action',
    next_action: {
      type: 'display_bank_transfer_instructions',
      display_bank_transfer_instructions: {
        amount_remaining: intent.amount,
        currency: intent.currency,
        financial_addresses: [financialAddress(intent.currency)],
        hosted_instructions_url: `${call.origin}/_simulator/vouchers/${intent.id}`,
        reference: intent.id.slice(-12).toUpperCase(),
        type: transferType(intent.currency),
      },
    },
  });
  emit(call, 'payment_intent.requires_action', waiting);
  followPayment(call, waiting);
  payFromBalance(call, customer, intent.currency);
  return store.paymentIntents.get(intent.id) ?? waiting;
}

/** Money arrives from the buyer's bank. */
export function fundCashBalance(
  call: Call,
  customer: string,
  given: {amount: number; currency: string; reference?: string},
): Stripe.CustomerCashBalanceTransaction {
  const {amount, currency} = given;
  const funded = move(call, customer, currency, amount, {
    type: 'funded',
    funded: {
      bank_transfer: {reference: given.reference ?? null, type: transferType(currency)},
    },
  });
  payFromBalance(call, customer, currency);
  if (availableIn(call, customer, currency) > 0) {
    emit(call, 'cash_balance.funds_available', cashBalance(call, customer));
  }
  return funded;
}

/** A payment that is given up lets go of what it was funded with. */
export function releaseTransfer(call: Call, intent: Stripe.PaymentIntent): void {
  const customer = idOf(intent.customer);
  const remaining = intent.next_action?.display_bank_transfer_instructions?.amount_remaining;
  if (customer === null || typeof remaining !== 'number' || remaining === intent.amount) return;
  move(call, customer, intent.currency, intent.amount - remaining, {
    type: 'unapplied_from_payment',
    unapplied_from_payment: {payment_intent: intent.id},
  });
}

/** https://docs.stripe.com/api/cash_balance */
export function cashBalance(call: Call, customer: string): Stripe.CashBalance {
  return {
    object: 'cash_balance',
    available: call.world.store.cashBalances.get(customer)?.available ?? null,
    customer,
    customer_account: null,
    livemode: false,
    settings: {reconciliation_mode: 'automatic', using_merchant_default: true},
  };
}

/** Pays the customer's open transfers in order, for as long as there is money. */
function payFromBalance(call: Call, customer: string, currency: string): void {
  const {store} = call.world;
  const open = store.paymentIntents
    .all()
    .filter((each) => idOf(each.customer) === customer && each.currency === currency);
  for (const intent of open) {
    const instructions = intent.next_action?.display_bank_transfer_instructions;
    const remaining = instructions?.amount_remaining;
    const applied = Math.min(availableIn(call, customer, currency), remaining ?? 0);
    if (intent.status !== 'requires_action' || !instructions || applied === 0) continue;
    move(call, customer, currency, -applied, {
      type: 'applied_to_payment',
      applied_to_payment: {payment_intent: intent.id},
    });
    const method = store.paymentMethods.get(idOf(intent.payment_method) ?? '');
    if (applied === remaining && method) {
      chargeApproved(call, intent, method);
      continue;
    }
    const partly = store.paymentIntents.patch(intent.id, {
      next_action: {
        type: 'display_bank_transfer_instructions',
        display_bank_transfer_instructions: {
          ...instructions,
          amount_remaining: (remaining ?? 0) - applied,
        },
      },
    });
    emit(call, 'payment_intent.partially_funded', partly, intent);
  }
}

function availableIn(call: Call, customer: string, currency: string): number {
  return call.world.store.cashBalances.get(customer)?.available[currency] ?? 0;
}

function move(
  call: Call,
  customer: string,
  currency: string,
  amount: number,
  details: Pick<Stripe.CustomerCashBalanceTransaction, 'type'> &
    Partial<Stripe.CustomerCashBalanceTransaction>,
): Stripe.CustomerCashBalanceTransaction {
  const {store, ids, clock} = call.world;
  const ending_balance = availableIn(call, customer, currency) + amount;
  const others = store.cashBalances.get(customer)?.available;
  store.cashBalances.put({id: customer, available: {...others, [currency]: ending_balance}});
  const entry = store.cashBalanceTransactions.put({
    id: ids.next('ccsbtxn'),
    object: 'customer_cash_balance_transaction',
    created: clock.seconds(),
    currency,
    customer,
    customer_account: null,
    ending_balance,
    livemode: false,
    net_amount: amount,
    ...details,
  });
  emit(call, 'customer_cash_balance_transaction.created', entry);
  return entry;
}

function transferType(currency: string) {
  const kinds = {eur: 'eu', gbp: 'gb', jpy: 'jp', mxn: 'mx', usd: 'us'} as const;
  return `${kinds[currency as keyof typeof kinds] ?? 'us'}_bank_transfer` as const;
}
