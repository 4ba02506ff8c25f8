import {html, nothing, svg, type SVGTemplateResult} from 'lit';
import {declineText} from '../declines.ts';
import type {CheckoutState, Instructions, OutcomeKind} from '../flow.ts';
import {formatMoney} from '../i18n/money.ts';
import {text, type TextKey} from '../i18n/text.ts';

export interface OutcomeModel {
  state: CheckoutState;
  locale: string;
  /** Whether the page names items that a new order could be made of. */
  canStartOver: boolean;
  onRetry: () => void;
  /** Goes on with what the bank still asks for. */
  onContinue: () => void;
  onCheckAgain: () => void;
  onStartOver: () => void;
}

type Mood = 'success' | 'waiting' | 'failure';

const moods: Record<OutcomeKind, Mood> = {
  paid: 'success',
  authorized: 'success',
  confirming: 'waiting',
  processing: 'waiting',
  unknown: 'waiting',
  action: 'waiting',
  unpaid: 'waiting',
  failed: 'failure',
  canceled: 'failure',
  expired: 'failure',
  refunded: 'success',
  unfulfillable: 'failure',
  not_found: 'failure',
};

const slots: Record<Mood, string> = {
  success: 'status-success',
  waiting: 'status-processing',
  failure: 'status-failure',
};

/** How the payment ended, or that it has not ended yet; with what can be done about it. */
export function outcomeView(model: OutcomeModel) {
  const {state} = model;
  if (state.step === 'load-error') return loadErrorView(state);
  const kind = state.outcome ?? 'unknown';
  const mood = moods[kind];
  return html`
    <section class="outcome ${mood}" part="status status-${mood} status-${kind}">
      <slot name=${slots[mood]}>
        ${icon(mood, state.watching)}
        <h2 id="outcome-heading" tabindex="-1" part="heading status-heading">
          ${text(titles[kind])}
        </h2>
        <p part="status-text">${words(model, kind)}</p>
        ${
          state.order
            ? html`<p class="number quiet" part="status-order">
                ${text('orderNumber')} <strong>${state.order.number}</strong>
              </p>`
            : nothing
        }
      </slot>
      <div class="actions">${actions(model, kind)}</div>
    </section>
  `;
}

/** Nothing that the buyer could try again would help. */
const loadErrorView = ({error}: CheckoutState) => html`
  <section class="outcome failure" part="status status-failure" role="alert">
    <slot name="status-failure">
      ${icon('failure', false)}
      <h2 part="heading status-heading">${text('loadErrorTitle')}</h2>
      <p part="status-text">${error?.words}</p>
    </slot>
  </section>
`;

const titles: Record<OutcomeKind, TextKey> = {
  paid: 'paidTitle',
  authorized: 'authorizedTitle',
  confirming: 'confirmingTitle',
  processing: 'processingTitle',
  failed: 'failedTitle',
  action: 'actionTitle',
  unpaid: 'unpaidTitle',
  canceled: 'canceledTitle',
  expired: 'expiredTitle',
  refunded: 'refundedTitle',
  unfulfillable: 'unfulfillableTitle',
  unknown: 'unknownTitle',
  not_found: 'notFoundTitle',
};

function words({state, locale}: OutcomeModel, kind: OutcomeKind): string {
  const {order} = state;
  const money = (amount: number) => (order ? formatMoney(amount, order.currency, locale) : '');
  switch (kind) {
    case 'paid':
      return text('paidText', {amount: money(order?.amount ?? 0)});
    case 'authorized':
      return text('authorizedText', {amount: money(order?.amount ?? 0)});
    case 'refunded':
      return text('refundedText', {amount: money(order?.amountRefunded ?? 0)});
    case 'failed': {
      const {code, declineCode} = order?.lastPaymentError ?? {};
      return `${text(declineText(code, declineCode))} ${text('nothingCharged')}`;
    }
    case 'canceled':
    case 'unpaid':
      return text('nothingCharged');
    case 'action':
      return text(steps[state.instructions?.kind ?? 'none'].text);
    case 'confirming':
      return text('confirmingText');
    case 'processing':
      return text('processingText');
    case 'expired':
      return text('expiredText');
    case 'unfulfillable':
      return text('unfulfillableText');
    case 'not_found':
      return text('notFoundText');
    default:
      return text('unknownText');
  }
}

/** What the buyer has to do elsewhere. */
const steps: Record<Instructions['kind'] | 'none', {text: TextKey; link: TextKey}> = {
  none: {text: 'actionText', link: 'continue'},
  voucher: {text: 'voucherText', link: 'voucherLink'},
  qr_code: {text: 'qrCodeText', link: 'voucherLink'},
  microdeposits: {text: 'microdepositsText', link: 'microdepositsLink'},
};

function actions(model: OutcomeModel, kind: OutcomeKind) {
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
    >`;
  }
  if (state.order?.payable && (kind === 'failed' || kind === 'unpaid' || kind === 'canceled')) {
    return button('primary', 'tryAgain', model.onRetry);
  }
  if (kind === 'action') return button('primary', 'continue', model.onContinue);
  if ((kind === 'processing' || kind === 'unknown') && !state.watching) {
    return button('secondary', 'checkAgain', model.onCheckAgain);
  }
  const isOver = kind !== 'confirming' && kind !== 'processing' && kind !== 'unknown';
  return isOver && canStartOver ? button('secondary', 'newOrder', model.onStartOver) : nothing;
}

const button = (look: 'primary' | 'secondary', label: TextKey, onClick: () => void) => html`
  <button type="button" class="button ${look}" part="button button-${look}" @click=${onClick}>
    ${text(label)}
  </button>
`;

const shapes: Record<Mood, SVGTemplateResult> = {
  success: svg`<path d="M15 25l6.5 6.5L34 18" />`,
  waiting: svg`<path d="M24 14v11l7 4" />`,
  failure: svg`<path d="M24 14v13M24 33.5v.5" />`,
};

const icon = (mood: Mood, isWatching: boolean) => html`
  <svg class="icon" part="status-icon" viewBox="0 0 48 48" aria-hidden="true">
    <circle cx="24" cy="24" r="22" class=${isWatching ? 'turning' : ''} />
    ${shapes[mood]}
  </svg>
`;
