import type {Appearance, StripeElementLocale} from '@stripe/stripe-js';
import type {WalletOptions, Wallets} from './wallets.ts';
import {loadClosing} from './later.ts';
import {mountPaymentForm, type PaymentForm, type PaymentFormOptions} from './stripe/mount.ts';
import {SlotChain} from './stripe/slot-chain.ts';
import {within} from './time.ts';

type AreaWalletOptions = Omit<WalletOptions, 'node'>;
type AreaOptions = Omit<PaymentFormOptions, 'node' | 'onReady' | 'onLoadError'>;

/** By which light children find their place; every instance has its own. */
interface SlotNames {
  paymentSlot: string;
  walletSlot: string;
}

const leftovers = ':scope > :is([slot^="opc-payment-"], [slot^="opc-wallets-"])';

/** How long Stripe may take to make the form ready, or to learn a new amount, in milliseconds. */
const patience = 20_000;

/** The place of the Payment Element: its slots, its mount, and its end. */
export class PaymentArea {
  readonly #chain: SlotChain;
  readonly #walletChain: SlotChain;
  #form: PaymentForm | null = null;
  #wallets: Wallets | null = null;
  #walletOptions: AreaWalletOptions | null = null;
  #options: AreaOptions | null = null;
  readonly #onLost: () => void;

  constructor(element: HTMLElement & SlotNames, onLost: () => void) {
    // A page that keeps itself as HTML (Turbo, htmx, a prerenderer) has kept the frames of then, too.
    for (const child of element.querySelectorAll(leftovers)) child.remove();
    this.#onLost = onLost;
    this.#chain = new SlotChain(element, element.paymentSlot, onLost);
    this.#walletChain = new SlotChain(element, element.walletSlot, () => this.#reopenWallets());
  }

  get form(): PaymentForm | null {
    return this.#form;
  }

  get isIntact(): boolean {
    return this.#chain.isIntact;
  }

  /** Mounts a new Payment Element and waits until it can be used. */
  async open(options: AreaOptions): Promise<void> {
    this.close();
    this.#options = options;
    this.#chain.plant();
    const {node} = this.#chain;
    const ready = new Promise<void>((resolve, reject) => {
      this.#form = mountPaymentForm({...options, node, onReady: resolve, onLoadError: reject});
    });
    await within(patience, ready);
  }

  /** Adds the wallet buttons; their code comes with what follows the click, when the form stands. */
  async openWallets(options: AreaWalletOptions): Promise<void> {
    const form = this.#form;
    const {openWallets} = await loadClosing();
    if (!form || form !== this.#form) return;
    this.#closeWallets();
    this.#walletOptions = options;
    this.#walletChain.plant();
    let isKnown = false;
    const onAvailable = (isAvailable: boolean) => {
      isKnown = true;
      options.onAvailable(isAvailable);
    };
    const wallets = openWallets({...options, onAvailable, node: this.#walletChain.node});
    this.#wallets = wallets;
    setTimeout(() => {
      if (isKnown || wallets !== this.#wallets) return;
      this.#closeWallets();
      options.onAvailable(false);
    }, patience);
  }

  /** The same once more: an iframe that was moved has lost what was in it. */
  async reopen(): Promise<void> {
    const wallets = this.#walletOptions;
    if (this.#options) await this.open(this.#options);
    if (wallets) await this.openWallets(wallets);
  }

  #reopenWallets(): void {
    const options = this.#walletOptions;
    if (options) this.openWallets(options).catch(() => options.onAvailable(false));
  }

  #closeWallets(): void {
    this.#wallets?.close();
    this.#wallets = null;
    this.#walletOptions = null;
    this.#walletChain.remove();
  }

  close(): void {
    this.#closeWallets();
    this.#form?.destroy();
    this.#form = null;
    this.#chain.remove();
  }

  /** Shows the amount as it is now; Stripe's wallets and instalments name it. */
  async setAmount(amount: number): Promise<void> {
    if (this.#options) this.#options.amount = amount;
    if (this.#walletOptions) this.#walletOptions.amount = amount;
    try {
      await within(patience, this.#tell(amount));
    } catch (cause) {
      // Nothing may be paid with a form that may show the amount of before: a new one knows this one.
      this.#onLost();
      throw cause;
    }
  }

  async #tell(amount: number): Promise<void> {
    await this.#wallets?.setAmount(amount);
    if (!this.#form) return;
    const {elements, clientSecret} = this.#form;
    if (!clientSecret) return elements.update({amount});
    const {error} = await elements.fetchUpdates();
    if (error) throw new Error(error.message);
  }

  /** Lets Stripe look and speak as the page does now. */
  restyle(appearance: Appearance, locale: StripeElementLocale): void {
    if (!this.#options || !this.#form) return;
    const before = this.#options;
    const looksOther = JSON.stringify(appearance) !== JSON.stringify(before.appearance);
    const speaksOther = locale !== before.locale;
    this.#options = {...before, appearance, locale};
    if (!looksOther && !speaksOther) return;
    const news = {...(looksOther && {appearance}), ...(speaksOther && {locale})};
    void this.#form.elements.update(news);
    if (this.#walletOptions) Object.assign(this.#walletOptions, news);
    this.#wallets?.update(news);
  }
}
