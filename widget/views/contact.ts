import {html} from 'lit';
import {text} from '../i18n/text.ts';
import {fieldView, type FormModel} from './field.ts';

/** Who is buying: e-mail and name. */
export const contactView = (model: FormModel) => html`
  <fieldset class="section" part="section section-contact">
    <legend part="heading">${text('contact')}</legend>
    ${fieldView(model, 'email', {
      label: text('email'),
      type: 'email',
      inputmode: 'email',
      autocomplete: 'email',
    })}
    ${fieldView(model, 'name', {label: text('name'), autocomplete: 'name'})}
  </fieldset>
`;
