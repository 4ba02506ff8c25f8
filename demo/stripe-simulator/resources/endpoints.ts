import type {Endpoint} from '../http/endpoint.ts';
import {cashBalances} from './cash-balances.ts';
import {catalogue} from './catalogue.ts';
import {charges} from './charges.ts';
import {checkoutSessions} from './checkout-sessions.ts';
import {confirmationTokens} from './confirmation-tokens.ts';
import {customerSessions} from './customer-sessions.ts';
import {customers} from './customers.ts';
import {directCharges} from './direct-charges.ts';
import {disputes} from './disputes.ts';
import {elementsSessions} from './elements-sessions.ts';
import {events} from './events.ts';
import {oversight} from './oversight.ts';
import {paymentIntents} from './payment-intents.ts';
import {paymentMethods} from './payment-methods.ts';
import {refunds} from './refunds.ts';
import {savedMethodCalls} from './saved-methods.ts';
import {webhookEndpoints} from './webhook-endpoints.ts';

/** Every call of the REST interface. */
export const endpoints: readonly Endpoint[] = [
  ...cashBalances,
  ...catalogue,
  ...charges,
  ...checkoutSessions,
  ...confirmationTokens,
  ...customerSessions,
  ...customers,
  ...directCharges,
  ...disputes,
  ...elementsSessions,
  ...events,
  ...oversight,
  ...paymentIntents,
  ...paymentMethods,
  ...refunds,
  ...savedMethodCalls,
  ...webhookEndpoints,
];
