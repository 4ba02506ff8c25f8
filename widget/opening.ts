/** What the payment form is opened with: a file of its own, fetched while the order is placed. */
export {stripeLocale} from './i18n/locale.ts';
export {PaymentArea} from './payment-area.ts';
export {connectStripe, paymentOptions} from './stripe/connect.ts';
export {readAppearance} from './stripe/theme.ts';
