import type {Appearance, Stripe} from '@stripe/stripe-js';
import type {Config, Order, OrderChange, OrderShown} from '../api/contract.ts';
import {addPatterns} from './address/patterns.ts';
import {checkDetails, checkField, errorSummaryView} from './check-form.ts';
import {CheckoutChangeEvent, CheckoutReadyEvent} from './events/of-form.ts';
import {failure, logFailure} from './failures.ts';
import {checkTexts} from './i18n/english-check.ts';
import {laterTexts} from './i18n/english-later.ts';
import {addEnglish} from './i18n/text.ts';
import {Outcome} from './outcome.ts';
import {pageLook} from './page-look.ts';
import {PaymentArea} from './payment-area.ts';
import {Payments, type PaymentSurroundings} from './payments.ts';
import type {CheckoutHost} from './settings.ts';
import {connectStripe, paymentOptions, walletOptions} from './stripe/connect.ts';
import {stripeLocale} from './stripe/locale.ts';
import {watchPage} from './stripe/theme-watch.ts';
import {readAppearance} from './stripe/theme.ts';
import {outcomeStyles} from './styles/outcome.styles.ts';
import {stageStyles} from './styles/stage.styles.ts';
import {within} from './time.ts';
import {typedKeeper} from './typed.ts';

type FontSources = CheckoutHost['settings']['fonts'];

/**
 * Where it is paid: Stripe's form in its place, looking as the page does, the attempts to pay, and how
 * they ended.
 */
export class Stage {
  readonly area: PaymentArea;
  readonly payments: Payments;
  readonly outcome: Outcome;
  readonly #host: CheckoutHost;
  readonly #around: PaymentSurroundings;
  /** On pages that have web fonts; until it is here, and where it does not come, there are none. */
  #readFonts: ((families: string) => FontSources) | null = null;
  readonly #fontsRead =
    document.fonts.size > 0 &&
    within(5000, import('./stripe/page-fonts.ts')).then(
      ({pageFonts}) => void (this.#readFonts = pageFonts),
      () => {},
    );
  readonly #pageLook = new CSSStyleSheet();
  #defaults = '';
  #stopWatching = () => {};
  readonly #keepTyped: () => void;
  /** What the page was told last of what the buyer has filled in. */
  #told = {complete: false, paymentMethod: ''};

  constructor(host: CheckoutHost, around: PaymentSurroundings) {
    this.#host = host;
    this.#around = around;
    this.area = new PaymentArea(host, () => void this.remount());
    this.payments = new Payments(host, {
      ...around,
      mount: (order) => this.mount(order),
      restart: (order, clientSecret) => this.restart(order, clientSecret),
      follow: (now) => this.follow(now),
    });
    this.outcome = new Outcome(host, around);
    this.#keepTyped = typedKeeper(host, around);
    addPatterns();
    addEnglish('check', checkTexts);
    addEnglish('later', laterTexts);
    host.addStyles(stageStyles);
    host.addStyles(outcomeStyles);
    host.addStyles(this.#pageLook);
    host.takeChecks({checkDetails, checkField, errorSummaryView});
    host.addController(this);
    this.watch();
  }

  hostUpdated(): void {
    this.#keepTyped();
    // The last thing that was missing may be in our own form, or the first.
    const {complete, paymentMethod} = this.#told;
    const isOther = this.#around.state().step === 'form' && this.#isComplete !== complete;
    if (isOther) this.#tell(paymentMethod);
  }

  get #isComplete(): boolean {
    return this.#around.state().paymentComplete && !this.#host.checkForm().errors;
  }

  #tell(paymentMethod: string): void {
    const complete = this.#isComplete;
    this.#told = {complete, paymentMethod};
    const {order} = this.#around.state();
    this.#host.dispatchEvent(new CheckoutChangeEvent(order, complete, paymentMethod));
  }

