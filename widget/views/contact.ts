import {html, nothing} from 'lit';
import type {ContactWishes} from '../form.ts';
import {text} from '../i18n/text.ts';
import {fieldView, type FormModel} from './field.ts';

/** Who is buying: e-mail and name, and what else the page asks for. */
export const contactView = (model: FormModel, {phone, company}: ContactWishes) => html`
  <fieldset class="section" part="section section-contact">
    <legend part="heading">${text('contact')}</legend>
    ${fieldView(model, 'email', {
      label: text('email'),
      type: 'email',
      inputmode: 'email',
      autocomplete: 'email',
    })}
    ${fieldView(model, 'name', {label: text('name'), autocomplete: 'name'})}
    ${
      company === 'none'
        ? nothing
        : fieldView(model, 'company', {
            label: text('company'),
            autocomplete: 'organization',
            required: false,
          })
    }
    ${
      phone === 'none'
        ? nothing
        : fieldView(model, 'phone', {
            label: text('phone'),
            type: 'tel',
            inputmode: 'tel',
            autocomplete: 'tel',
            required: phone === 'required',
          })
    }
  </fieldset>
`;
