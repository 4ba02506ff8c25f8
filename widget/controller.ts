import type {Appearance, PaymentIntent, Stripe} from '@stripe/stripe-js';
import type {ReactiveController} from 'lit';
import type {Config, Order, OrderChange} from '../api/contract.ts';
import {createApiClient, type ApiCallError} from './api-client.ts';
import {
  CheckoutBeforeSubmitEvent,
  CheckoutChangeEvent,
  CheckoutFailureEvent,
  CheckoutLoadErrorEvent,
  CheckoutReadyEvent,
  CheckoutSubmitEvent,
} from './events.ts';
import {asFailure, failure, logFailure} from './failures.ts';
import {initialState, next, type CheckoutAction, type CheckoutState} from './flow.ts';
import {formatMoney} from './i18n/money.ts';
import {loadClosing, loadOpening, type Closing, type Opening} from './later.ts';
import {lookAgain, openOrder} from './open-order.ts';
import type {Outcome} from './outcome.ts';
import type {PayRequest, PayResult} from './pay.ts';
import type {PaymentArea} from './payment-area.ts';
import type {PaymentReturn} from './return-page.ts';
import {orderRequest, sessionOf} from './preparation.ts';
import {CheckoutSession} from './session.ts';
import type {CheckoutHost} from './settings.ts';
import {preload} from './stripe/preload.ts';
import type {WalletPayment} from './wallets.ts';

/** Runs the checkout of one element: asks `flow` what comes next, and the API and Stripe to do it. */
export class CheckoutController implements ReactiveController {
  state: CheckoutState = initialState;
  /** How an end looks, once there is one. */
  outcomeView: Closing['outcomeView'] | null = null;

  readonly #host: CheckoutHost;
  #opening: Opening | null = null;
  #early: {apiUrl: string; config: Promise<Config>} | null = null;
  #area: PaymentArea | null = null;
  #outcome: Outcome | null = null;
  #abort = new AbortController();
  #stripe: Stripe | null = null;
  #token = '';
  #paying: Promise<void> | null = null;
  #wasTornDown = false;
  #returned: PaymentReturn | null = null;
  /** What this tab keeps of the order; chosen by the cart that the order was placed for. */
  #session: CheckoutSession;

