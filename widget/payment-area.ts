import type {Appearance, StripeElementLocale} from '@stripe/stripe-js';
import {mountPaymentForm, type PaymentForm, type PaymentFormOptions} from './stripe/mount.ts';
import {SlotChain} from './stripe/slot-chain.ts';
import {within} from './time.ts';

type AreaOptions = Omit<PaymentFormOptions, 'node' | 'onReady' | 'onLoadError'>;

/** How long the Payment Element may take from mount to ready, in milliseconds. */
const patience = 20_000;

/** The place of the Payment Element: its slots, its mount, and its end. */
export class PaymentArea {
  readonly #chain: SlotChain;
  #form: PaymentForm | null = null;
  #options: AreaOptions | null = null;

  constructor(element: HTMLElement, slotName: string, onLost: () => void) {
    this.#chain = new SlotChain(element, slotName, onLost);
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

  /** The same once more: an iframe that was moved has lost what was in it. */
  async reopen(): Promise<void> {
    if (this.#options) await this.open(this.#options);
  }

  close(): void {
    this.#form?.destroy();
    this.#form = null;
    this.#chain.remove();
  }

  /** Shows the amount as it is now; Stripe's wallets and instalments name it. */
  async setAmount(amount: number): Promise<void> {
    if (this.#options) this.#options.amount = amount;
    if (!this.#form) return;
    if (this.#form.clientSecret) await this.#form.elements.fetchUpdates();
    else await this.#form.elements.update({amount});
  }

  /** Lets Stripe look and speak as the page does now. */
  restyle(appearance: Appearance, locale: StripeElementLocale): void {
    if (!this.#options || !this.#form) return;
    const before = this.#options;
    const looksOther = JSON.stringify(appearance) !== JSON.stringify(before.appearance);
    const speaksOther = locale !== before.locale;
    this.#options = {...before, appearance, locale};
    if (!looksOther && !speaksOther) return;
    void this.#form.elements.update({
      ...(looksOther && {appearance}),
      ...(speaksOther && {locale}),
    });
  }
}
