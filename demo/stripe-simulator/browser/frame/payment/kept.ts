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

export const expiryOf = ({card}: KeptMethod): string =>
  card ? `${String(card.exp_month).padStart(2, '0')} / ${String(card.exp_year).slice(-2)}` : '';

interface KeptActions {
  onEdit?: (() => void) | undefined;
  /** Absent when the session does not permit it. */
  onRemove?: (() => void) | undefined;
}

/** A kept method needs nothing typed; it may be corrected or taken away. */
export function keptForm(kept: KeptMethod, language: Language, actions: KeptActions): HTMLElement {
  const {onEdit, onRemove} = actions;
  return el(
    'div',
    {class: 'Grid'},
    el('p', {class: 'RedirectText'}, expiryOf(kept)),
    el(
      'p',
      {class: 'Actions'},
      onEdit && action(language.text('edit'), onEdit),
      onRemove && action(language.text('remove'), onRemove),
    ),
  );
}

/** The kept card's expiry and billing details, to be corrected; its number stays as it is. */
export function keptEditor(
  inputs: HTMLElement[],
  language: Language,
  actions: {onSave: () => void; onCancel: () => void},
): HTMLElement {
  const save = action(language.text('update'), actions.onSave);
  const cancel = action(language.text('cancel'), actions.onCancel);
  return el('div', {class: 'Grid'}, ...inputs, el('p', {class: 'Actions'}, save, cancel));
}

function action(label: string, onClick: () => void): HTMLElement {
  const button = el('button', {type: 'button', class: 'PickerAction'}, label);
  button.addEventListener('click', onClick);
  return button;
}

/** What the page is told of a kept method: not its card. */
export const publicKept = ({id, type, billing_details}: KeptMethod) => {
  const {name = null, email = null, phone = null, address} = billing_details;
  const {city = null, country = null, line1 = null} = address ?? {};
  const {line2 = null, postal_code = null, state = null} = address ?? {};
  return {
    id,
    type,
    billing_details: {
      address: {city, country, line1, line2, postal_code, state},
      name,
      email,
      phone,
    },
  };
};

/** The box that says whether the shop may keep the card; drawn when the session offers it. */
export function saveBox(language: Language, isOn: boolean, onChange: (isOn: boolean) => void) {
  const box = el('input', {type: 'checkbox', class: 'CheckboxInput', checked: isOn});
  box.addEventListener('change', () => onChange(box.checked));
  return el('label', {class: 'CheckboxLabel'}, box, el('span', {}, language.text('save')));
}
