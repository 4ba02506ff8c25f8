/**
 * From the click on the button on: paying, and telling how it ended. A file of its own, fetched while
 * the buyer fills in the form.
 */
export {laterTexts} from './i18n/english-later.ts';
export {Outcome} from './outcome.ts';
export {buyerTime, pay} from './pay.ts';
export {openWallets} from './wallets.ts';
export {outcomeStyles} from './styles/outcome.styles.ts';
