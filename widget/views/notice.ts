import {html} from 'lit';
import {text} from '../i18n/text.ts';

/** Said on every screen where no money moves. */
export const sandboxView = () => html`
  <p class="notice" part="notice notice-sandbox">
    <strong>${text('sandboxTitle')}</strong> <span>${text('sandboxText')}</span>
  </p>
`;
