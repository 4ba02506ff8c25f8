import type {PaymentIntent, Stripe} from '@stripe/stripe-js';
import type {Order} from '../api/contract.ts';
import type {ApiCallError, ApiClient} from './api-client.ts';
import {CheckoutBeforeSubmitEvent, CheckoutFailureEvent, CheckoutSubmitEvent} from './events.ts';
import {asFailure, failure, logFailure} from './failures.ts';
import type {CheckoutAction, CheckoutState} from './flow.ts';
import type {Help} from './help.ts';
import {formatMoney} from './i18n/money.ts';
import {loadHelp, type Closing} from './later.ts';
import {lookAgain} from './open-order.ts';
import type {PayRequest, PayResult} from './pay.ts';
import type {PaymentArea} from './payment-area.ts';
import type {CheckoutHost} from './settings.ts';
import type {WalletOptions, WalletPayment} from './wallets.ts';

/** What the controller has, as of now. */
interface Desk {
  api: ApiClient;
  token: string;
  signal: AbortSignal;
  stripe: Stripe | null;
  area: PaymentArea | null;
}

export interface Surroundings {
  state: () => CheckoutState;
  desk: () => Desk;
  dispatch: (action: CheckoutAction) => void;
  loadStripe: () => Promise<Stripe>;
  closing: () => Promise<Closing>;
  onStarted: (paymentIntent: string) => void;
  show: (order: Order, intent?: PaymentIntent) => Promise<void>;
  mount: (order: Order, clientSecret: string) => Promise<void>;
  load: () => Promise<void>;
  retry: () => Promise<void>;
  startOver: () => Promise<void>;
}

/** The attempts to pay: by the form or by a wallet, one at a time, and what follows a refusal. */
export class Payments {
  readonly #host: CheckoutHost;
  readonly #around: Surroundings;
  #paying: Promise<void> | null = null;
  /** What few buyers need, once one did. */
  help: Help | null = null;

  constructor(host: CheckoutHost, around: Surroundings) {
    this.#host = host;
    this.#around = around;
    // The order stands, its form does not: there may be another way to pay it.
    host.addEventListener('opc-load-error', ({order}) => order && this.#formFailed());
  }

  /** Pays with the form. Two calls at once are one payment. */
  submit(): Promise<void> {
    this.#paying ??= this.#pay().finally(() => (this.#paying = null));
    return this.#paying;
  }

  async #pay(): Promise<void> {
    const {order, paymentReady} = this.#around.state();
    const form = this.#around.desk().area?.form;
    if (!this.#mayPay || !paymentReady || !form || !order) return;
    const checked = this.#host.checkForm();
    if (checked.errors) {
      this.#around.dispatch({type: 'invalid', errors: checked.errors});
      await this.#host.focusFirstError();
      return;
    }
    if (!this.#host.dispatchEvent(new CheckoutBeforeSubmitEvent(order))) return;
    // First of all, with no await before it: a wallet's sheet may open only inside the click.
    const submitted = form.elements.submit();
    const {elements, clientSecret} = form;
    const {details, shipping} = checked;
    await this.#attempt(order, {elements, clientSecret, submitted, details, shipping});
  }

  #formFailed(): void {
    this.#bringHelp().then(
      (help) => help.formFailed(),
      () => {}, // To try again is offered all the same.
    );
  }

