import type {Stripe} from '@stripe/stripe-js';
import type {Order, OrderShown} from '../api/contract.ts';
import type {ApiClient} from './api-client.ts';
import type {DetailsForm} from './details-form.ts';
import type {CheckoutError} from './errors.ts';
import {CheckoutFailureEvent} from './events/of-failure.ts';
import {CheckoutBeforeSubmitEvent, CheckoutSubmitEvent} from './events/of-form.ts';
import {asFailure, logFailure} from './failures.ts';
import type {CheckoutAction, CheckoutState} from './flow.ts';
import type {FieldErrors} from './form.ts';
import type {Help} from './help.ts';
import {fetched, loadTrouble, type Trouble} from './later.ts';
import type {Heard} from './outcome.ts';
import {pay, type PayRequest, type PayResult} from './pay.ts';
import type {PaymentArea} from './payment-area.ts';
import {placesOf} from './places.ts';
import type {CheckoutSession} from './session.ts';
import type {CheckoutHost} from './settings.ts';
import {givePlaceBack} from './place-unseen.ts';
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
  form: DetailsForm;
  state: () => CheckoutState;
  session: () => CheckoutSession;
  desk: () => Desk;
  dispatch: (action: CheckoutAction) => void;
  loadStripe: () => Promise<Stripe>;
  onStarted: (paymentIntent: string) => void;
  /** Told when the order belongs to another cart, and must not be found under the old one. */
  onChanged: () => void;
  show: (order: Order, intent?: Heard) => Promise<void>;
  load: () => Promise<void>;
  retry: () => Promise<void>;
  startOver: () => Promise<void>;
}

/** What mends Stripe's form. */
interface FormMender {
  /** Opens a form without a payment: that is made when the buyer pays. */
  mount: (order: Order) => Promise<void>;
  /** Opens the form of another payment of the same order. */
  restart: (order: Order, clientSecret: string) => Promise<void>;
  /** Lets the form know of the order as it is now. */
  follow: (now: OrderShown) => Promise<void>;
}

/** Where something has gone wrong, and what can be done about it there. */
export interface Scene extends PaymentSurroundings, FormMender {
  host: CheckoutHost;
  /** The form stands again, and says why. */
  fail: (error: CheckoutError, order?: Order) => void;
  /** The form stands again, and says at its fields what is wrong with them. */
  showErrors: (errors: FieldErrors) => Promise<void>;
  help: () => Promise<Help>;
  /** Does what a bank may ask something at, so that the buyer can answer. */
  reachably: <Result>(attempt: () => Promise<Result>) => Promise<Result>;
}

/** A challenge comes into the body, and an open dialog around the element would cover it. */
async function reachably<Result>(host: Element, attempt: () => Promise<Result>): Promise<Result> {
  const modals = () => [...placesOf(host)].filter(isModal);
  if (modals().length === 0) return attempt();
  const file = fetched(import('./stripe/reachable-challenge.ts'));
  const {withReachableChallenge} = await file;
  return withReachableChallenge(modals, attempt);
}

const isModal = (place: Element): place is HTMLDialogElement => place.matches('dialog:modal');

const errorOf = (result: PayResult) => ('error' in result ? result.error : undefined);

/** The attempts to pay: by the form or by a wallet, one at a time, and what follows a refusal. */
export class Payments {
  readonly #host: CheckoutHost;
  readonly #around: PaymentSurroundings & FormMender;
  #paying: Promise<void> | null = null;
  /** As the wallet's sheet shows it, whatever has become of it while the sheet is open. */
  #inSheet: Order | null = null;
  /** What few buyers need, once one did. */
  help: Help | null = null;

