import {openWallets, type WalletOptions, type Wallets} from './wallets.ts';
import {logFailure} from './failures.ts';
import {
  fieldsFor,
  mountPaymentForm,
  type PaymentForm,
  type PaymentFormOptions,
} from './stripe/mount.ts';
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
  #walletsLate: ReturnType<typeof setTimeout> | undefined;
  #options: AreaOptions | null = null;
  #opening: Promise<void> | null = null;
  /** Of the payment that has taken the place of the one that the form is about to be opened for. */
  laterSecret: string | undefined;
  #giveUp = (_cause: Error) => {};
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

  /** Mounts a new Payment Element and waits until it, or the one in its place by then, can be used. */
  open(options: AreaOptions): Promise<void> {
    this.close();
    this.#options = options;
    this.#chain.plant();
    const {node} = this.#chain;
    const ready = new Promise<void>((resolve, reject) => {
      this.#giveUp = reject;
      this.#form = mountPaymentForm({...options, node, onReady: resolve, onLoadError: reject});
    });
    const opening: Promise<void> = within(patience, ready).catch((cause: unknown) => {
      if (!this.#opening || this.#opening === opening) throw cause;
      return this.#opening;
    });
    return (this.#opening = opening);
  }

  /** Adds the wallet buttons, once the form stands; it does without them where they fail. */
  openWallets(options: AreaWalletOptions): void {
    if (!this.#form) return;
    this.#closeWallets();
    // What the form may have learned while it was opened anew.
    const {amount} = this.#options ?? options;
    this.#walletOptions = {...options, amount};
    this.#walletChain.plant();
    const doWithout = () => {
      this.#closeWallets();
      options.onAvailable(false);
    };
    const late = setTimeout(doWithout, patience);
    this.#walletsLate = late;
    const onAvailable = (isAvailable: boolean) => {
      clearTimeout(late);
      options.onAvailable(isAvailable);
    };
    try {
      const {node} = this.#walletChain;
      this.#wallets = openWallets({...this.#walletOptions, onAvailable, node});
    } catch (cause) {
      logFailure(cause);
      doWithout();
    }
  }

  /** The same once more: an iframe that was moved has lost what was in it. */
  async reopen(): Promise<void> {
    const wallets = this.#walletOptions;
    if (this.#options) await this.open(this.#options);
    if (wallets) this.openWallets(wallets);
  }

  #reopenWallets(): void {
    if (this.#walletOptions) this.openWallets(this.#walletOptions);
  }

  #closeWallets(): void {
    clearTimeout(this.#walletsLate);
    this.#wallets?.close();
    this.#wallets = null;
    this.#walletOptions = null;
    this.#walletChain.remove();
  }

  close(): void {
    // A form that is taken away never tells whether it is ready.
    this.#giveUp(new Error('The payment form was closed.'));
    this.#opening = null;
    this.laterSecret = undefined;
    this.#closeWallets();
    this.#form?.destroy();
    this.#form = null;
    this.#chain.remove();
  }

  /** Shows the amount as it is now; Stripe's wallets and instalments name it. */
  async setAmount(amount: number): Promise<void> {
    if (this.#options?.amount === amount) return;
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
  restyle(wanted: Pick<AreaOptions, 'appearance' | 'locale' | 'fonts'>): void {
    const before = this.#options;
    if (!before || !this.#form) return;
    const others = Object.entries(wanted).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as 'locale']),
    );
    if (others.length === 0) return;
    const news: Partial<typeof wanted> = Object.fromEntries(others);
    Object.assign(before, news);
    void this.#form.elements.update(news);
    if (this.#walletOptions) Object.assign(this.#walletOptions, news);
    this.#wallets?.update(news);
  }

  /** Lets Stripe's form ask, and lie, as the page wants it now; what is typed in it stays. */
  refit({layout, wishes}: Pick<AreaOptions, 'layout' | 'wishes'>): void {
    if (this.#options) Object.assign(this.#options, {layout, wishes});
    this.#form?.element.update({layout: layout ?? 'tabs', fields: fieldsFor(wishes)});
  }
}
