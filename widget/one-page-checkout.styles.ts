import {formStyles} from './styles/form.styles.ts';
import {layoutStyles} from './styles/layout.styles.ts';
import {mediaStyles} from './styles/media.styles.ts';
import {paymentStyles} from './styles/payment.styles.ts';
import {summaryStyles} from './styles/summary.styles.ts';
import {themeStyles} from './styles/theme.styles.ts';
import {walletsStyles} from './styles/wallets.styles.ts';

/** Adopted, never written into the page: a policy without `unsafe-inline` lets them pass. */
export const styles = [
  themeStyles,
  layoutStyles,
  formStyles,
  paymentStyles,
  summaryStyles,
  walletsStyles,
  mediaStyles,
];
