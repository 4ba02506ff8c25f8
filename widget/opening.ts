/** What the payment form is opened with: a file of its own, fetched while the order is placed. */
export {PaymentArea} from './payment-area.ts';
export {connectStripe, paymentOptions, walletOptions} from './stripe/connect.ts';
export {SlotChain} from './stripe/slot-chain.ts';
export {stripeLocale} from './stripe/locale.ts';
export {readAppearance} from './stripe/theme.ts';
export {scriptUrl} from './stripe/trusted-types.ts';
