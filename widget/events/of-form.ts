/** What the form tells, from when it stands to the click; in the file that brings it. */
import type {Order} from '../../api/contract.ts';
import {CheckoutEvent} from './event.ts';

/** The form stands and can be paid. */
export class CheckoutReadyEvent extends CheckoutEvent {
  constructor(order: Order | null) {
    super('opc-ready', order);
  }
}

/** The buyer changed the payment, or a field that makes the whole complete, or incomplete again. */
export class CheckoutChangeEvent extends CheckoutEvent {
  /** Whether everything that is asked for is there, in our own form and in Stripe's. */
  readonly complete: boolean;
  /** Stripe's name of the chosen payment method, such as `card`; empty before one is chosen. */
  readonly paymentMethod: string;

  constructor(order: Order | null, complete: boolean, paymentMethod: string) {
    super('opc-change', order);
    this.complete = complete;
    this.paymentMethod = paymentMethod;
  }
}

/** The buyer is about to pay: `preventDefault()` stops it. */
export class CheckoutBeforeSubmitEvent extends CheckoutEvent {
  constructor(order: Order | null) {
    super('opc-before-submit', order, true);
  }
}

/**
 * The buyer pays: our own form is complete, and Stripe is asked. How that ended follows; where the
 * shop wants a challenge solved first, with the attempt after that.
 */
export class CheckoutSubmitEvent extends CheckoutEvent {
  constructor(order: Order | null) {
    super('opc-submit', order);
  }
}
