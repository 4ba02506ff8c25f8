import type {CheckoutErrorCode} from './errors.ts';
import type {TextKey} from './i18n/text.ts';

/** What a buyer is told of a code; of any other, that something went wrong. */
export const errorTexts: Partial<Record<CheckoutErrorCode, TextKey>> = {
  stripe_load_failed: 'errorStripeLoad',
  payment_form_failed: 'errorPaymentForm',
  payment_details_invalid: 'errorPaymentDetails',
  payment_failed: 'declinedMethod',
  payment_restarted: 'errorPaymentRestarted',
  payment_not_found: 'notFoundText',
  invalid_items: 'errorItems',
  invalid_quantity: 'errorOutOfStock',
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

/** What trying again does not help against. */
export const finalErrors: readonly CheckoutErrorCode[] = [
  'invalid_items',
  'unknown_sku',
  'invalid_quantity',
  'out_of_stock',
  'currency_unsupported',
  'amount_too_small',
  'amount_too_large',
  'order_not_payable',
  'payment_not_found',
];
