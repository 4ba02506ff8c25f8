import {html, nothing} from 'lit';
import type {OrderLine, Problem} from '../api/contract.ts';
import type {CheckoutController} from './controller.ts';
import {quantitiesTexts} from './i18n/english-quantities.ts';
import {addEnglish, text, type TextKey} from './i18n/text.ts';
import {choosePlural} from './i18n/plural.ts';
import {loadTrouble} from './later.ts';

export {quantitiesStyles} from './styles/quantities.styles.ts';

/** How long a buyer may think between two presses before the order follows, in milliseconds. */
const pause = 350;
const most = 999;

interface Surroundings {
  checkout: Pick<CheckoutController, 'state' | 'hold' | 'change' | 'changeFailed'>;
  onChange: () => void;
  /** A line is gone, and with it the button that the buyer has just pressed. */
  onRemoved: () => void;
}

interface LineProblem {
  sku: string;
  key: TextKey;
  available?: number | undefined;
}

/** Quantities that the buyer can change: what was pressed last is sent, and one change at a time. */
export class Quantities {
  /** What was pressed and the order does not have yet. */
  readonly #wanted = new Map<string, number>();
  readonly #around: Surroundings;
  #problem: LineProblem | null = null;
  #release: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(around: Surroundings) {
    this.#around = around;
    addEnglish('quantities', quantitiesTexts);
  }

  /** The buttons of one line, and what is wrong with it. */
  view(line: OrderLine, locale: string) {
    const quantity = this.#wanted.get(line.sku) ?? line.quantity;
    const isLast = this.#lines.length < 2;
    const product = line.name;
    const less = quantity > 1 || isLast ? 'oneLess' : 'remove';
    const problem = this.#problemOf(line);
    const step = (to: number, label: TextKey, sign: string, isOff: boolean) => html`
      <button
        type="button"
        class="step"
        part="button quantity-button"
        aria-label=${text(label, {product})}
        aria-disabled=${isOff || !this.#isOpen}
        @click=${() => isOff || this.#set(line.sku, to)}
      >
        ${sign}
      </button>
    `;
    return html`
      <span
        class="stepper"
        part="quantity"
        role="group"
        aria-label=${text('quantityIn', {product})}
      >
        ${step(quantity - 1, less, '−', quantity < 1 || (isLast && quantity < 2))}
        <output part="quantity-value">${new Intl.NumberFormat(locale).format(quantity)}</output>
        ${step(quantity + 1, 'oneMore', '+', quantity >= most)}
      </span>
      ${
        problem
          ? html`<span class="error" part="error" role="alert"
              >${text(problem.key, {available: String(problem.available ?? '')}, choosePlural)}</span
            >`
          : nothing
      }
    `;
  }

  get #lines(): OrderLine[] {
    return this.#around.checkout.state.order?.lines ?? [];
  }

  get #isOpen(): boolean {
    return this.#around.checkout.state.step === 'form';
  }

  #problemOf({sku}: OrderLine): LineProblem | null {
    const problem = this.#problem ?? problemIn(this.#around.checkout.state.error?.cause);
    return problem?.sku === sku ? problem : null;
  }

  #set(sku: string, quantity: number): void {
    if (!this.#isOpen) return;
    this.#problem = null;
    this.#wanted.set(sku, quantity);
    this.#release ??= this.#around.checkout.hold();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#sending = this.#sending.then(() => this.#send());
    }, pause);
    this.#around.onChange();
  }

  async #send(): Promise<void> {
    const lines = this.#lines;
    const items = lines
      .map(({sku, quantity}) => ({sku, quantity: this.#wanted.get(sku) ?? quantity}))
      .filter(({quantity}) => quantity > 0);
    const sent = new Map(this.#wanted);
    try {
      await this.#around.checkout.change({items});
      // What was pressed while it was on its way goes next.
      for (const [sku, quantity] of sent) {
        if (this.#wanted.get(sku) === quantity) this.#wanted.delete(sku);
      }
      if (items.length < lines.length) this.#around.onRemoved();
    } catch (cause) {
      this.#wanted.clear();
      await loadTrouble().catch(() => {}); // Without it, in fewer words.
      this.#problem = problemIn(cause);
      if (!this.#problem) await this.#around.checkout.changeFailed(cause);
    }
    if (this.#timer === undefined) {
      this.#release?.();
      this.#release = null;
    }
    this.#around.onChange();
  }
}

/** The line that the API names as the one at fault. */
function problemIn(cause: unknown): LineProblem | null {
  const {problem} = (cause ?? {}) as {problem?: Problem};
  if (!problem?.sku) return null;
  const {sku, code, available} = problem;
  if (code === 'invalid_quantity') return {sku, key: 'errorQuantity'};
  if (code !== 'out_of_stock') return null;
  return available ? {sku, key: 'errorOnlyLeft', available} : {sku, key: 'errorOutOfStock'};
}
