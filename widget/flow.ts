import type {Config, Order} from '../api/contract.ts';
import type {CheckoutError} from './errors.ts';
import type {FieldErrors} from './form.ts';

/** What the status view can say; see the table in `outcomeOf`. */
export type OutcomeKind =
  | 'paid'
  | 'authorized'
  | 'confirming'
  | 'processing'
  | 'failed'
  | 'action'
  | 'unpaid'
  | 'canceled'
  | 'expired'
  | 'refunded'
  | 'unfulfillable'
  | 'unknown'
  | 'not_found';

export type Step = 'waiting' | 'loading' | 'load-error' | 'form' | 'submitting' | 'status';

/** What the buyer still has to do elsewhere, and where. */
export interface Instructions {
  kind: 'voucher' | 'microdeposits' | 'qr_code';
  url: string;
}

export interface CheckoutState {
  step: Step;
  /** Whether the buyer is back from the bank, and hears how that ended before anything else. */
  isReturn: boolean;
  config: Config | null;
  order: Order | null;
  /** Whether the Payment Element can be used. */
  paymentReady: boolean;
  /** Whether the Payment Element holds what a payment needs. */
  paymentComplete: boolean;
  /** Whether there are wallet buttons. */
  wallets: 'unknown' | 'some' | 'none';
  /** Whether as much place is kept for them as there was before it was known how much they need. */
  keepsPlace: boolean;
  /** How many changes of the order are under way; meanwhile nothing is paid. */
  changes: number;
  /** What keeps the checkout from being shown, or the last attempt from succeeding. */
  error: CheckoutError | null;
  fieldErrors: FieldErrors;
  /** Whether the buyer has tried to pay with mistakes in the form: only then are they listed above. */
  tried: boolean;
  /** What the status view says. */
  outcome: OutcomeKind | null;
  /** The page of Stripe's or the bank's on which the buyer goes on, if there is one. */
  instructions: Instructions | null;
  /** Whether the API is being asked again and again, until the outcome is certain. */
  watching: boolean;
}

export type CheckoutAction =
  | {type: 'load'; isReturn: boolean}
  | {type: 'configured'; config: Config}
  | {type: 'placed'; order: Order}
  | {type: 'load-failed'; error: CheckoutError}
  | {type: 'payment-ready'; ready: boolean}
  | {type: 'payment-changed'; complete: boolean}
  | {type: 'wallets'; wallets: CheckoutState['wallets']}
  | {type: 'place-unseen'}
  | {type: 'changing'; by: 1 | -1}
  | {type: 'order-changed'; order: Order}
  | {type: 'invalid'; errors: FieldErrors}
  | {type: 'field-checked'; errors: FieldErrors}
  | {type: 'submit'}
  | {type: 'submit-failed'; error: CheckoutError | null; order?: Order}
  | {
      type: 'outcome';
      kind: OutcomeKind;
      order: Order | null;
      watching: boolean;
      instructions?: Instructions | null;
    }
  | {type: 'watch-ended'};

export const initialState: CheckoutState = {
  step: 'waiting',
  isReturn: false,
  config: null,
  order: null,
  paymentReady: false,
  paymentComplete: false,
  wallets: 'unknown',
  keepsPlace: true,
  changes: 0,
  error: null,
  fieldErrors: {},
  tried: false,
  outcome: null,
  instructions: null,
  watching: false,
};

/** The next state; nothing else happens here. */
export function next(state: CheckoutState, action: CheckoutAction): CheckoutState {
  switch (action.type) {
    case 'load':
      // Where there were none a moment ago, no place is kept for any.
      return {
        ...initialState,
        config: state.config,
        wallets: state.wallets === 'none' ? 'none' : 'unknown',
        keepsPlace: state.wallets !== 'none',
        step: 'loading',
        isReturn: action.isReturn,
      };
    case 'configured':
      return {...state, config: action.config};
    case 'placed':
      return {...state, step: 'form', order: action.order};
    case 'load-failed':
      return {...state, step: 'load-error', error: action.error, paymentReady: false};
    case 'payment-ready':
      return {...state, paymentReady: action.ready, paymentComplete: false};
    case 'payment-changed':
      return {...state, paymentComplete: action.complete};
    case 'wallets':
      return {...state, wallets: action.wallets};
    case 'place-unseen':
      return {...state, keepsPlace: false};
    case 'changing':
      return {...state, changes: Math.max(0, state.changes + action.by)};
    case 'order-changed':
      return {...state, order: action.order};
    case 'invalid':
      return {...state, step: 'form', fieldErrors: action.errors, tried: true, error: null};
    case 'field-checked':
      return {...state, fieldErrors: action.errors};
    case 'submit':
      return {...state, step: 'submitting', error: null, fieldErrors: {}};
    case 'submit-failed':
      return {...state, step: 'form', error: action.error, order: action.order ?? state.order};
    case 'outcome':
      return {
        ...state,
        step: 'status',
        order: action.order ?? state.order,
        outcome: action.kind,
        watching: action.watching,
        instructions: action.instructions ?? null,
        error: null,
      };
    default:
      return {...state, watching: false};
  }
}
