/** Every event of the element; each comes in the file that tells it. */
import type {CheckoutFailureEvent, CheckoutLoadErrorEvent} from './events/of-failure.ts';
import type {
  CheckoutBeforeSubmitEvent,
  CheckoutChangeEvent,
  CheckoutReadyEvent,
  CheckoutSubmitEvent,
} from './events/of-form.ts';
import type {
  CheckoutProcessingEvent,
  CheckoutStatusEvent,
  CheckoutSuccessEvent,
} from './events/of-outcome.ts';

export {CheckoutEvent} from './events/event.ts';
export {CheckoutFailureEvent, CheckoutLoadErrorEvent} from './events/of-failure.ts';
export {
  CheckoutBeforeSubmitEvent,
  CheckoutChangeEvent,
  CheckoutReadyEvent,
  CheckoutSubmitEvent,
} from './events/of-form.ts';
export {
  CheckoutProcessingEvent,
  CheckoutStatusEvent,
  CheckoutSuccessEvent,
} from './events/of-outcome.ts';

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
