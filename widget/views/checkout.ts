import {html, nothing, type TemplateResult} from 'lit';
import type {AddressFields} from '../address-fields.ts';
import type {CheckoutState} from '../flow.ts';
import type {FieldId} from '../form.ts';
import type {DetailsForm, FormWishes} from '../details-form.ts';
import type {Help} from '../help.ts';
import {directionOf} from '../i18n/languages.ts';
import {formatMoney} from '../i18n/money.ts';
import {text} from '../i18n/text.ts';
import {addressView} from './address.ts';
import {contactView} from './contact.ts';
import {sandboxView} from './notice.ts';
import type {OutcomeModel} from './outcome.ts';
import {loadErrorView, paymentView} from './payment.ts';
import type {shippingView} from './shipping.ts';
import {walletsView} from './wallets.ts';
import {summaryView, type SummaryModel} from './summary.ts';

export interface CheckoutModel extends Pick<
  SummaryModel,
  'apiUrl' | 'expectedLines' | 'locale' | 'quantities'
> {
  state: CheckoutState;
  isSandbox: boolean;
  /** Comes later than the first view. */
  outcomeView: ((model: OutcomeModel) => OutcomeShown) | null;
  /** Comes where it is asked for. */
  shippingView: typeof shippingView | null;
  /** The same, and for few buyers only. */
  help: Pick<Help, 'view'> | null;
  slotName: string;
  /** Where the wallet buttons appear; null where the page wants none. */
  walletSlot: string | null;
  hideSummary: boolean;
  form: DetailsForm;
  wishes: FormWishes;
  onJump: (field: FieldId) => void;
  onSubmit: () => void;
  onRetry: () => void;
  onContinue: () => void;
  onCheckAgain: () => void;
  onStartOver: () => void;
}

/** How the payment ended: to see, and to hear. */
interface OutcomeShown {
  view: TemplateResult;
  words: string;
}

/** The whole of it: the form with its summary, or how the payment ended. */
export function checkoutView(model: CheckoutModel) {
  const {outcomeView, expectedLines} = model;
  const {step, isReturn, error} = model.state;
  const isOutcome = step === 'status' || isReturn || (step === 'load-error' && !error?.retryable);
  const outcome = isOutcome && outcomeView?.({...model, canStartOver: expectedLines > 0});
  return html`<div class="root" part="root" lang=${model.locale} dir=${directionOf(model.locale)}>
    <slot name="header"></slot>
    ${model.isSandbox ? sandboxView() : nothing}
    ${isOutcome ? statusView(model, outcome || null) : formView(model)}
    <slot name="footer"></slot>
    <p class="visually-hidden" role="status">${outcome ? outcome.words : announcement(model)}</p>
  </div>`;
}

function statusView(model: CheckoutModel, outcome: OutcomeShown | null) {
  const {state, hideSummary} = model;
  if (state.step === 'load-error' && (!outcome || state.error?.retryable)) {
    return html`<section class="main" part="status status-failure">
      <h2 part="heading">${text('loadErrorTitle')}</h2>
      ${loadErrorView(model)}
    </section>`;
  }
  return html`
    ${outcome ? outcome.view : text('loading')}
    ${state.order && !hideSummary ? summaryView({...model, quantities: null, order: state.order}) : nothing}
  `;
}

function formView(model: CheckoutModel) {
  const {state, locale, hideSummary, form, wishes} = model;
  const isWhole = state.paymentReady || state.step === 'load-error';
  const errors = state.fieldErrors;
  const fields = {locale, isWhole, errors, onInput: form.set, onLeave: form.leave};
  const billing = {...fields, ...addressOf(form.billing), mode: wishes.billing};
  return html`
    <form
      class="layout ${hideSummary ? 'alone' : ''}"
      part="form"
      novalidate
      aria-busy=${state.step === 'loading' || state.step === 'submitting'}
      @submit=${(event: Event) => {
        event.preventDefault();
        model.onSubmit();
      }}
    >
      ${
        hideSummary
          ? nothing
          : html`<div class="aside" part="aside">
              <slot name="summary">${summaryView({...model, order: state.order})}</slot>
            </div>`
      }
      <div class="main" part="main">
        ${walletsView(state, model.walletSlot)}
        ${state.tried ? form.checks?.errorSummaryView(state.fieldErrors, model.onJump) : nothing}
        ${contactView(billing, wishes)} ${addressView(billing)}
        ${
          wishes.destinations
            ? model.shippingView?.({
                ...fields,
                ...addressOf(form.shipping),
                mode: 'full',
                prefix: 'shipping-',
                only: wishes.destinations,
                canShipToBilling: form.canShipToBilling,
                isShippedToBilling: form.isShippedToBilling,
                onShipToBilling: form.shipToBilling,
              })
            : nothing
        }
        <slot name="before-payment"></slot>
        ${paymentView(model)}
        <slot name="after-payment"></slot>
        ${model.help?.view()} ${failureView(state)} ${submitView(state, locale)}
        <slot name="terms"></slot>
      </div>
    </form>
  `;
}

const addressOf = ({values, rule, regions}: AddressFields) => ({values, rule, regions});

const failureView = ({step, error}: CheckoutState) =>
  error && step === 'form'
    ? html`<div class="banner" part="banner" role="alert"><p>${error.message}</p></div>`
    : nothing;

function submitView({step, order, paymentReady, changes}: CheckoutState, locale: string) {
  const isPaying = step === 'submitting';
  const isBusy = isPaying || changes > 0;
  const label = order
    ? text('pay', {amount: formatMoney(order.amount, order.currency, locale)})
    : text('payPlain');
  // Not `disabled` while it works: a button that loses the focus leaves the keyboard nowhere.
  return html`
    <button
      type="submit"
      class="button primary submit"
      part="button button-primary button-submit"
      ?disabled=${!paymentReady && !isBusy}
      aria-disabled=${isBusy}
      @mousedown=${stayInPlace}
      @click=${takeFocus}
    >
      ${isBusy ? html`<span class="spinner" part="spinner" aria-hidden="true"></span>` : nothing}
      <slot name="submit-label"
        >${isPaying ? text('paying') : isBusy ? text('updating') : label}</slot
      >
    </button>
    <p class="secure quiet" part="hint">${text('secure')}</p>
  `;
}

/**
 * A mistake is said when its field is left. Pressing the button would leave it, the words would move
 * the button from under the pointer, and the click would be lost: so the focus goes with the click.
 */
const stayInPlace = (event: Event) => event.preventDefault();

const takeFocus = ({currentTarget}: Event) => {
  if (currentTarget instanceof HTMLElement) currentTarget.focus();
};

function announcement({state, quantities, locale}: CheckoutModel): string {
  const {step, order, changes} = state;
  if (step === 'loading') return text('loading');
  if (step === 'submitting') return text('paying');
  if (step !== 'form' || !quantities || !order) return '';
  // A live region says what has changed in it: nothing at first, then every new total.
  if (changes > 0) return text('updating');
  return text('totalNow', {amount: formatMoney(order.amount, order.currency, locale)});
}
