import type {PaymentIntent, Stripe} from '@stripe/stripe-js';
import type {Order} from '../api/contract.ts';
import type {ApiClient} from './api-client.ts';
import type {CheckoutError} from './errors.ts';
import {CheckoutFailureEvent} from './events/of-failure.ts';
import {CheckoutBeforeSubmitEvent, CheckoutSubmitEvent} from './events/of-form.ts';
import {asFailure, logFailure} from './failures.ts';
import type {CheckoutAction, CheckoutState} from './flow.ts';
import type {Help} from './help.ts';
import {fetched, loadTrouble, type Closing, type Trouble} from './later.ts';
import type {PayRequest, PayResult} from './pay.ts';
import type {PaymentArea} from './payment-area.ts';
import type {CheckoutHost} from './settings.ts';
import {around} from './stripe/theme-watch.ts';
import type {WalletOptions, WalletPayment} from './wallets.ts';

/** What the controller has, as of now. */
interface Desk {
  api: ApiClient;
  token: string;
  signal: AbortSignal;
  stripe: Stripe | null;
  area: PaymentArea | null;
}

/** What the controller lends, to the attempts and to what mends them. */
export interface PaymentSurroundings {
  state: () => CheckoutState;
  desk: () => Desk;
  dispatch: (action: CheckoutAction) => void;
  loadStripe: () => Promise<Stripe>;
  closing: () => Promise<Closing>;
  onStarted: (paymentIntent: string) => void;
  /** Told when the order belongs to another cart, and must not be found under the old one. */
  onChanged: () => void;
  show: (order: Order, intent?: PaymentIntent) => Promise<void>;
  mount: (order: Order, clientSecret: string) => Promise<void>;
  load: () => Promise<void>;
  retry: () => Promise<void>;
  startOver: () => Promise<void>;
}

/** Where something has gone wrong, and what can be done about it there. */
export interface Scene extends PaymentSurroundings {
  host: CheckoutHost;
  /** The form stands again, and says why. */
  fail: (error: CheckoutError, order?: Order) => void;
  help: () => Promise<Help>;
}

/** A challenge comes into the body, and an open dialog around the element would cover it. */
async function reachably<Result>(host: Element, attempt: () => Promise<Result>): Promise<Result> {
  const isInDialog = [...around(host)].some((place) => place.matches('dialog:modal'));
  if (!isInDialog) return attempt();
  const file = fetched(import('./stripe/reachable-challenge.ts'));
  const {withReachableChallenge} = await file;
  return withReachableChallenge(host, attempt);
}

const errorOf = (result: PayResult) => ('error' in result ? result.error : undefined);

/** The attempts to pay: by the form or by a wallet, one at a time, and what follows a refusal. */
export class Payments {
  readonly #host: CheckoutHost;
  readonly #around: PaymentSurroundings;
  #paying: Promise<void> | null = null;
  /** What few buyers need, once one did. */
  help: Help | null = null;

  constructor(host: CheckoutHost, around: PaymentSurroundings) {
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
      await this.#host.updateComplete;
      const wrong = this.#host.shadowRoot?.querySelector<HTMLElement>('[aria-invalid=true]');
      return wrong?.focus();
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
    const file = fetched(import('./help.ts'));
    const [{Help}] = await Promise.all([file, loadTrouble(), this.#around.closing()]);
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
      const request = {...what, order, token, locale, returnUrl, captchaToken, onStarted};
      const result = await reachably(this.#host, () => closing.pay({api, stripe}, request));
      if (result.type === 'confirmed') {
        this.#around.desk().area?.close();
        await this.#around.show(order, result.intent);
      } else {
        await this.#withTrouble(errorOf(result), ({resolve}) =>
          resolve(this.#scene, request, result),
        );
      }
    } catch (cause) {
      logFailure(cause);
      await this.recover(cause);
    }
  }

  /** The form stands again, and says why; or the page shows what has become of the order. */
  async recover(cause: unknown): Promise<void> {
    await this.#withTrouble(cause, ({recover}) => recover(this.#scene, cause));
  }

  /** Goes on with what the bank still asks for, a 3D Secure challenge for one. */
  async goOn(secret: string | undefined): Promise<void> {
    await this.#withTrouble(undefined, ({goOn}) => goOn(this.#scene, secret));
  }

  /** Where not even the words for it can be had, the form stands all the same. */
  async #withTrouble(cause: unknown, act: (trouble: Trouble) => Promise<void>): Promise<void> {
    const {signal} = this.#around.desk();
    let trouble: Trouble;
    try {
      trouble = await loadTrouble();
    } catch (unreachable) {
      if (!signal.aborted) this.#fail(asFailure(cause ?? unreachable));
      return;
    }
    await act(trouble);
  }

  get #scene(): Scene {
    const fail: Scene['fail'] = (error, order) => this.#fail(error, order);
    return {...this.#around, host: this.#host, fail, help: () => this.#bringHelp()};
  }

  /** The form stands again, and says why. */
  #fail(error: CheckoutError, order?: Order): void {
    this.#around.dispatch({type: 'submit-failed', error, ...(order && {order})});
    this.#host.dispatchEvent(new CheckoutFailureEvent(this.#around.state().order, error));
  }
}
