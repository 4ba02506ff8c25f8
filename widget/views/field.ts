import {html, nothing, type TemplateResult} from 'lit';
import {live} from 'lit/directives/live.js';
import type {FieldErrors, FieldName, FieldValues} from '../form.ts';
import {text} from '../i18n/text.ts';

/** What the views of the form need to know, and whom they tell. */
export interface FormModel {
  values: FieldValues;
  errors: FieldErrors;
  onInput: (field: FieldName, value: string) => void;
  onLeave: (field: FieldName) => void;
}

export interface FieldOptions {
  label: string;
  type?: string;
  autocomplete: string;
  required?: boolean;
  inputmode?: 'text' | 'email' | 'numeric';
  /** Makes a choice of it. */
  options?: readonly {code: string; name: string}[] | undefined;
}

/** One field with its label, its hint that it may stay empty, and what is wrong with it. */
export function fieldView(
  model: FormModel,
  name: FieldName,
  options: FieldOptions,
): TemplateResult {
  const error = model.errors[name];
  return html`
    <div class="field field-${name}" part="field field-${name}">
      <label for=${name} part="label">
        ${options.label}
        ${
          options.required === false
            ? html`<span class="hint" part="hint">${text('optional')}</span>`
            : nothing
        }
      </label>
      ${options.options ? choice(model, name, options) : input(model, name, options)}
      <p class="error" id="${name}-error" part="error" ?hidden=${!error}>
        ${error ? text(error) : nothing}
      </p>
    </div>
  `;
}

function input(model: FormModel, name: FieldName, options: FieldOptions) {
  const isInvalid = Boolean(model.errors[name]);
  return html`
    <input
      id=${name}
      name=${name}
      class="input"
      part="input input-${name}${isInvalid ? ' invalid' : ''}"
      type=${options.type ?? 'text'}
      inputmode=${options.inputmode ?? 'text'}
      autocomplete=${options.autocomplete}
      autocapitalize=${name === 'email' ? 'off' : 'words'}
      spellcheck="false"
      maxlength="200"
      aria-required=${options.required !== false}
      aria-invalid=${isInvalid}
      aria-describedby=${isInvalid ? `${name}-error` : nothing}
      .value=${live(model.values[name])}
      @input=${(event: Event) => model.onInput(name, valueOf(event))}
      @change=${() => model.onLeave(name)}
    />
  `;
}

function choice(model: FormModel, name: FieldName, options: FieldOptions) {
  const isInvalid = Boolean(model.errors[name]);
  const value = model.values[name];
  return html`
    <select
      id=${name}
      name=${name}
      class="input"
      part="input input-${name}${isInvalid ? ' invalid' : ''}"
      autocomplete=${options.autocomplete}
      aria-required=${options.required !== false}
      aria-invalid=${isInvalid}
      aria-describedby=${isInvalid ? `${name}-error` : nothing}
      @change=${(event: Event) => {
        model.onInput(name, valueOf(event));
        model.onLeave(name);
      }}
    >
      <option value="" ?selected=${value === ''}>${text('choose')}</option>
      ${options.options?.map(
        ({code, name: label}) =>
          html`<option value=${code} .selected=${code === value}>${label}</option>`,
      )}
    </select>
  `;
}

function valueOf({target}: Event): string {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement
    ? target.value
    : '';
}
