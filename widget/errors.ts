import type {ErrorCode as ApiErrorCode} from '../api/contract.ts';
import type {TextKey} from './i18n/text.ts';

/** What can go wrong in the browser, beside the codes that the API answers with. */
export type BrowserErrorCode =
  | 'network_error'
  | 'timeout'
  | 'stripe_load_failed'
  | 'payment_form_failed'
  | 'payment_details_invalid'
  | 'payment_failed'
  | 'payment_restarted'
  | 'invalid_items'
  | 'payment_not_found'
  | 'unknown';

/** Every code a `CheckoutError` can carry. A code is never renamed; a new one may be added. */
export type CheckoutErrorCode = ApiErrorCode | BrowserErrorCode;

/** A failure in the words of the buyer's language, with a code that stays the same in all. */
export class CheckoutError extends Error {
  override name = 'CheckoutError' as const;
  /** Stable, for programs. */
  readonly code: CheckoutErrorCode;
  readonly orderId?: string;
  /** Why the bank refused, in Stripe's terms: https://docs.stripe.com/declines/codes */
  readonly declineCode?: string;
  readonly #retryable: boolean | undefined;

  /** @param words What to tell the buyer, in the language of the moment it is asked in. */
  constructor(
    code: CheckoutErrorCode,
    words: () => string,
    options: {
      retryable?: boolean;
      orderId?: string | undefined;
      declineCode?: string;
      cause?: unknown;
    } = {},
  ) {
    super(words(), {cause: options.cause});
    Object.defineProperty(this, 'message', {get: words});
    this.code = code;
    this.#retryable = options.retryable;
    if (options.orderId) this.orderId = options.orderId;
    if (options.declineCode) this.declineCode = options.declineCode;
  }

  /** Whether the same thing may work when it is tried again. */
  get retryable(): boolean {
    return this.#retryable ?? !final.includes(this.code);
  }
}

/** What is said where no other file can be had; the rest comes with `error-texts.ts`. */
const texts: Partial<Record<CheckoutErrorCode, TextKey>> = {
  network_error: 'errorNetwork',
  timeout: 'errorTimeout',
};

/** What trying again does not help against. */
let final: readonly CheckoutErrorCode[] = [];

export function addErrorTexts(more: typeof texts, finalCodes: typeof final): void {
  Object.assign(texts, more);
  final = finalCodes;
}

/** The text that tells a buyer about a code. */
export const errorText = (code: CheckoutErrorCode): TextKey => texts[code] ?? 'errorGeneric';
