/** What did not work, wherever that was. */
import type {Order} from '../../api/contract.ts';
import type {CheckoutError} from '../errors.ts';
import {CheckoutEvent} from './event.ts';

/** The payment did not go through. */
export class CheckoutFailureEvent extends CheckoutEvent {
  readonly error: CheckoutError;

  constructor(order: Order | null, error: CheckoutError) {
    super('opc-failure', order);
    this.error = error;
  }
}

/** The checkout cannot be shown; `retry()` tries again. */
export class CheckoutLoadErrorEvent extends CheckoutEvent {
  readonly error: CheckoutError;

  constructor(order: Order | null, error: CheckoutError) {
    super('opc-load-error', order);
    this.error = error;
  }
}