  constructor(host: CheckoutHost) {
    this.#host = host;
    this.#session = new CheckoutSession();
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('pageshow', this.#onPageShow);
    if (this.#wasTornDown && this.state.step !== 'waiting') void this.load();
    else if (this.#area?.form) void this.#remount();
    this.#wasTornDown = false;
  }

  hostDisconnected(): void {
    window.removeEventListener('pageshow', this.#onPageShow);
    // A move takes the element out and puts it back at once: only what stays out is torn down.
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.#wasTornDown = true;
      this.#abort.abort();
      this.#area?.close();
    });
  }

  /** Asks for what no order is needed for, while the element is still being drawn. */
  prepare(stripeJs: string): void {
    if (this.state.step !== 'waiting' || this.#early) return;
    if (stripeJs) preload(stripeJs);
    const {apiUrl} = this.#host.settings;
    this.#early = {apiUrl, config: createApiClient({apiUrl}).config()};
    this.#early.config.catch(() => {}); // Told, or tried again, when it is needed.
    loadOpening().catch(() => {});
  }

  /** Begins, unless it has begun. */
  start(returned: PaymentReturn | null = null): void {
    this.#returned ??= returned;
    if (this.state.step === 'waiting') void this.load();
  }

  /** Loads everything, from the start; the order that this tab has stays the same. */
  async load(): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    const {signal} = this.#abort;
    this.#session = sessionOf(this.#host.settings);
    this.#area?.close();
    this.#dispatch({type: 'load'});
    try {
      await (this.#returned ? this.#showReturn(this.#returned) : this.#openForm());
    } catch (cause) {
      if (signal.aborted) return;
      this.#area?.close();
      const error = asFailure(cause, this.state.order?.id);
      if (error.code === 'unknown') logFailure(cause);
      this.#dispatch({type: 'load-failed', error});
      this.#host.dispatchEvent(new CheckoutLoadErrorEvent(this.state.order, error));
    }
  }

  /** The page has changed what cannot be changed in an order: where, or in which currency. */
  async reload(): Promise<void> {
    if (this.state.step !== 'waiting') await this.load();
  }

  /** The page has changed what is sold. */
  async followItems(): Promise<void> {
    const {items} = this.#host.settings;
    if (this.state.step !== 'form' || items.length === 0) return this.reload();
    try {
      await this.change({items});
    } catch (cause) {
      this.#fail(asFailure(cause, this.state.order?.id));
    }
  }

  /** The element was moved in one piece; only its place in the slots may be another. */
  moved(): void {
    if (this.#area?.form && !this.#area.isIntact) void this.#remount();
  }

  /** What the button of an error or of the status view does: the same order again. */
  async retry(): Promise<void> {
    const {step, outcome} = this.state;
    if (step === 'status' && outcome !== 'unknown') this.#returned = null;
    await this.load();
  }

  /** Leaves the order behind and places a new one for the same cart. */
  async startOver(): Promise<void> {
    this.#returned = null;
    this.#session.clear();
    await this.load();
  }

  /** Goes on with what the bank still asks for, a 3D Secure challenge for one. */
  async continuePayment(): Promise<void> {
    const {order} = this.state;
    try {
      const shown = order && this.#token ? await this.#api.showOrder(order.id, this.#token) : null;
      const clientSecret = this.#returned?.clientSecret ?? shown?.clientSecret;
      if (!clientSecret) return await this.load();
      this.#stripe ??= await this.#loadStripe();
      const {paymentIntent, error} = await this.#stripe.handleNextAction({clientSecret});
      const now = shown && (await lookAgain(this.#api, shown.order.id, this.#token));
      if (!now) return await this.load();
      await this.#showOutcome(now, paymentIntent ?? error?.payment_intent);
    } catch (cause) {
      // The whole way again finds out what has become of it.
      logFailure(cause);
      await this.retry();
    }
  }

  /** Asks once more, for as long as before, how the payment ended. */
  async checkAgain(): Promise<void> {
    if (this.#token && this.#outcome) await this.#outcome.watch(this.#connection);
    else await this.load();
  }

  /** Pays. Two calls at once are one payment. */
  submit(): Promise<void> {
    this.#paying ??= this.#pay().finally(() => (this.#paying = null));
    return this.#paying;
  }

  /** Changes items or customer of the order; the amount that Stripe shows follows. */
  async change(change: OrderChange): Promise<void> {
    const {order} = this.state;
    if (!order || this.state.step !== 'form') return;
    const release = this.hold();
    try {
      const changed = await this.#api.changeOrder(order.id, this.#token, change);
      this.#dispatch({type: 'order-changed', order: changed.order});
      // The order now belongs to another cart, and must not be found under the old one.
      this.#session = this.#session.moveTo(sessionOf(this.#host.settings));
      await this.#area?.setAmount(changed.order.amount);
    } finally {
      release();
    }
  }

  /** Keeps the buyer from paying what is about to change, until the answered function is called. */
  hold(): () => void {
    this.#dispatch({type: 'changing', by: 1});
    return () => this.#dispatch({type: 'changing', by: -1});
  }

  /** What keeps a change from being made may be that the order is paid or gone. */
  async changeFailed(cause: unknown): Promise<void> {
    if (!this.#abort.signal.aborted) await this.#recover(asFailure(cause, this.state.order?.id));
  }

  fieldsChecked(errors: CheckoutState['fieldErrors']): void {
    this.#dispatch({type: 'field-checked', errors});
  }

  focusPayment(): void {
    this.#area?.form?.element.focus();
  }

  restyle(): void {
    if (!this.#area?.form || !this.#opening) return;
    const locale = this.#opening.stripeLocale(this.#host.settings.locale);
    this.#area.restyle(this.#readAppearance(), locale);
  }

  get #api() {
    return createApiClient({apiUrl: this.#host.settings.apiUrl, signal: this.#abort.signal});
  }

  get #connection() {
    return {api: this.#api, signal: this.#abort.signal, token: this.#token};
  }

  #dispatch(action: CheckoutAction): void {
    this.state = next(this.state, action);
    if (this.#outcome) this.#outcome.state = this.state;
    this.#host.requestUpdate();
  }

  async #openForm(): Promise<void> {
    const {signal} = this.#abort;
    const {settings} = this.#host;
    const stripe = this.#loadStripe();
    stripe.catch(() => {}); // Its failure is met below; until then the order goes first.
    const deps = {api: this.#api, session: this.#session};
    const opened = await openOrder(deps, orderRequest(settings));
    signal.throwIfAborted();
    if (!opened) throw failure('invalid_items');
    this.#token = opened.token;
    if (!opened.order.payable) {
      this.#dispatch({type: 'order-changed', order: opened.order});
      return this.#showOutcome(opened.order);
    }
    this.#dispatch({type: 'placed', order: opened.order});
    this.#stripe = await stripe;
    await this.#mount(opened.order, opened.clientSecret);
  }

  async #showReturn(returned: PaymentReturn): Promise<void> {
    const stripe = this.#loadStripe();
    stripe.catch(() => {}); // Without Stripe the API alone will do.
    await this.#close();
    const found = await this.#outcome?.showReturn(
      {api: this.#api, signal: this.#abort.signal, stripe},
      returned,
    );
    if (!found) return;
    this.#token = found.token;
    this.#session.add({
      orderId: found.order.id,
      token: found.token,
      paymentIntent: returned.paymentIntent,
    });
  }

  async #loadStripe(): Promise<Stripe> {
    const {signal} = this.#abort;
    const loading = loadOpening();
    loading.catch(() => {}); // Met below, after what the API has to say.
    const config = this.state.config ?? (await this.#config());
    signal.throwIfAborted();
    this.#dispatch({type: 'configured', config});
    const opening = await loading;
    signal.throwIfAborted();
    this.#opening = opening;
    this.#area ??= new opening.PaymentArea(this.#host, () => void this.#remount());
    return opening.connectStripe(config, this.#host.settings);
  }

  #config(): Promise<Config> {
    const early = this.#early;
    this.#early = null;
    return early?.apiUrl === this.#host.settings.apiUrl ? early.config : this.#api.config();
  }

  /** Brings what comes after the click; fetched beforehand, while the buyer fills in the form. */
  async #close(): Promise<Closing> {
    const closing = await loadClosing();
    if (!this.#outcome) {
      this.#outcome = new closing.Outcome(this.#host, (action) => this.#dispatch(action));
      this.#outcome.state = this.state;
      this.outcomeView = closing.outcomeView;
      this.#host.addStyles(closing.outcomeStyles);
    }
    return closing;
  }

  async #showOutcome(order: Order, intent?: PaymentIntent): Promise<void> {
    await this.#close();
    await this.#outcome?.show(this.#connection, order, intent);
  }

  #readAppearance(): Appearance {
    const {themeScope, appearance} = this.#host;
    if (!this.#opening || !themeScope) return appearance;
    return this.#opening.readAppearance(themeScope, appearance);
  }

  async #mount(order: Order, clientSecret: string | undefined): Promise<void> {
    const {signal} = this.#abort;
    await this.#host.updateComplete;
    signal.throwIfAborted();
    const stripe = this.#stripe;
    if (!stripe || !this.#opening || !this.#area) return;
    try {
      await this.#area.open({
        ...this.#opening.paymentOptions(this.#host.settings, order, clientSecret),
        stripe,
        appearance: this.#readAppearance(),
        onChange: (complete, paymentMethod) => {
          this.#dispatch({type: 'payment-changed', complete});
          const isComplete = complete && !this.#host.checkForm().errors;
          this.#host.dispatchEvent(
            new CheckoutChangeEvent(this.state.order, isComplete, paymentMethod),
          );
        },
      });
    } catch (cause) {
      signal.throwIfAborted();
      logFailure(cause);
      throw failure('payment_form_failed', {orderId: order.id, cause});
    }
    signal.throwIfAborted();
    this.#dispatch({type: 'payment-ready', ready: true});
    this.#host.dispatchEvent(new CheckoutReadyEvent(order));
    this.#close().catch(() => {}); // Asked for again, and its failure told, when it is needed.
    void this.#offerWallets(stripe, order);
  }

  async #offerWallets(stripe: Stripe, order: Order): Promise<void> {
    const {settings} = this.#host;
    const tell = (wallets: CheckoutState['wallets']) => this.#dispatch({type: 'wallets', wallets});
    if (settings.express === 'never' || !this.#opening) return;
    try {
      await this.#area?.openWallets({
        ...this.#opening.walletOptions(settings, this.state.order ?? order),
        stripe,
        appearance: this.#readAppearance(),
        onAvailable: (isAvailable) => tell(isAvailable ? 'some' : 'none'),
        onClick: () =>
          this.#mayPay && this.#host.dispatchEvent(new CheckoutBeforeSubmitEvent(this.state.order)),
        onConfirm: (payment) => void this.#payWithWallet(payment),
      });
    } catch (cause) {
      logFailure(cause); // The form below does without them.
      tell('none');
    }
  }

