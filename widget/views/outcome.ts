import {html, nothing, svg, type SVGTemplateResult} from 'lit';
import type {CheckoutState, OutcomeKind} from '../flow.ts';
import {formatMoney} from '../i18n/money.ts';
import {text, type TextKey} from '../i18n/text.ts';
import type {Trouble} from '../later.ts';
import {isOpen} from '../outcome-kind.ts';

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

/**
 * How the payment ended, or that it has not ended yet, with what can be done about it; and the same
 * in words, for whoever does not see it change.
 */
export function outcomeView(model: OutcomeModel, trouble: Trouble | null) {
  const {state} = model;
  if (state.step === 'load-error') return {view: endedView(state), words: ''};
  // Back from the bank, and not told yet how that ended.
  const kind = state.outcome ?? 'confirming';
  const mood = moods[kind];
  const rare = trouble?.rareOutcome(model, kind, button);
  const title = rare?.title ?? text(titles[kind] ?? 'unknownTitle');
  const said = rare?.words ?? words(model, kind);
  const view = html`
    <section class="outcome ${mood}" part="status status-${mood} status-${kind}">
      <slot name=${slots[mood]}>
        ${icon(mood, state.watching || !state.outcome)}
        <h2 id="outcome-heading" tabindex="-1" part="heading status-heading">${title}</h2>
        <p part="status-text">${said}</p>
        ${
          state.order
            ? html`<p class="number quiet" part="status-order">
                ${text('orderNumber')} <strong>${state.order.number}</strong>
              </p>`
            : nothing
        }
      </slot>
      <div class="actions">${rare ? rare.actions : actions(model, kind)}</div>
    </section>
  `;
  return {view, words: `${title}. ${said}`};
}

/** Nothing that the buyer could try again would help. */
const endedView = ({error}: CheckoutState) => html`
  <section class="outcome failure" part="status status-failure" role="alert">
    <slot name="status-failure">
      ${icon('failure', false)}
      <h2 part="heading status-heading">${text('loadErrorTitle')}</h2>
      <p part="status-text">${error?.message}</p>
    </slot>
  </section>
`;

const titles: Partial<Record<OutcomeKind, TextKey>> = {
  paid: 'paidTitle',
  authorized: 'authorizedTitle',
  confirming: 'confirmingTitle',
  processing: 'processingTitle',
};

function words({state, locale}: OutcomeModel, kind: OutcomeKind): string {
  const {order} = state;
  const amount = order ? formatMoney(order.amount, order.currency, locale) : '';
  switch (kind) {
    case 'paid':
      return text('paidText', {amount});
    case 'authorized':
      return text('authorizedText', {amount});
    case 'confirming':
      return text('confirmingText');
    case 'processing':
      return text('processingText');
    default:
      return text('unknownText');
  }
}

function actions(model: OutcomeModel, kind: OutcomeKind) {
  if (!isOpen(kind)) {
    return model.canStartOver ? button('secondary', 'newOrder', model.onStartOver) : nothing;
  }
  return kind === 'confirming' || model.state.watching
    ? nothing
    : button('secondary', 'checkAgain', model.onCheckAgain);
}

/** What can be done, as the usual ends and the rarer ones offer it. */
export const button = (look: 'primary' | 'secondary', label: TextKey, onClick: () => void) => html`
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
