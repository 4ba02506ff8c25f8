import {html, nothing} from 'lit';
import type {FieldErrors, FieldId} from '../form.ts';
import {text} from '../i18n/text.ts';

/** Every field with a mistake, each a way to get there. */
export function errorSummaryView(errors: FieldErrors, onJump: (field: FieldId) => void) {
  const fields = Object.entries(errors).filter(([, key]) => key);
  if (fields.length === 0) return nothing;
  return html`
    <div class="banner" part="banner error-summary" role="alert">
      <p>${text('errorSummary')}</p>
      <ul>
        ${fields.map(
          ([field, key]) =>
            html`<li>
              <button type="button" class="link" @click=${() => onJump(field as FieldId)}>
                ${text(key)}
              </button>
            </li>`,
        )}
      </ul>
    </div>
  `;
}