  async #remount(): Promise<void> {
    this.#dispatch({type: 'payment-ready', ready: false});
    try {
      await this.#area?.reopen();
      this.#dispatch({type: 'payment-ready', ready: true});
    } catch {
      // The whole way again tells the buyer, if it does not help.
      await this.load();
    }
  }

  async #pay(): Promise<void> {
    const {order, paymentReady} = this.state;
    const form = this.#area?.form;
    if (!this.#mayPay || !paymentReady || !form || !order) return;
    const checked = this.#host.checkForm();
    if (checked.errors) {
      this.#dispatch({type: 'invalid', errors: checked.errors});
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

  get #mayPay(): boolean {
    return this.state.step === 'form' && this.state.changes === 0;
  }

  /** The buyer has agreed in the wallet's sheet: the same order, the same events. */
  async #payWithWallet({fail, ...payment}: WalletPayment): Promise<void> {
    const {order} = this.state;
    if (this.#paying || !this.#mayPay || !order) return fail();
    const attempt = this.#attempt(order, {...payment, clientSecret: undefined, isWallet: true});
    this.#paying = attempt.finally(() => (this.#paying = null));
    await this.#paying;
    if (this.state.step !== 'status') fail();
  }

  async #attempt(
    order: Order,
    what: Omit<PayRequest, 'order' | 'token' | 'locale' | 'returnUrl' | 'onStarted'>,
  ): Promise<void> {
    const stripe = this.#stripe;
    if (!stripe) return;
    this.#dispatch({type: 'submit'});
    this.#host.dispatchEvent(new CheckoutSubmitEvent(order));
    const {locale, returnUrl} = this.#host.settings;
    const onStarted = (paymentIntent: string) => this.#session.add({paymentIntent});
    try {
      const closing = await this.#close();
      const result = await closing.withReachableChallenge(this.#host, () =>
        closing.pay(
          {api: this.#api, stripe},
          {...what, order, token: this.#token, locale, returnUrl, onStarted},
        ),
      );
      await this.#finish(order, result, closing);
    } catch (cause) {
      logFailure(cause);
      await this.#recover(asFailure(cause, order.id));
    }
  }

  async #finish(order: Order, result: PayResult, closing: Closing): Promise<void> {
    switch (result.type) {
      case 'confirmed':
        this.#area?.close();
        return this.#showOutcome(order, result.intent);
      case 'invalid':
        this.#dispatch({type: 'submit-failed', error: failure('payment_details_invalid')});
        return this.focusPayment();
      case 'restarted':
        this.#fail(failure('payment_restarted', {orderId: order.id}));
        return this.#mount(order, result.clientSecret);
      case 'refused':
        return this.#refused(order, result.error);
      case 'failed':
        return this.#recover(closing.stripeFailure(result.error, order.id));
    }
  }

  async #refused(order: Order, error: ApiCallError): Promise<void> {
    const now = error.problem?.order;
    if (error.code === 'amount_changed' && now) {
      const amount = formatMoney(now.amount, now.currency, this.#host.settings.locale);
      this.#fail(failure('amount_changed', {orderId: order.id, values: {amount}}), now);
      return this.#area?.setAmount(now.amount);
    }
    if (error.code === 'order_not_found' || error.code === 'unauthorized') return this.startOver();
    return this.#recover(asFailure(error, order.id));
  }

  /**
   * After anything but a plain answer the payment may have gone through all the same: the order
   * knows. Only an order that can still be paid gets its form back.
   */
  async #recover(error: ReturnType<typeof failure>): Promise<void> {
    const {order} = this.state;
    const now = order ? await lookAgain(this.#api, order.id, this.#token) : undefined;
    if (this.#abort.signal.aborted) return;
    if (now && !now.payable) {
      this.#area?.close();
      return this.#showOutcome(now);
    }
    this.#fail(error, now);
  }

  #fail(error: ReturnType<typeof failure>, order?: Order): void {
    this.#dispatch({type: 'submit-failed', error, ...(order && {order})});
    this.#host.dispatchEvent(new CheckoutFailureEvent(this.state.order, error));
  }

  /** Back from the bank by the browser's own button: the page is as it was left, spinner and all. */
  readonly #onPageShow = (event: PageTransitionEvent) => {
    if (event.persisted && this.state.step !== 'waiting') void this.load();
  };
}
