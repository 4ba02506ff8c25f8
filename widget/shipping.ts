/** What a page that sends goods asks for; fetched before the first view of one that does. */
export {shippingTexts} from './i18n/english-shipping.ts';
export {shippingStyles} from './styles/shipping.styles.ts';
export {shippingView} from './views/shipping.ts';
