import {html, nothing} from 'lit';
import type {Order} from '../../api/contract.ts';
import {declineText} from '../declines.ts';
import {CheckoutError} from '../errors.ts';
import {failure} from '../failures.ts';
import type {Instructions, OutcomeKind} from '../flow.ts';
import {formatMoney} from '../i18n/money.ts';
import {text, type TextKey} from '../i18n/text.ts';
import type {button, OutcomeModel} from './outcome.ts';

const titles: Partial<Record<OutcomeKind, TextKey>> = {
  failed: 'failedTitle',
  action: 'actionTitle',
  unpaid: 'unpaidTitle',
  canceled: 'canceledTitle',
  expired: 'expiredTitle',
  refunded: 'refundedTitle',
  unfulfillable: 'unfulfillableTitle',
  not_found: 'notFoundTitle',
};

/** What the status view says and offers at an end that is not the usual one; nothing at that. */
export function rareOutcome(model: OutcomeModel, kind: OutcomeKind, makeButton: typeof button) {
  const title = titles[kind];
  return (
    title && {
      title: text(title),
      words: words(model, kind),
      actions: actions(model, kind, makeButton),
    }
  );
}

function words({state, locale}: OutcomeModel, kind: OutcomeKind): string {
  const {order} = state;
  switch (kind) {
    case 'refunded':
      return text('refundedText', {
        amount: order ? formatMoney(order.amountRefunded, order.currency, locale) : '',
      });
    case 'failed':
      return `${text(declineTextOf(order))} ${text('nothingCharged')}`;
    case 'action':
      return text(steps[state.instructions?.kind ?? 'none'].text);
    case 'expired':
      return text('expiredText');
    case 'unfulfillable':
      return text('unfulfillableText');
    case 'not_found':
      return text('notFoundText');
    default:
      return text('nothingCharged');
  }
}

/** What the buyer has to do elsewhere. */
const steps: Record<Instructions['kind'] | 'none', {text: TextKey; link: TextKey}> = {
  none: {text: 'actionText', link: 'continue'},
  voucher: {text: 'voucherText', link: 'voucherLink'},
  qr_code: {text: 'qrCodeText', link: 'voucherLink'},
  microdeposits: {text: 'microdepositsText', link: 'microdepositsLink'},
};

function actions(model: OutcomeModel, kind: OutcomeKind, makeButton: typeof button) {
  const {state, canStartOver} = model;
  const {instructions} = state;
  if (kind === 'action' && instructions) {
    return html`<a
        class="button primary"
        part="button button-primary"
        href=${instructions.url}
        target="_blank"
        rel="noopener noreferrer"
        >${text(steps[instructions.kind].link)}</a
      >
      ${state.order?.payable ? makeButton('secondary', 'payOtherwise', model.onContinue) : nothing}`;
  }
  if (state.order?.payable && (kind === 'failed' || kind === 'unpaid' || kind === 'canceled')) {
    return makeButton('primary', 'tryAgain', model.onRetry);
  }
  if (kind === 'action') return makeButton('primary', 'continue', model.onContinue);
  return canStartOver ? makeButton('secondary', 'newOrder', model.onStartOver) : nothing;
}

const declineTextOf = (order: Order | null): TextKey =>
  declineText(order?.lastPaymentError?.code, order?.lastPaymentError?.declineCode);

/** The failure that such an end is to the page, if it is one. */
export function reasonOf(kind: OutcomeKind, order: Order | null): CheckoutError | undefined {
  const orderId = order?.id;
  switch (kind) {
    case 'expired':
      return failure('order_expired', {orderId});
    case 'not_found':
      return failure('payment_not_found');
    case 'failed':
    case 'canceled': {
      const {code, declineCode} = order?.lastPaymentError ?? {};
      const reason = declineCode ?? code;
      return new CheckoutError('payment_failed', () => text(declineTextOf(order)), {
        ...(orderId && {orderId}),
        ...(reason && {declineCode: reason}),
      });
    }
    default:
      return undefined;
  }
}
