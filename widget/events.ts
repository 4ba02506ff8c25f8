import type {Order} from '../api/contract.ts';
import type {CheckoutError} from './errors.ts';
import type {OutcomeKind} from './flow.ts';

/** What all events of the element have in common: the order as it stood, if there was one. */
export abstract class CheckoutEvent extends Event {
  readonly order: Order | null;

  constructor(type: string, order: Order | null, cancelable = false) {
    super(type, {bubbles: true, composed: true, cancelable});
    this.order = order;
  }
}

/** The form stands and can be paid. */
export class CheckoutReadyEvent extends CheckoutEvent {
  constructor(order: Order | null) {
    super('opc-ready', order);
  }
}

/** The buyer changed something; says whether everything asked for is there. */
export class CheckoutChangeEvent extends CheckoutEvent {
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

/** The buyer pays: the details are complete and on their way. */
export class CheckoutSubmitEvent extends CheckoutEvent {
  constructor(order: Order | null) {
    super('opc-submit', order);
  }
}

/** The payment is on its way, but not yet certain. */
export class CheckoutProcessingEvent extends CheckoutEvent {
  constructor(order: Order | null) {
    super('opc-processing', order);
  }
}

/** The order is paid, or the payment reserved: the API says so. */
export class CheckoutSuccessEvent extends CheckoutEvent {
  constructor(order: Order | null) {
    super('opc-success', order);
  }
}

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

/** The status view shows something new. */
export class CheckoutStatusEvent extends CheckoutEvent {
  readonly status: OutcomeKind;

  constructor(order: Order | null, status: OutcomeKind) {
    super('opc-status', order);
    this.status = status;
  }
}

export interface CheckoutEventMap {
  'opc-ready': CheckoutReadyEvent;
  'opc-change': CheckoutChangeEvent;
  'opc-before-submit': CheckoutBeforeSubmitEvent;
  'opc-submit': CheckoutSubmitEvent;
  'opc-processing': CheckoutProcessingEvent;
  'opc-success': CheckoutSuccessEvent;
  'opc-failure': CheckoutFailureEvent;
  'opc-load-error': CheckoutLoadErrorEvent;
  'opc-status': CheckoutStatusEvent;
}

declare global {
  interface GlobalEventHandlersEventMap extends CheckoutEventMap {}
}
