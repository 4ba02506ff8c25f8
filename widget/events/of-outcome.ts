/** How a payment ended; in the file that finds it out. */
import type {Order} from '../../api/contract.ts';
import type {OutcomeKind} from '../flow.ts';
import {CheckoutEvent} from './event.ts';

/** The payment is on its way, but not yet certain. */
export class CheckoutProcessingEvent extends CheckoutEvent {
  constructor(order: Order | null) {
    super('opc-processing', order);
  }
}

/** The order is paid, or the payment reserved: the API says so. Once in a tab for each order. */
export class CheckoutSuccessEvent extends CheckoutEvent {
  constructor(order: Order | null) {
    super('opc-success', order);
  }
}

/** The status view shows something new. */
export class CheckoutStatusEvent extends CheckoutEvent {
  readonly status: OutcomeKind;

  constructor(order: Order | null, status: OutcomeKind) {
    super('opc-status', order);
    this.status = status;
  }
}