  constructor(host: CheckoutHost, around: PaymentSurroundings & FormMender) {
    this.#host = host;
    this.#around = around;
    // The order stands, its form does not: there may be another way to pay it.
    host.addEventListener('opc-load-error', ({order}) => order && this.#formFailed());
  }

  /** Pays with the form. Two calls at once are one payment. */
  submit(): Promise<void> {
    return this.#paying ?? this.#follow(this.#pay());
  }

  /**
   * Until an attempt has ended, or is given up: a confirmation that has left for the bank never ends
   * on a page that is come back to.
   */
  #follow(attempt: Promise<void>): Promise<void> {
    const {signal} = this.#around.desk();
    const givenUp = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), {once: true}),
    );
    const paying = Promise.race([attempt, givenUp]).finally(() => (this.#paying = null));
    return (this.#paying = paying);
  }

  async #pay(): Promise<void> {
    const {order, paymentReady} = this.#around.state();
    const form = this.#around.desk().area?.form;
    if (!this.#mayPay || !paymentReady || !form || !order) return;
    const checked = this.#host.checkForm();
    if (checked.errors) return this.#showErrors(checked.errors);
    if (!this.#host.dispatchEvent(new CheckoutBeforeSubmitEvent(order))) return;
    // First of all, with no await before it: a wallet's sheet may open only inside the click.
    const submitted = form.elements.submit();
    const {elements, clientSecret} = form;
    const {details, shipping} = checked;
    await this.#attempt(order, {elements, clientSecret, submitted, details, shipping});
  }

  /** What is wrong is said at the fields, and the first of them has the focus. */
  async #showErrors(errors: FieldErrors): Promise<void> {
    this.#around.dispatch({type: 'invalid', errors});
    await this.#host.updateComplete;
    this.#host.shadowRoot?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }

  #formFailed(): void {
    this.#bringHelp().then(
      (help) => help.formFailed(),
      () => {}, // To try again is offered all the same.
    );
  }

  async #bringHelp(): Promise<Help> {
    const file = fetched(import('./help.ts'));
    const [{Help}] = await Promise.all([file, loadTrouble()]);
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
      onAvailable: (isAvailable) => {
        dispatch({type: 'wallets', wallets: isAvailable ? 'some' : 'none'});
        givePlaceBack(this.#host, dispatch);
      },
      onClick: () => {
        const {order} = state();
        this.#inSheet = order;
        return this.#mayPay && this.#host.dispatchEvent(new CheckoutBeforeSubmitEvent(order));
      },
      onConfirm: (payment) => void this.#payWithWallet(payment),
    };
  }

  /** The buyer has agreed in the wallet's sheet: the same order, the same events. */
  async #payWithWallet({fail, ...payment}: WalletPayment): Promise<void> {
    const order = this.#inSheet;
    if (this.#paying || !this.#mayPay || !order) return fail();
    const attempt = this.#attempt(order, {...payment, clientSecret: undefined, isWallet: true});
    await this.#follow(attempt);
    if (this.#around.state().step !== 'status') fail();
  }

  async #attempt(
    order: Order,
    what: Omit<
      PayRequest,
      'order' | 'token' | 'locale' | 'returnUrl' | 'captchaToken' | 'onStarted'
    >,
  ): Promise<void> {
    const {api, token, stripe, signal} = this.#around.desk();
    if (!stripe) return;
    this.#around.dispatch({type: 'submit'});
    this.#host.dispatchEvent(new CheckoutSubmitEvent(order));
    const {locale, returnUrl} = this.#host.settings;
    const {onStarted} = this.#around;
    const captchaToken = this.help?.takeToken();
    try {
      const request = {...what, order, token, locale, returnUrl, captchaToken, onStarted};
      const result = await reachably(this.#host, () => pay({api, stripe}, request));
      if (signal.aborted) return;
      if (result.type === 'confirmed') {
        this.#around.desk().area?.close();
        await this.#around.show(order, result.intent);
      } else {
        await this.#withTrouble(errorOf(result), ({resolve}) =>
          resolve(this.#scene, request, result),
        );
      }
    } catch (cause) {
      if (signal.aborted) return;
      logFailure(cause);
      await this.recover(cause);
    }
  }

  /** The form stands again, and says why; or the page shows what has become of the order. */
  async recover(cause: unknown): Promise<void> {
    const {signal} = this.#around.desk();
    try {
      await this.#withTrouble(cause, ({recover}) => recover(this.#scene, cause));
    } catch (unreachable) {
      logFailure(unreachable); // The whole way again tells the buyer, if it does not help.
      if (!signal.aborted) await this.#around.load();
    }
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
    if (!signal.aborted) await act(trouble);
  }

  get #scene(): Scene {
    const fail: Scene['fail'] = (error, order) => this.#fail(error, order);
    return {
      ...this.#around,
      host: this.#host,
      fail,
      showErrors: (errors) => this.#showErrors(errors),
      help: () => this.#bringHelp(),
      reachably: (attempt) => reachably(this.#host, attempt),
    };
  }

  /** The form stands again, and says why. */
  #fail(error: CheckoutError, order?: Order): void {
    this.#around.dispatch({type: 'submit-failed', error, ...(order && {order})});
    this.#host.dispatchEvent(new CheckoutFailureEvent(this.#around.state().order, error));
  }
}
