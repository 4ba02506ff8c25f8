import type {StartHostedPayment} from '../api/contract.ts';
import {ApiCallError} from './api-client.ts';
import type {CheckoutError} from './errors.ts';
import {asFailure, failure, logFailure} from './failures.ts';
import {formatMoney} from './i18n/money.ts';
import {loadTrouble} from './later.ts';
import type {PaymentSurroundings} from './payments.ts';
import type {CheckoutHost} from './settings.ts';
import {sessionOf} from './preparation.ts';
import {sleep} from './time.ts';

/** A form that did not load twice will not load the third time either. */
const ENOUGH = 2;
/** How long the browser may take to leave the page. */
const patience = 15_000;

type HostedSurroundings = Pick<
  PaymentSurroundings,
  'state' | 'desk' | 'dispatch' | 'onStarted' | 'show' | 'startOver'
>;

interface Captcha {
  take: () => string | undefined;
  ask: () => Promise<void>;
}

/** The way out where Stripe's form cannot be shown: a page of Stripe's, for the same order. */
export class HostedOffer {
  isBusy = false;
  error: CheckoutError | null = null;
  readonly #host: CheckoutHost;
  readonly #around: HostedSurroundings;
  readonly #captcha: Captcha;
  #failures = 0;

  constructor(host: CheckoutHost, around: HostedSurroundings, captcha: Captcha) {
    this.#host = host;
    this.#around = around;
    this.#captcha = captcha;
  }

  /** The form could not be shown, once more. */
  formFailed(): void {
    this.#failures += 1;
    this.error = null;
    this.#host.requestUpdate();
  }

  /** Also for somebody who comes back from there unpaid: they need not fail twice again. */
  get isOpen(): boolean {
    const {step, order} = this.#around.state();
    const wasThere = sessionOf(this.#host.settings).read()?.paymentIntent?.startsWith('cs_');
    return step === 'load-error' && order !== null && (this.#failures >= ENOUGH || !!wasThere);
  }

  /** Goes there, with the whole window: Stripe's page may stand in no frame. */
  async go(): Promise<void> {
    const {order} = this.#around.state();
    if (this.isBusy || !order) return;
    const {api, token, signal} = this.#around.desk();
    this.#say({isBusy: true});
    try {
      const started = await api.startHostedPayment(order.id, token, this.#request(order.amount));
      // Told before the page is left, so that the return is known.
      this.#around.onStarted(started.session);
      window.open(started.url, '_top');
      await sleep(patience, signal);
      this.#say({});
    } catch (cause) {
      if (signal.aborted) this.#say({});
      else await this.#refused(cause);
    }
  }

  #request(expectedAmount: number): StartHostedPayment {
    const {locale, returnUrl, wishes} = this.#host.settings;
    const captchaToken = this.#captcha.take();
    const email = this.#typedEmail;
    return {
      expectedAmount,
      returnUrl,
      cancelUrl: location.href.replace(/#.*/, ''),
      ...(email && {email}),
      asks: {
        address: wishes.billing === 'full',
        phone: wishes.phone === 'required',
        ...(wishes.destinations && {shipsTo: [...wishes.destinations]}),
      },
      locale,
      ...(captchaToken && {captchaToken}),
    };
  }

  /** One that is wrong is asked for there. */
  get #typedEmail(): string {
    const {errors} = this.#host.checkForm();
    return errors?.email ? '' : this.#host.settings.likely.email;
  }

  async #refused(cause: unknown): Promise<void> {
    const {state, desk, dispatch, show, startOver} = this.#around;
    const {api, token} = desk();
    const order = state().order;
    const code = cause instanceof ApiCallError ? cause.code : undefined;
    if (code === 'captcha_required') {
      this.#say({});
      return this.#captcha.ask();
    }
    if (code === 'order_not_found' || code === 'unauthorized') {
      this.#say({});
      return startOver();
    }
    if (!code) logFailure(cause);
    // It may be paid already, in another tab: the order knows.
    const trouble = await loadTrouble().catch(() => null);
    const shown = order ? await trouble?.lookAgain(api, order.id, token) : undefined;
    const now = shown?.order;
    this.#say({error: this.#errorOf(cause)});
    if (now && !now.payable) return show(now);
    if (now) dispatch({type: 'order-changed', order: now});
  }

  #errorOf(cause: unknown): CheckoutError {
    const now = cause instanceof ApiCallError ? cause.problem?.order : undefined;
    if (!(cause instanceof ApiCallError) || cause.code !== 'amount_changed' || !now) {
      return asFailure(cause, this.#around.state().order?.id);
    }
    const amount = formatMoney(now.amount, now.currency, this.#host.settings.locale);
    return failure('amount_changed', {orderId: now.id, values: {amount}});
  }

  /** A failed challenge is told where the challenge was asked for. */
  challengeFailed(error: CheckoutError): void {
    this.#say({error});
  }

  #say({isBusy = false, error = null}: {isBusy?: boolean; error?: CheckoutError | null}): void {
    this.isBusy = isBusy;
    this.error = error;
    this.#host.requestUpdate();
  }
}
