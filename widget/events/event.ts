import type {Order} from '../../api/contract.ts';

/** What all events of the element have in common: the order as it stood, if there was one. */
export abstract class CheckoutEvent extends Event {
  readonly order: Order | null;

  constructor(type: string, order: Order | null, cancelable = false) {
    super(type, {bubbles: true, composed: true, cancelable});
    this.order = order;
  }
}
