import type {Appearance, Stripe} from '@stripe/stripe-js';
import type {Config, Order, OrderChange} from '../api/contract.ts';
import {addPatterns} from './address/patterns.ts';
import {checkDetails, checkField, errorSummaryView} from './check-form.ts';
import {CheckoutChangeEvent, CheckoutReadyEvent} from './events/of-form.ts';
import {failure, logFailure} from './failures.ts';
import {checkTexts} from './i18n/english-check.ts';
import {addEnglish} from './i18n/text.ts';
import {PaymentArea} from './payment-area.ts';
import {Payments, type PaymentSurroundings} from './payments.ts';
import type {CheckoutHost} from './settings.ts';
import {connectStripe, paymentOptions, walletOptions} from './stripe/connect.ts';
import {stripeLocale} from './stripe/locale.ts';
import {watchPage} from './stripe/theme-watch.ts';
import {readAppearance} from './stripe/theme.ts';
import {stageStyles} from './styles/stage.styles.ts';

/** Where it is paid: Stripe's form in its place, looking as the page does, and the attempts to pay. */
export class Stage {
  readonly area: PaymentArea;
  readonly payments: Payments;
  readonly #host: CheckoutHost;
  readonly #around: PaymentSurroundings;
  #stopWatching = () => {};

  constructor(host: CheckoutHost, around: PaymentSurroundings) {
    this.#host = host;
    this.#around = around;
    this.area = new PaymentArea(host, () => void this.remount());
    this.payments = new Payments(host, around);
    addPatterns();
    addEnglish('check', checkTexts);
    host.addStyles(stageStyles);
    host.takeChecks({checkDetails, checkField, errorSummaryView});
    this.watch();
  }

  /** Follows the page: how it looks, and which language it speaks. */
  watch(): void {
    this.#stopWatching();
    const follow = () => {
      this.#host.requestUpdate();
      this.restyle();
    };
    this.#stopWatching = watchPage(this.#host, follow);
    follow();
  }

  unwatch(): void {
    this.#stopWatching();
  }

  connect(config: Config): Promise<Stripe> {
    return connectStripe(config, this.#host.settings);
  }

  /** Mounts Stripe's form; what can follow upon it comes when it stands. */
  async mount(order: Order, clientSecret: string | undefined): Promise<void> {
    const {signal, stripe} = this.#around.desk();
    // It needs the first view, for its place and the page's colours, and nothing drawn since.
    if (!this.#host.themeScope) await this.#host.updateComplete;
    signal.throwIfAborted();
    if (!stripe) return;
    try {
      await this.area.open({
        ...paymentOptions(this.#host.settings, order, clientSecret),
        stripe,
        appearance: this.#appearance,
        onChange: (complete, paymentMethod) => {
          this.#around.dispatch({type: 'payment-changed', complete});
          const isComplete = complete && !this.#host.checkForm().errors;
          this.#host.dispatchEvent(
            new CheckoutChangeEvent(this.#around.state().order, isComplete, paymentMethod),
          );
        },
      });
    } catch (cause) {
      signal.throwIfAborted();
      logFailure(cause);
      throw failure('payment_form_failed', {orderId: order.id, cause});
    }
    signal.throwIfAborted();
    this.#around.dispatch({type: 'payment-ready', ready: true});
    this.#host.dispatchEvent(new CheckoutReadyEvent(order));
    this.#around.closing().catch(() => {}); // Asked for again, and its failure told, when it is needed.
    void this.#offerWallets(stripe, order);
  }

  async #offerWallets(stripe: Stripe, order: Order): Promise<void> {
    const {settings} = this.#host;
    if (settings.express === 'never') return;
    try {
      await this.area.openWallets({
        ...walletOptions(settings, this.#around.state().order ?? order),
        stripe,
        appearance: this.#appearance,
        ...this.payments.walletEvents,
      });
    } catch (cause) {
      logFailure(cause); // The form below does without them.
      this.#around.dispatch({type: 'wallets', wallets: 'none'});
    }
  }

  /** Changes items or customer of the order; the amount that Stripe shows follows. */
  async change(change: OrderChange): Promise<void> {
    const {api, token} = this.#around.desk();
    const {order} = this.#around.state();
    if (!order) return;
    const changed = await api.changeOrder(order.id, token, change);
    this.#around.dispatch({type: 'order-changed', order: changed.order});
    this.#around.onChanged();
    await this.area.setAmount(changed.order.amount);
  }

  /** The same form once more: an iframe that was moved has lost what was in it. */
  async remount(): Promise<void> {
    this.#around.dispatch({type: 'payment-ready', ready: false});
    try {
      await this.area.reopen();
      this.#around.dispatch({type: 'payment-ready', ready: true});
    } catch {
      // The whole way again tells the buyer, if it does not help.
      await this.#around.load();
    }
  }

  restyle(): void {
    if (!this.area.form) return;
    this.area.restyle(this.#appearance, stripeLocale(this.#host.settings.locale));
  }

  get #appearance(): Appearance {
    const {themeScope, appearance} = this.#host;
    return themeScope ? readAppearance(themeScope, appearance) : appearance;
  }
}