  /** Follows the page: how it looks, and which language it speaks. */
  watch(): void {
    this.#stopWatching();
    // Its file may have come after the element was taken out; put back in, it watches again.
    if (!this.#host.isConnected) return;
    const follow = async () => {
      this.#host.requestUpdate();
      await this.#host.updateComplete; // There may be nothing drawn yet that could look otherwise.
      this.restyle();
    };
    this.#stopWatching = watchPage(this.#host, () => void follow());
    void follow();
  }

  unwatch(): void {
    this.#stopWatching();
  }

  connect(config: Config): Promise<Stripe> {
    return connectStripe(config, this.#host.settings);
  }

  /**
   * Mounts Stripe's form; what can follow upon it comes when it stands.
   * @param opened The order as it was before Stripe.js was waited for.
   */
  async mount(opened: Order, clientSecret?: string): Promise<void> {
    const {signal, stripe} = this.#around.desk();
    // It needs the first view, for its place and the page's colours, and nothing drawn since.
    if (!this.#host.themeScope) await this.#host.updateComplete;
    if (this.#fontsRead) await this.#fontsRead;
    signal.throwIfAborted();
    if (!stripe) return;
    this.#takePageLook();
    // What is bought may have changed while Stripe.js was on its way.
    const order = () => this.#around.state().order ?? opened;
    const secret = this.area.laterSecret ?? clientSecret;
    try {
      await this.area.open({
        ...paymentOptions(this.#host.settings, order(), secret),
        ...this.#look,
        stripe,
        onChange: (complete, paymentMethod) => {
          this.#around.dispatch({type: 'payment-changed', complete});
          this.#tell(paymentMethod);
        },
      });
    } catch (cause) {
      signal.throwIfAborted();
      logFailure(cause);
      throw failure('payment_form_failed', {orderId: opened.id, cause});
    }
    signal.throwIfAborted();
    this.#around.dispatch({type: 'payment-ready', ready: true});
    this.#host.dispatchEvent(new CheckoutReadyEvent(order()));
    this.#offerWallets(stripe, order());
  }

  #offerWallets(stripe: Stripe, order: Order): void {
    const {settings} = this.#host;
    if (settings.express === 'never') return;
    this.area.openWallets({
      ...walletOptions(settings, order),
      ...this.#look,
      stripe,
      ...this.payments.walletEvents,
    });
  }

  /** Changes items or customer of the order; the amount that Stripe shows follows. */
  async change(change: OrderChange): Promise<void> {
    const {api, token} = this.#around.desk();
    const {order} = this.#around.state();
    if (!order) return;
    const changed = await api.changeOrder(order.id, token, change);
    this.#around.dispatch({type: 'order-changed', order: changed.order});
    this.#around.onChanged();
    await this.follow(changed);
  }

  /** Stripe's form shows what is paid now; another payment in the place of its own needs another form. */
  async follow({order, clientSecret}: OrderShown): Promise<void> {
    const known = this.area.form?.clientSecret;
    if (!this.area.form) this.area.laterSecret = clientSecret;
    if (known && clientSecret && known !== clientSecret) await this.restart(order, clientSecret);
    else await this.area.setAmount(order.amount);
  }

  /** The form of another payment. */
  restart(order: Order, clientSecret: string): Promise<void> {
    return this.#anew(() => this.mount(order, clientSecret));
  }

  /** The same form once more: an iframe that was moved has lost what was in it. */
  remount(): Promise<void> {
    return this.#anew(() => this.area.reopen());
  }

  async #anew(open: () => Promise<void>): Promise<void> {
    const {signal} = this.#around.desk();
    this.#around.dispatch({type: 'payment-ready', ready: false});
    try {
      await open();
      if (!signal.aborted) this.#around.dispatch({type: 'payment-ready', ready: true});
    } catch {
      // The whole way again tells the buyer, if it does not help.
      if (!signal.aborted) await this.#around.load();
    }
  }

  restyle(): void {
    this.#takePageLook();
    if (!this.area.form) return;
    this.area.restyle({...this.#look, locale: stripeLocale(this.#host.settings.locale)});
  }

  /** The page asks for other fields than before: Stripe's form and the wallets do too. */
  refit(): void {
    const {stripe} = this.#around.desk();
    const {order} = this.#around.state();
    this.area.refit(this.#host.settings);
    if (stripe && order) this.#offerWallets(stripe, order);
  }

  /** Our own styles; what Stripe's form is to look like is read from them. */
  #takePageLook(): void {
    const {themeScope} = this.#host;
    if (!themeScope?.isConnected) return;
    const defaults = pageLook(this.#host, themeScope);
    if (defaults !== this.#defaults) this.#pageLook.replaceSync((this.#defaults = defaults));
  }

  /** As the page looks; with its own web fonts, unless it has handed others over. */
  get #look(): {appearance: Appearance; fonts: FontSources} {
    const {themeScope, appearance: pages, settings} = this.#host;
    const appearance = themeScope ? readAppearance(themeScope, pages) : pages;
    const {fontFamily = ''} = appearance.variables ?? {};
    const own = settings.fonts.length > 0 ? null : this.#readFonts?.(fontFamily);
    return {appearance, fonts: own ?? settings.fonts};
  }
}
