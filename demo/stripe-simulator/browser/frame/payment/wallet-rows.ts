import {el} from '../dom.ts';
import type {Wallet} from '../express/wallets.ts';
import type {Language} from '../texts/texts.ts';
import type {Method} from './methods.ts';

/** A wallet as a row of the form. Its sheet opens when the buyer pays, not when they choose it. */
export const walletRow = (wallet: Wallet): Method => ({
  type: wallet.type,
  label: wallet.label,
  icon: 'wallet',
  fields: [],
  billing: [],
  redirects: false,
  terms: {text: 'cardTerms', option: wallet.option},
  wallet,
});

export const walletNote = (language: Language): HTMLElement =>
  el('p', {class: 'RedirectText'}, language.text('walletNote'));

/** Link has no row: it fills in the card form, at once, from the sheet that this button opens. */
export function linkButton(language: Language, onClick: () => void): HTMLElement {
  const button = el(
    'button',
    {type: 'button', class: 'LinkButton', 'data-testid': 'link-button'},
    language.text('link'),
  );
  button.addEventListener('click', onClick);
  return button;
}

/** The card that Link brought along, and the way back to another one. */
export function linkCard(language: Language, onLeave: () => void): HTMLElement {
  const leave = el('button', {type: 'button', class: 'PickerAction'}, language.text('otherCard'));
  leave.addEventListener('click', onLeave);
  return el(
    'div',
    {class: 'Grid'},
    el('p', {class: 'RedirectText'}, 'Link · Visa •••• 4242'),
    leave,
  );
}