  async #bringHelp(): Promise<Help> {
    const [{Help}] = await Promise.all([loadHelp(), this.#around.closing()]);
    return (this.help ??= new Help(this.#host, this.#around, () => void this.submit()));
  }

  /** Whether a payment may begin: the form stands, and the total is not about to change. */
  get #mayPay(): boolean {
    const {step, changes} = this.#around.state();
    return step === 'form' && changes === 0;
  }

  /** What the wallet buttons tell, and ask. */
  get walletEvents(): Pick<WalletOptions, 'onAvailable' | 'onClick' | 'onConfirm'> {
    const {state, dispatch} = this.#around;
    return {
      onAvailable: (isAvailable) =>
        dispatch({type: 'wallets', wallets: isAvailable ? 'some' : 'none'}),
      onClick: () =>
        this.#mayPay && this.#host.dispatchEvent(new CheckoutBeforeSubmitEvent(state().order)),
      onConfirm: (payment) => void this.#payWithWallet(payment),
    };
  }

  /** The buyer has agreed in the wallet's sheet: the same order, the same events. */
  async #payWithWallet({fail, ...payment}: WalletPayment): Promise<void> {
    const {order} = this.#around.state();
    if (this.#paying || !this.#mayPay || !order) return fail();
    const attempt = this.#attempt(order, {...payment, clientSecret: undefined, isWallet: true});
    this.#paying = attempt.finally(() => (this.#paying = null));
    await this.#paying;
    if (this.#around.state().step !== 'status') fail();
  }

  async #attempt(
    order: Order,
    what: Omit<
      PayRequest,
      'order' | 'token' | 'locale' | 'returnUrl' | 'captchaToken' | 'onStarted'
    >,
  ): Promise<void> {
    const {api, token, stripe} = this.#around.desk();
    if (!stripe) return;
    this.#around.dispatch({type: 'submit'});
    this.#host.dispatchEvent(new CheckoutSubmitEvent(order));
    const {locale, returnUrl} = this.#host.settings;
    const {onStarted} = this.#around;
    const captchaToken = this.help?.takeToken();
    try {
      const closing = await this.#around.closing();
      const result = await closing.withReachableChallenge(this.#host, () =>
        closing.pay(
          {api, stripe},
          {...what, order, token, locale, returnUrl, captchaToken, onStarted},
        ),
      );
      if (result.type === 'refused' && result.error.code === 'captcha_required') {
        this.#around.dispatch({type: 'submit-failed', error: null});
        const help = await this.#bringHelp();
        // Not waited for: a wallet's sheet is open, and has to be told that nothing was paid.
        return void help.challenge(what.isWallet ? 'wallet' : 'form');
      }
      await this.#finish(order, result, closing);
    } catch (cause) {
      logFailure(cause);
      await this.recover(cause);
    }
  }

  async #finish(order: Order, result: PayResult, closing: Closing): Promise<void> {
    switch (result.type) {
      case 'confirmed':
        this.#around.desk().area?.close();
        return this.#around.show(order, result.intent);
      case 'invalid':
        this.#around.dispatch({type: 'submit-failed', error: failure('payment_details_invalid')});
        return this.#around.desk().area?.form?.element.focus();
      case 'restarted':
        this.#fail(failure('payment_restarted', {orderId: order.id}));
        return this.#around.mount(order, result.clientSecret);
      case 'refused':
        return this.#refused(order, result.error);
      case 'failed':
        return this.recover(closing.stripeFailure(result.error, order.id));
    }
  }

  async #refused(order: Order, error: ApiCallError): Promise<void> {
    const now = error.problem?.order;
    if (error.code === 'amount_changed' && now) {
      const amount = formatMoney(now.amount, now.currency, this.#host.settings.locale);
      this.#fail(failure('amount_changed', {orderId: order.id, values: {amount}}), now);
      // The button says so until Stripe's form knows of it too.
      this.#around.dispatch({type: 'changing', by: 1});
      try {
        return await this.#around.desk().area?.setAmount(now.amount);
      } finally {
        this.#around.dispatch({type: 'changing', by: -1});
      }
    }
    if (error.code === 'order_not_found' || error.code === 'unauthorized')
      return this.#around.startOver();
    return this.recover(error);
  }

  /**
   * After anything but a plain answer the payment may have gone through all the same: the order
   * knows. Only an order that can still be paid gets its form back.
   */
  async recover(cause: unknown): Promise<void> {
    const {order} = this.#around.state();
    const {api, token, signal, area} = this.#around.desk();
    const error = asFailure(cause, order?.id);
    const now = order ? await lookAgain(api, order.id, token) : undefined;
    if (signal.aborted) return;
    if (now && !now.payable) {
      area?.close();
      return this.#around.show(now);
    }
    this.#fail(error, now);
  }

  /** The form stands again, and says why. */
  #fail(error: ReturnType<typeof failure>, order?: Order): void {
    this.#around.dispatch({type: 'submit-failed', error, ...(order && {order})});
    this.#host.dispatchEvent(new CheckoutFailureEvent(this.#around.state().order, error));
  }

  /** Goes on with what the bank still asks for, a 3D Secure challenge for one. */
  async goOn(secret: string | undefined): Promise<void> {
    const {order} = this.#around.state();
    const {api, token} = this.#around.desk();
    try {
      const shown = order && token ? await api.showOrder(order.id, token) : null;
      const clientSecret = secret ?? shown?.clientSecret;
      if (!clientSecret) return await this.#around.load();
      const stripe = await this.#around.loadStripe();
      const {paymentIntent, error} = await stripe.handleNextAction({clientSecret});
      const now = shown && (await lookAgain(api, shown.order.id, token));
      if (!now) return await this.#around.load();
      await this.#around.show(now, paymentIntent ?? error?.payment_intent);
    } catch (cause) {
      // The whole way again finds out what has become of it.
      logFailure(cause);
      await this.#around.retry();
    }
  }
}
