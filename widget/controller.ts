import type {Stripe} from '@stripe/stripe-js';
import type {ReactiveController} from 'lit';
import type {Order, OrderChange} from '../api/contract.ts';
import {createApiClient} from './api-client.ts';
import type {DetailsForm} from './details-form.ts';
import {CheckoutLoadErrorEvent} from './events/of-failure.ts';
import {failure, logFailure} from './failures.ts';
import {initialState, next, type CheckoutAction, type CheckoutState} from './flow.ts';
import {explain, fetched, loadOpening} from './later.ts';
import {openOrder} from './open-order.ts';
import type {Heard} from './outcome.ts';
import type {PaymentSurroundings} from './payments.ts';
import type {Stage} from './stage.ts';
import type {PaymentReturn} from './return-page.ts';
import {orderRequest, sessionOf} from './preparation.ts';
import {CheckoutSession} from './session.ts';
import type {CheckoutHost, CheckoutSettings} from './settings.ts';
import {preload} from './stripe/preload.ts';

/** Runs the checkout of one element: asks `flow` what comes next, and the API and Stripe to do it. */
export class CheckoutController implements ReactiveController {
  state: CheckoutState = initialState;
  /** What the page had said when it was last followed; null as long as nothing has begun. */
  followed: CheckoutSettings | null = null;

  readonly #host: CheckoutHost;
  readonly #form: DetailsForm;
  #stage: Stage | null = null;
  #abort = new AbortController();
  #stripe: Stripe | null = null;
  #token = '';
  #wasTornDown = false;
  #returned: PaymentReturn | null = null;
  /** What this tab keeps of the order; chosen by the cart that the order was placed for. */
  #session: CheckoutSession;

