/** What an npm user imports: no side effect; `define.js` registers the tag. */
export {OnePageCheckout} from './one-page-checkout.ts';
export {CheckoutError} from './errors.ts';
export type {BrowserErrorCode, CheckoutErrorCode} from './errors.ts';
export {
  CheckoutBeforeSubmitEvent,
  CheckoutChangeEvent,
  CheckoutEvent,
  CheckoutFailureEvent,
  CheckoutLoadErrorEvent,
  CheckoutProcessingEvent,
  CheckoutReadyEvent,
  CheckoutStatusEvent,
  CheckoutSubmitEvent,
  CheckoutSuccessEvent,
} from './events.ts';
export type {CheckoutEventMap} from './events.ts';
export type {OutcomeKind, Step} from './flow.ts';
export type {PrefillDetails} from './details-form.ts';
