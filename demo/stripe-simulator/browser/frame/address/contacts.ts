import {el} from '../dom.ts';
import type {Language} from '../texts/texts.ts';
import type {Contact} from './options.ts';

/** The page's saved contacts to choose from, and the way out to a new address. */
export function contactChoices(
  contacts: Contact[],
  chosen: Contact | undefined,
  language: Language,
  choose: (contact: Contact | undefined) => void,
): HTMLElement | undefined {
  if (contacts.length === 0) return undefined;
  const items = contacts.map((contact) => {
    const isChosen = contact === chosen;
    const item = el(
      'button',
      {
        type: 'button',
        class: isChosen ? 'PickerItem PickerItem--selected' : 'PickerItem',
        'aria-pressed': String(isChosen),
      },
      el('span', {}, el('strong', {}, contact.name), ` ${oneLine(contact)}`),
    );
    item.addEventListener('click', () => choose(contact));
    return item;
  });
  const other = el('button', {type: 'button', class: 'PickerAction'}, language.text('newAddress'));
  other.addEventListener('click', () => choose(undefined));
  return el('div', {class: 'Choices'}, ...items, chosen && other);
}

const oneLine = ({address}: Contact) =>
  [address.line1, address.line2, address.city, address.state, address.postal_code, address.country]
    .filter(Boolean)
    .join(', ');
