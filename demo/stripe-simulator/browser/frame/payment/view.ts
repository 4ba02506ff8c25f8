import {el, svg} from '../dom.ts';
import {glyph, redirectIcon} from '../icons.ts';
import type {Language} from '../texts/texts.ts';
import type {Method} from './methods.ts';
import type {PaymentOptions} from './options.ts';

export interface View {
  language: Language;
  options: PaymentOptions;
  methods: Method[];
  selected: string | undefined;
  form: HTMLElement | undefined;
  onSelect(type: string): void;
}

/** One method needs no chooser; several stand as tabs or as an accordion. */
export function paymentView(view: View): HTMLElement {
  const isAlone = view.methods.length === 1;
  const body = isAlone ? view.form : view.options.layout === 'tabs' ? tabs(view) : accordion(view);
  return el('div', {class: 'PaymentElement'}, body, badge(view.language));
}

export const loaderView = (language: Language) =>
  el(
    'div',
    {},
    el('div', {class: 'Loader', 'aria-hidden': 'true'}, el('span'), el('span'), el('span')),
    badge(language),
  );

export function badge(language: Language): HTMLElement {
  const label = el('strong', {}, language.text('badge'));
  return el('p', {class: 'Badge'}, label, el('span', {}, language.text('simulation')));
}

export function redirectNote(language: Language, method: Method): HTMLElement {
  const text = language.text('redirect', {method: method.label});
  return el('p', {class: 'RedirectText'}, redirectIcon(), el('span', {}, text));
}

/** As many as leave each of them room for its name, but never fewer than two. */
const tabsThatFit = () => Math.max(2, Math.min(4, Math.floor((innerWidth - 48) / 84)));

function tabs(view: View): HTMLElement {
  const visibleTabs = tabsThatFit();
  const chosen = view.methods.findIndex(({type}) => type === view.selected);
  const visible = view.methods.slice(0, visibleTabs);
  const hidden = view.methods.slice(visibleTabs);
  if (chosen >= visibleTabs) {
    const [swapped] = hidden.splice(chosen - visibleTabs, 1, ...visible.splice(-1));
    if (swapped) visible.push(swapped);
  }
  const bar = el('div', {class: 'Tabs'}, el('div', {role: 'tablist'}));
  const tablist = bar.firstElementChild as HTMLElement;
  tablist.style.display = 'contents';
  tablist.append(...visible.map((method) => tab(view, method)));
  tablist.addEventListener('keydown', (event) => moveAlong(event, tablist));
  if (hidden.length > 0) bar.append(moreTabs(view, hidden));
  const panel = el(
    'div',
    {role: 'tabpanel', id: 'payment-panel', 'aria-labelledby': `${view.selected ?? ''}-tab`},
    view.form,
  );
  return el('div', {}, bar, view.form && panel);
}

function tab(view: View, method: Method): HTMLElement {
  const isSelected = method.type === view.selected;
  const state = (name: string) => (isSelected ? `${name} ${name}--selected` : name);
  const button = el(
    'button',
    {
      type: 'button',
      role: 'tab',
      id: `${method.type}-tab`,
      'data-testid': method.type,
      class: state('Tab'),
      'aria-selected': String(isSelected),
      'aria-controls': isSelected ? 'payment-panel' : undefined,
      tabindex: isSelected || view.selected === undefined ? 0 : -1,
      disabled: view.options.readOnly,
    },
    el('span', {class: state('TabIcon')}, glyph(method.icon)),
    el('span', {class: state('TabLabel'), dir: 'auto'}, method.label),
  );
  button.addEventListener('click', () => view.onSelect(method.type));
  return button;
}

function moreTabs(view: View, hidden: Method[]): HTMLElement {
  const label = view.language.text('more');
  const select = el(
    'select',
    {'aria-label': label},
    el('option', {value: ''}, label),
    ...hidden.map(({type, label: name}) => el('option', {value: type}, name)),
  );
  select.addEventListener('change', () => select.value && view.onSelect(select.value));
  return el('div', {class: 'Tab TabMore'}, el('span', {class: 'TabIcon'}, glyph('more')), select);
}

function moveAlong(event: KeyboardEvent, tablist: HTMLElement): void {
  const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
  const all = [...tablist.querySelectorAll<HTMLButtonElement>('[role=tab]')];
  const at = all.findIndex((each) => each === document.activeElement);
  if (step === undefined || at < 0) return;
  event.preventDefault();
  const direction = document.documentElement.dir === 'rtl' ? -step : step;
  const next = all[(at + direction + all.length) % all.length];
  next?.click();
  document.getElementById(next?.id ?? '')?.focus();
}

function accordion(view: View): HTMLElement {
  const {options} = view;
  const className = options.isSpaced ? 'Accordion Accordion--spaced' : 'Accordion';
  const count = options.visibleItems || view.methods.length;
  const visible = view.methods.slice(0, count);
  const rest = view.methods.slice(count);
  const list = el('div', {class: className}, ...visible.map((method) => item(view, method)));
  if (rest.length > 0) {
    const more = el(
      'button',
      {type: 'button', class: 'AccordionButton'},
      view.language.text('more'),
    );
    const row = el('div', {class: 'AccordionItem'}, more);
    more.addEventListener('click', () =>
      row.replaceWith(...rest.map((method) => item(view, method))),
    );
    if (rest.some(({type}) => type === view.selected)) {
      list.append(...rest.map((method) => item(view, method)));
    } else {
      list.append(row);
    }
  }
  return list;
}

function item(view: View, method: Method): HTMLElement {
  const {options} = view;
  const isSelected = method.type === view.selected;
  const state = (name: string) => (isSelected ? `${name} ${name}--selected` : name);
  const showsRadio =
    options.radios === 'always' || options.radios === 'if_multiple' || options.radios === 'auto';
  const icon = method.type === 'card' ? glyph('card') : glyph(method.icon);
  const logo = el('span', {class: options.logoAtEnd ? 'Logo Logo--end' : 'Logo'}, icon);
  const button = el(
    'button',
    {
      type: 'button',
      class: 'AccordionButton',
      id: `${method.type}-accordion-item-button`,
      'data-testid': `${method.type}-accordion-item-button`,
      'data-value': method.type,
      'aria-expanded': String(isSelected),
      'aria-controls': isSelected ? `${method.type}-panel` : undefined,
      disabled: options.readOnly,
    },
    showsRadio && radio(isSelected),
    !options.logoAtEnd && logo,
    el('span', {class: state('AccordionItemLabel')}, method.label),
    options.logoAtEnd && logo,
  );
  button.addEventListener('click', () => view.onSelect(method.type));
  return el(
    'div',
    {class: state('AccordionItem'), 'data-testid': `${method.type}-accordion-item`},
    button,
    isSelected && el('div', {class: 'AccordionBody', id: `${method.type}-panel`}, view.form),
  );
}

function radio(isChecked: boolean): SVGElement {
  const state = (name: string) => (isChecked ? `${name} ${name}--checked` : name);
  return svg(
    'svg',
    {class: 'RadioIcon', viewBox: '0 0 16 16', 'aria-hidden': 'true'},
    svg('circle', {class: state('RadioIconOuter'), cx: 8, cy: 8, r: 7}),
    svg('circle', {class: state('RadioIconInner'), cx: 8, cy: 8, r: 3}),
  );
}
