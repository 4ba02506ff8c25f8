import {html, nothing, type TemplateResult} from 'lit';
import type {FieldErrors, FieldId, FieldName, FieldValues} from '../form.ts';
import {text} from '../i18n/text.ts';

/** What the views of the form need to know, and whom they tell. */
export interface FormModel {
  values: FieldValues;
  errors: FieldErrors;
  /** Tells the fields of one address from those of another. */
  prefix?: 'shipping-';
  onInput: (field: FieldId, value: string) => void;
  onLeave: (field: FieldId) => void;
}

export interface FieldOptions {
  label: string;
  type?: string;
  autocomplete: string;
  required?: boolean;
  inputmode?: 'text' | 'email' | 'tel';
  /** Makes a choice of it. */
  options?: readonly {code: string; name: string}[] | undefined;
}

/** One field with its label, its hint that it may stay empty, and what is wrong with it. */
export function fieldView(
  model: FormModel,
  name: FieldName,
  options: FieldOptions,
): TemplateResult {
  const id = idOf(model, name);
  const error = model.errors[id];
  return html`
    <div class="field field-${name}" part="field field-${name}">
      <label for=${id} part="label">
        ${options.label}
        ${
          options.required === false
            ? html`<span class="hint" part="hint">${text('optional')}</span>`
            : nothing
        }
      </label>
      ${options.options ? choice(model, name, options) : input(model, name, options)}
      <p class="error" id="${id}-error" part="error" ?hidden=${!error}>
        ${error ? text(error) : nothing}
      </p>
    </div>
  `;
}

const idOf = ({prefix}: FormModel, name: FieldName): FieldId =>
  prefix ? `${prefix}${name}` : name;

function input(model: FormModel, name: FieldName, options: FieldOptions) {
  const id = idOf(model, name);
  const isInvalid = Boolean(model.errors[id]);
  return html`
    <input
      id=${id}
      name=${id}
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
      aria-describedby=${isInvalid ? `${id}-error` : nothing}
      .value=${model.values[name]}
      @input=${(event: Event) => model.onInput(id, valueOf(event))}
      @change=${() => model.onLeave(id)}
    />
  `;
}

function choice(model: FormModel, name: FieldName, options: FieldOptions) {
  const id = idOf(model, name);
  const isInvalid = Boolean(model.errors[id]);
  const value = model.values[name];
  return html`
    <select
      id=${id}
      name=${id}
      class="input"
      part="input input-${name}${isInvalid ? ' invalid' : ''}"
      autocomplete=${options.autocomplete}
      aria-required=${options.required !== false}
      aria-invalid=${isInvalid}
      aria-describedby=${isInvalid ? `${id}-error` : nothing}
      @change=${(event: Event) => {
        model.onInput(id, valueOf(event));
        model.onLeave(id);
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

const valueOf = ({target}: Event) => (target as HTMLInputElement | HTMLSelectElement).value;
