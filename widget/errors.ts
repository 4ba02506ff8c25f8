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
  | 'details_invalid'
  | 'payment_not_found'
  | 'canceled_by_page'
  | 'unknown';

/** Every code a `CheckoutError` can carry. A code is never renamed; a new one may be added. */
export type CheckoutErrorCode = ApiErrorCode | BrowserErrorCode;

/** A failure in the words of the buyer's language, with a code that stays the same in all. */
export class CheckoutError extends Error {
  override name = 'CheckoutError' as const;
  /** Stable, for programs. */
  readonly code: CheckoutErrorCode;
  /** Whether the same thing may work when it is tried again. */
  readonly retryable: boolean;
  readonly orderId?: string;
  /** Why the bank refused, in Stripe's terms: https://docs.stripe.com/declines/codes */
  readonly declineCode?: string;
  readonly #words: () => string;

  /** @param message What to tell the buyer; a function tells it in the language of that moment. */
  constructor(
    code: CheckoutErrorCode,
    message: string | (() => string),
    options: {retryable?: boolean; orderId?: string; declineCode?: string; cause?: unknown} = {},
  ) {
    const words = typeof message === 'string' ? () => message : message;
    super(words(), {cause: options.cause});
    this.#words = words;
    this.code = code;
    this.retryable = options.retryable ?? isRetryable(code);
    if (options.orderId) this.orderId = options.orderId;
    if (options.declineCode) this.declineCode = options.declineCode;
  }

  /** The message once more, in the language that is shown now. */
  get words(): string {
    return this.#words();
  }
}

const texts: Partial<Record<CheckoutErrorCode, TextKey>> = {
  network_error: 'errorNetwork',
  timeout: 'errorTimeout',
  stripe_load_failed: 'errorStripeLoad',
  payment_form_failed: 'errorPaymentForm',
  payment_details_invalid: 'errorPaymentDetails',
  payment_failed: 'declinedMethod',
  payment_restarted: 'errorPaymentRestarted',
  payment_not_found: 'notFoundText',
  invalid_items: 'errorItems',
  invalid_quantity: 'errorOutOfStock',
  details_invalid: 'errorSummary',
  canceled_by_page: 'errorCanceledByPage',
  unknown_sku: 'errorUnknownSku',
  out_of_stock: 'errorOutOfStock',
  currency_unsupported: 'errorCurrency',
  amount_too_small: 'errorAmount',
  amount_too_large: 'errorAmount',
  amount_changed: 'amountChanged',
  order_not_payable: 'errorNotPayable',
  order_expired: 'expiredText',
  order_busy: 'errorBusy',
  overloaded: 'errorBusy',
  not_ready: 'errorBusy',
  rate_limited: 'errorRateLimited',
  captcha_required: 'challengeFailed',
  payment_provider_unavailable: 'errorProvider',
};

/** The text that tells a buyer about a code. */
export const errorText = (code: CheckoutErrorCode): TextKey => texts[code] ?? 'errorGeneric';

const final = new Set<CheckoutErrorCode>([
  'invalid_items',
  'unknown_sku',
  'invalid_quantity',
  'out_of_stock',
  'currency_unsupported',
  'amount_too_small',
  'amount_too_large',
  'order_not_payable',
  'payment_not_found',
]);

const isRetryable = (code: CheckoutErrorCode) => !final.has(code);