  constructor(host: CheckoutHost, form: DetailsForm) {
    this.#host = host;
    this.#form = form;
    this.#session = new CheckoutSession();
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('pageshow', this.#onPageShow);
    this.#stage?.watch();
    if (this.#wasTornDown && this.state.step !== 'waiting') void this.load();
    else if (this.#stage?.area.form) void this.#stage.remount();
    this.#wasTornDown = false;
  }

  hostDisconnected(): void {
    window.removeEventListener('pageshow', this.#onPageShow);
    this.#stage?.unwatch();
    // A move takes the element out and puts it back at once: only what stays out is torn down.
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.#wasTornDown = true;
      this.#abort.abort();
      this.#stage?.area.close();
    });
  }

  /** Asks for what no order is needed for, while the element is still being drawn. */
  prepare(stripeJs: string): void {
    if (this.state.step !== 'waiting') return;
    if (stripeJs) preload(stripeJs);
    this.#takeStage().catch(() => {});
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
    const {settings} = this.#host;
    // Another shop has another key of Stripe's.
    if (this.followed?.apiUrl !== settings.apiUrl) this.state = {...this.state, config: null};
    this.followed = settings;
    // A cart that was emptied while its order was being paid has taken nothing away from that order.
    if (settings.items.length > 0 || !this.#session.read()?.paymentIntent) {
      this.#session = sessionOf(settings);
    }
    this.#stage?.area.close();
    this.#dispatch({type: 'load', isReturn: this.#returned !== null});
    try {
      await (this.#returned ? this.#showReturn(this.#returned) : this.#openForm());
    } catch (cause) {
      if (signal.aborted) return;
      this.#stage?.area.close();
      const error = await explain(cause, this.state.order?.id);
      // What cannot be tried again is an end, and looks like one.
      if (!error.retryable) await this.#takeStage().catch(() => {});
      if (signal.aborted) return;
      if (error.code === 'unknown') logFailure(cause);
      this.#dispatch({type: 'load-failed', error});
      this.#host.dispatchEvent(new CheckoutLoadErrorEvent(this.state.order, error));
    }
  }

  /** The page sells something else, or elsewhere: another order, or none. */
  async reload(): Promise<void> {
    this.#session = sessionOf(this.#host.settings);
    await this.load();
  }

  /** The element was moved in one piece; only its surroundings and its place in the slots may be others. */
  moved(): void {
    const stage = this.#stage;
    stage?.watch();
    if (stage?.area.form && !stage.area.isIntact) void stage.remount();
  }

  /** What the button of an error or of the status view does: the same order again. */
  async retry(): Promise<void> {
    const {step, outcome, order} = this.state;
    // As long as the order is not known, only the return leads to it.
    if (step === 'status' && outcome !== 'unknown' && order) this.#returned = null;
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
    await this.#stage?.payments.goOn(this.#returned?.clientSecret);
  }

  /** Asks once more, for as long as before, how the payment ended. */
  async checkAgain(): Promise<void> {
    if (this.#token && this.#stage) await this.#stage.outcome.watch(this.#connection);
    else await this.load();
  }

  /** Pays. Two calls at once are one payment. */
  async submit(): Promise<void> {
    await this.#stage?.payments.submit();
  }

  /** Changes items or customer of the order; the amount that Stripe shows follows. */
  async change(change: OrderChange): Promise<void> {
    const {step} = this.state;
    if (step !== 'form') throw failure(step === 'status' ? 'order_not_payable' : 'order_busy');
    await this.#holding(async () => (await this.#takeStage()).change(change));
  }

  async #holding(act: () => Promise<void>): Promise<void> {
    const release = this.hold();
    try {
      await act();
    } finally {
      release();
    }
  }

  /** Keeps the buyer from paying what is about to change, until the answered function is called. */
  hold(): () => void {
    this.#dispatch({type: 'changing', by: 1});
    return () => this.#dispatch({type: 'changing', by: -1});
  }

  /** What keeps a change from being made may be that the order is paid or gone: nothing is paid meanwhile. */
  async changeFailed(cause: unknown): Promise<void> {
    if (this.state.step === 'form') {
      await this.#holding(async () => this.#stage?.payments.recover(cause));
    }
  }

  fieldsChecked(errors: CheckoutState['fieldErrors']): void {
    this.#dispatch({type: 'field-checked', errors});
  }

  focusPayment(): void {
    this.#stage?.area.form?.element.focus();
  }

  restyle(): void {
    this.#stage?.restyle();
  }

  refit(): void {
    this.#stage?.refit();
  }

  /** How an end looks, once its file is here. */
  get outcomeView() {
    return this.#stage?.outcome.view ?? null;
  }

  /** What few buyers need, once one did. */
  readonly help = () => this.#stage?.payments.help ?? null;

  get #api() {
    return createApiClient({apiUrl: this.#host.settings.apiUrl, signal: this.#abort.signal});
  }

  get #connection() {
    return {api: this.#api, signal: this.#abort.signal, token: this.#token};
  }

  #dispatch(action: CheckoutAction): void {
    this.state = next(this.state, action);
    // Who comes back to the shop now wants a new one.
    if (this.state.order?.paidAt) this.#session.unshare();
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
    if (opened.intent || !opened.order.payable) {
      this.#dispatch({type: 'order-changed', order: opened.order});
      return this.#showOutcome(opened.order, opened.intent);
    }
    this.#dispatch({type: 'placed', order: opened.order});
    const loaded = await stripe;
    signal.throwIfAborted();
    this.#stripe = loaded;
    await this.#stage?.mount(opened.order, opened.clientSecret);
  }

  async #showReturn(returned: PaymentReturn): Promise<void> {
    const stripe = this.#loadStripe();
    stripe.catch(() => {}); // Without Stripe the API alone will do.
    const file = fetched(import('./returning.ts'));
    const [{showReturn}, {outcome}] = await Promise.all([file, this.#takeStage()]);
    const {signal} = this.#abort;
    const connection = {api: this.#api, signal, session: this.#session, stripe};
    const found = await showReturn(outcome, connection, returned);
    if (found) this.#token = found;
  }

  async #loadStripe(): Promise<Stripe> {
    const {signal} = this.#abort;
    const loading = this.#takeStage();
    loading.catch(() => {}); // Met below, after what the API has to say.
    const config = this.state.config ?? (await this.#api.config());
    signal.throwIfAborted();
    this.#dispatch({type: 'configured', config});
    const stage = await loading;
    signal.throwIfAborted();
    return stage.connect(config);
  }

  /** As soon as its file is there: it makes the first view look as the page does, and puts back what was typed. */
  async #takeStage(): Promise<Stage> {
    const {Stage} = await loadOpening();
    return (this.#stage ??= new Stage(this.#host, this.#surroundings));
  }

  get #surroundings(): PaymentSurroundings {
    return {
      form: this.#form,
      state: () => this.state,
      session: () => this.#session,
      desk: () => ({...this.#connection, stripe: this.#stripe, area: this.#stage?.area ?? null}),
      dispatch: (action) => this.#dispatch(action),
      loadStripe: async () => (this.#stripe ??= await this.#loadStripe()),
      onStarted: (paymentIntent) => this.#session.add({paymentIntent}),
      onChanged: () => {
        this.#session = this.#session.moveTo(sessionOf(this.#host.settings));
      },
      show: (order, intent) => this.#showOutcome(order, intent),
      load: () => this.load(),
      retry: () => this.retry(),
      startOver: () => this.startOver(),
    };
  }

  async #showOutcome(order: Order, intent?: Heard): Promise<void> {
    const {outcome} = await this.#takeStage();
    await outcome.show(this.#connection, order, intent);
  }

  /** Back from the bank by the browser's own button: the page is as it was left, spinner and all. */
  readonly #onPageShow = (event: PageTransitionEvent) => {
    if (event.persisted && this.state.step !== 'waiting') void this.load();
  };
}
