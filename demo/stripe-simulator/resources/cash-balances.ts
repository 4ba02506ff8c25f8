import {endpoint} from '../http/endpoint.ts';
import {pageRules, paginate} from '../http/paginate.ts';
import {integer, required, string} from '../http/parameters.ts';
import {cashBalance, fundCashBalance} from '../machine/bank-transfers.ts';
import {currencyRule} from '../machine/money.ts';
import type {Call} from '../world.ts';
import {find} from './reads.ts';

/** What buyers have sent by bank transfer: https://docs.stripe.com/api/cash_balance */
export const cashBalances = [
  endpoint('GET /v1/customers/:id/cash_balance', {}, (call, _given, path) =>
    cashBalance(call, customerId(call, path['id'])),
  ),
  endpoint('GET /v1/customers/:id/cash_balance_transactions', pageRules, (call, page, path) => {
    const id = customerId(call, path['id']);
    return paginate(
      call.world.store.cashBalanceTransactions,
      'customer_cash_balance_transaction',
      `/v1/customers/${id}/cash_balance_transactions`,
      page,
      (entry) => entry.customer === id,
    );
  }),
  endpoint('GET /v1/customers/:id/cash_balance_transactions/:entry', {}, (call, _given, path) => {
    const {cashBalanceTransactions} = call.world.store;
    customerId(call, path['id']);
    return find(cashBalanceTransactions, 'customer_cash_balance_transaction', path['entry']);
  }),
  endpoint(
    'POST /v1/test_helpers/customers/:id/fund_cash_balance',
    {amount: required(integer(1)), currency: required(currencyRule), reference: string()},
    (call, given, path) => fundCashBalance(call, customerId(call, path['id']), given),
  ),
];

const customerId = (call: Call, id?: string) => find(call.world.store.customers, 'customer', id).id;
