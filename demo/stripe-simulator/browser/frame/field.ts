import {el} from './dom.ts';
import {glyph} from './icons.ts';
import type {Language} from './texts/texts.ts';
import type {TextKey} from './texts/en.ts';

/** One input as data. `check` names what is wrong with a whole value; nothing means it is right. */
export interface FieldSpec {
  name: string;
  label: TextKey;
  /** Said after the label to assistive technology only, as Stripe does for `MM / YY`. */
  hint?: string;
  placeholder?: string;
  autocomplete?: string;
  inputMode?: string;
  type?: string;
  half?: boolean;
  optional?: boolean;
  options?: [value: string, label: string][];
  format?: (text: string, previous: string) => string;
  check?: (value: string) => TextKey | undefined;
  icons?: (value: string) => {className: string; nodes: Node[]};
}

export interface FieldEvents {
  onInput(name: string, value: string): void;
  onFocus(): void;
  onBlur(): void;
}

/** A label, a control and its message, with Stripe's ids and class names. */
export class Field {
  readonly element: HTMLElement;
  readonly name: string;
  readonly #spec: FieldSpec;
  readonly #language: Language;
  readonly #events: FieldEvents;
  readonly #input: HTMLInputElement | HTMLSelectElement;
  readonly #label: HTMLLabelElement;
  readonly #error: HTMLElement;
  readonly #icons: HTMLElement;
  #previous = '';

  constructor(spec: FieldSpec, language: Language, value: string, events: FieldEvents) {
    this.name = spec.name;
    this.#spec = spec;
    this.#language = language;
    this.#events = events;
    const id = `Field-${spec.name}Input`;
    this.#label = el(
      'label',
      {for: id, class: 'Label'},
      language.text(spec.label),
      spec.hint && el('span', {class: 'VisuallyHidden'}, ` ${spec.hint}`),
    );
    this.#input = spec.options ? this.#select(id, spec.options) : this.#textInput(id);
    this.#error = el('p', {
      class: 'Error',
      id: `Field-${spec.name}Error`,
      role: 'alert',
      hidden: true,
    });
    this.#icons = el('span', {class: 'Icons'});
    if (spec.options) this.#setIcons('Icons Icons--chevron', [glyph('chevron')]);
    this.element = el(
      'div',
      {class: spec.half ? 'Field Field--half' : 'Field', 'data-name': spec.name},
      this.#label,
      // Numbers run from left to right in every language, their icons on the right.
      el(
        'span',
        {class: 'Control', dir: spec.inputMode === 'numeric' ? 'ltr' : undefined},
        this.#input,
        this.#icons,
      ),
      this.#error,
    );
    this.#input.value = value;
    this.#previous = this.#input.value;
    this.#listen();
    this.#draw();
  }

  get value(): string {
    return this.#input.value;
  }

  get isEmpty(): boolean {
    return this.value.trim() === '';
  }

  /** What is wrong with the value, whether or not it is shown. */
  get problem(): TextKey | undefined {
    if (this.isEmpty && this.#spec.optional) return undefined;
    return this.#spec.check?.(this.value);
  }

  set disabled(disabled: boolean) {
    this.#input.disabled = disabled;
  }

  focus(): void {
    this.#input.focus();
  }

  showProblem(): void {
    const problem = this.problem;
    const message = problem ? this.#language.text(problem) : '';
    this.#error.textContent = message;
    this.#error.hidden = message === '';
    this.#input.classList.toggle('Input--invalid', message !== '');
    this.#label.classList.toggle('Label--invalid', message !== '');
    this.element.classList.toggle('Field--invalid', message !== '');
    this.#input.setAttribute('aria-invalid', String(message !== ''));
    if (message) this.#input.setAttribute('aria-describedby', this.#error.id);
    else this.#input.removeAttribute('aria-describedby');
  }

  #textInput(id: string): HTMLInputElement {
    const {name, placeholder, autocomplete, inputMode, type} = this.#spec;
    return el('input', {
      id,
      name,
      type: type ?? 'text',
      class: 'Input',
      placeholder,
      autocomplete: autocomplete ?? 'off',
      inputmode: inputMode,
      autocapitalize: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
      'aria-invalid': 'false',
      'aria-required': String(!this.#spec.optional),
    });
  }

  #select(id: string, options: [string, string][]): HTMLSelectElement {
    const attributes = {id, name: this.name, class: 'Input', autocomplete: this.#spec.autocomplete};
    return el(
      'select',
      {...attributes, 'aria-invalid': 'false'},
      ...options.map(([value, label]) => el('option', {value}, label)),
    );
  }

  #listen(): void {
    this.#input.addEventListener('input', () => this.#onInput());
    this.#input.addEventListener('focus', () => {
      this.#draw(true);
      this.#events.onFocus();
    });
    this.#input.addEventListener('blur', () => {
      this.#draw(false);
      if (!this.isEmpty) this.showProblem();
      this.#events.onBlur();
    });
  }

  #onInput(): void {
    const {format} = this.#spec;
    if (format && this.#input instanceof HTMLInputElement)
      reformat(this.#input, format, this.#previous);
    this.#previous = this.#input.value;
    const isShown = !this.#error.hidden;
    // A number that is whole but wrong is said at once; everything else waits for the field's end.
    if (isShown || this.problem === 'invalid_number') this.showProblem();
    this.#draw(true);
    this.#events.onInput(this.name, this.value);
  }

  #draw(isFocused = this.#input === document.activeElement): void {
    const hasValue = !this.isEmpty;
    this.#input.classList.toggle('Input--empty', !hasValue);
    this.#label.classList.toggle('Label--empty', !hasValue);
    this.#label.classList.toggle('Label--focused', isFocused);
    this.#label.classList.toggle('Label--floating', isFocused || hasValue);
    this.#label.classList.toggle('Label--resting', !isFocused && !hasValue);
    const icons = this.#spec.icons?.(this.value);
    if (icons) this.#setIcons(icons.className, icons.nodes);
  }

  #setIcons(className: string, nodes: Node[]): void {
    this.#icons.className = className;
    this.#icons.replaceChildren(...nodes);
    const width = nodes.length > 2 ? nodes.length * 28 + 16 : 44;
    this.#input.style.paddingInlineEnd = nodes.length > 0 ? `${width}px` : '';
  }
}

/** Writes the formatted text and keeps the caret behind the same digit. */
function reformat(
  input: HTMLInputElement,
  format: (text: string, previous: string) => string,
  previous: string,
): void {
  const caret = input.selectionStart ?? input.value.length;
  const isAtEnd = caret === input.value.length;
  const digitsBefore = input.value.slice(0, caret).replace(/[^A-Za-z0-9]/g, '').length;
  const text = format(input.value, previous);
  if (text === input.value) return;
  input.value = text;
  if (isAtEnd) return;
  let place = 0;
  for (let seen = 0; place < text.length && seen < digitsBefore; place++) {
    if (/[A-Za-z0-9]/.test(text[place] ?? '')) seen++;
  }
  input.setSelectionRange(place, place);
}
