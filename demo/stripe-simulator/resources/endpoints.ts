import type {Endpoint} from '../http/endpoint.ts';
import {charges} from './charges.ts';
import {confirmationTokens} from './confirmation-tokens.ts';
import {elementsSessions} from './elements-sessions.ts';
import {events} from './events.ts';
import {paymentIntents} from './payment-intents.ts';
import {paymentMethods} from './payment-methods.ts';
import {refunds} from './refunds.ts';

/** Every call of the REST interface. */
export const endpoints: readonly Endpoint[] = [
  ...charges,
  ...confirmationTokens,
  ...elementsSessions,
  ...events,
  ...paymentIntents,
  ...paymentMethods,
  ...refunds,
];
