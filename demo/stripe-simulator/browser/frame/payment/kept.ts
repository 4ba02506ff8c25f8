import type {ElementsSession, KeptMethod} from '../../wire/messages.ts';
import {el} from '../dom.ts';
import type {Language} from '../texts/texts.ts';
import type {Method} from './methods.ts';

/** The methods a returning customer has kept, as rows before the others. */
export function keptMethods(session: ElementsSession): Method[] {
  return (session.customer?.payment_methods ?? []).map((kept) => ({
    type: kept.id,
    label: kept.card ? `${brandName(kept.card.brand)} •••• ${kept.card.last4}` : kept.type,
    icon: 'card',
    fields: [],
    billing: [],
    redirects: false,
    kept,
  }));
}

const brandName = (brand: string) => brand.charAt(0).toUpperCase() + brand.slice(1);

/** A kept method needs nothing typed; it may be taken away when the session permits it. */
export function keptForm(kept: KeptMethod, language: Language, onRemove?: () => void): HTMLElement {
  const expiry = kept.card
    ? `${String(kept.card.exp_month).padStart(2, '0')} / ${String(kept.card.exp_year).slice(-2)}`
    : '';
  const remove = el('button', {type: 'button', class: 'PickerAction'}, language.text('remove'));
  remove.addEventListener('click', () => onRemove?.());
  return el('div', {class: 'Grid'}, el('p', {class: 'RedirectText'}, expiry), onRemove && remove);
}

/** The box that says whether the shop may keep the card; drawn when the session offers it. */
export function saveBox(language: Language, isOn: boolean, onChange: (isOn: boolean) => void) {
  const box = el('input', {type: 'checkbox', class: 'CheckboxInput', checked: isOn});
  box.addEventListener('change', () => onChange(box.checked));
  return el('label', {class: 'CheckboxLabel'}, box, el('span', {}, language.text('save')));
}
