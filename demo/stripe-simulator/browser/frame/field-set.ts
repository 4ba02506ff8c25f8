import type {Port} from '../wire/port.ts';
import {Field} from './field.ts';
import {fieldSpecs} from './field-specs.ts';
import type {FieldContext} from './field-specs.ts';
import type {TextKey} from './texts/en.ts';
import type {Language} from './texts/texts.ts';

/** The inputs on show and what every input ever held, so that switching methods loses nothing. */
export class FieldSet {
  readonly #host: Port;
  readonly #onInput: () => void;
  readonly #values = new Map<string, string>();
  readonly #touched = new Set<string>();
  #fields: Field[] = [];
  #isFocused = false;
  #isRedrawing = false;

  constructor(host: Port, onInput: () => void) {
    this.#host = host;
    this.#onInput = onInput;
  }

  get isComplete(): boolean {
    return this.#fields.every((field) => field.problem === undefined);
  }

  read(name: string): string {
    return this.#values.get(name) ?? '';
  }

  isEmpty(name: string): boolean {
    return this.read(name).trim() === '';
  }

  /** Default values fill what the buyer has not touched. */
  prefill(values: Record<string, string | null | undefined>): void {
    for (const [name, value] of Object.entries(values)) {
      if (value && !this.#touched.has(name)) this.#values.set(name, value);
    }
  }

  build(
    names: string[],
    language: Language,
    disabled: boolean,
    more: Partial<FieldContext> = {},
  ): HTMLElement[] {
    const context: FieldContext = {
      language,
      read: (name) => this.read(name),
      now: () => new Date(),
      ...more,
    };
    this.#fields = names.flatMap((name) => {
      const spec = fieldSpecs[name]?.(context);
      return spec ? [this.#field(spec, language)] : [];
    });
    for (const field of this.#fields) field.disabled = disabled;
    return this.#fields.map((field) => field.element);
  }

  /** Shows every problem; answers the first, and puts the caret there when asked to. */
  validate(focus: boolean): TextKey | undefined {
    for (const field of this.#fields) field.showProblem();
    const first = this.#fields.find((field) => field.problem);
    if (focus) first?.focus();
    return first?.problem;
  }

  focusFirst(): void {
    this.#fields[0]?.focus();
  }

  clear(): void {
    for (const field of this.#fields) {
      if (field.name === 'country') continue;
      this.#values.delete(field.name);
      this.#touched.delete(field.name);
    }
  }

  /** Redrawing takes the focused input out for a moment; the page must not hear of that. */
  keepFocus(redraw: () => void): void {
    this.#isRedrawing = true;
    redraw();
    this.#isRedrawing = false;
  }

  #field(spec: ConstructorParameters<typeof Field>[0], language: Language): Field {
    return new Field(spec, language, this.read(spec.name), {
      onInput: (name, value) => {
        this.#values.set(name, value);
        this.#touched.add(name);
        this.#onInput();
      },
      onFocus: () => {
        if (!this.#isFocused) this.#host.tell('focus');
        this.#isFocused = true;
      },
      onBlur: () => {
        if (this.#isRedrawing) return;
        // Moving on to the next input of the same element is not leaving the element.
        setTimeout(() => {
          if (document.hasFocus() && document.activeElement !== document.body) return;
          if (this.#isFocused) this.#host.tell('blur');
          this.#isFocused = false;
        });
      },
    });
  }
}
