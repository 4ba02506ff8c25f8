import type {BillingDetails, FrameState, Validation} from '../../wire/messages.ts';
import {applyAppearance} from '../appearance/apply.ts';
import {el} from '../dom.ts';
import {reportEscape} from '../escape.ts';
import {FieldSet} from '../field-set.ts';
import {loadFonts} from '../fonts.ts';
import type {FrameApp} from '../main.ts';
import {reportHeight} from '../size.ts';
import {language} from '../texts/texts.ts';
import {contactChoices} from './contacts.ts';
import {formatOf} from './formats.ts';
import {readAddressOptions, valueFrom} from './options.ts';
import type {AddressOptions, Contact} from './options.ts';

/** The Address Element: the fields of the chosen country, or one of the page's saved contacts. */
export const addressApp: FrameApp = (host) => {
  const measure = reportHeight(host);
  reportEscape(host);
  const fields = new FieldSet(host, () => {
    host.tell('edited');
    draw();
    measure();
    emit();
  });
  let state: FrameState | undefined;
  let options: AddressOptions | undefined;
  let contact: Contact | undefined;
  let drawn = '';
  let lastChange = '';

  function receive(next: FrameState): void {
    const isFirst = !state;
    state = next;
    applyAppearance(next.appearance);
    loadFonts(next.fonts);
    options = readAddressOptions(next.options);
    fields.prefill({
      ...options.defaults,
      country: options.defaults['country'] ?? options.allowed?.[0] ?? 'US',
    });
    if (isFirst) contact = options.contacts[0];
    const texts = language(next.locale);
    document.documentElement.lang = texts.tag;
    document.documentElement.dir = texts.direction;
    draw();
    if (isFirst) host.tell('ready', {});
    if (isFirst && current().complete) emit();
  }

  function draw(): void {
    if (!state || !options) return;
    const texts = language(state.locale);
    const country = fields.read('country');
    const shape = JSON.stringify([texts.tag, options, country, contact]);
    if (shape === drawn) return measure();
    drawn = shape;
    const names = contact ? [] : fieldNames(options, country);
    const inputs = fields.build(names, texts, false, {
      ...(options.allowed && {allowedCountries: options.allowed}),
      format: formatOf(country),
      blockPoBox: options.blockPoBox,
      phoneRequired: options.phoneRequired,
    });
    fields.keepFocus(() => {
      const focused = document.activeElement?.id;
      const choices = options && contactChoices(options.contacts, contact, texts, choose);
      document.body.replaceChildren(el('div', {class: 'Grid'}, choices, ...inputs));
      if (focused) document.getElementById(focused)?.focus();
    });
    measure();
  }

  function choose(chosen: Contact | undefined): void {
    contact = chosen;
    host.tell('edited');
    draw();
    emit();
  }

  const current = () => {
    const nameStyle = options?.nameStyle ?? 'full';
    const value = contact ?? valueFrom((name) => fields.read(name), nameStyle, shownNames());
    return {
      elementMode: state?.options['mode'],
      empty: !contact && shownNames().every((name) => name === 'country' || fields.isEmpty(name)),
      complete: contact !== undefined || fields.isComplete,
      isNewAddress: contact === undefined,
      value,
    };
  };

  const shownNames = () => (options ? fieldNames(options, fields.read('country')) : []);

  function emit(): void {
    const change = current();
    const text = JSON.stringify(change);
    if (text === lastChange) return;
    lastChange = text;
    host.tell('change', change);
  }

  function validate({focus}: {focus: boolean}): Validation {
    const problem = contact ? undefined : fields.validate(focus);
    measure();
    if (!problem) return {ok: true};
    const message = language(state?.locale ?? 'en').text(problem);
    return {ok: false, error: {type: 'validation_error', code: problem, message}};
  }

  return {
    state: receive,
    validate,
    value: () => {
      const {complete, isNewAddress, value} = current();
      return {complete, isNewAddress, value};
    },
    billingDetails: (): BillingDetails => {
      const {name, address, phone} = current().value;
      return {...(name && {name}), ...(phone && {phone}), address};
    },
    focus: () => fields.focusFirst(),
    blur: () => (document.activeElement as HTMLElement | null)?.blur(),
    clear: () => {
      fields.clear();
      drawn = '';
      draw();
      emit();
    },
  };
};

const nameFields: Record<AddressOptions['nameStyle'], string[]> = {
  full: ['name'],
  split: ['firstName', 'lastName'],
  organization: ['organization'],
  never: [],
};

const fieldNames = ({nameStyle, showsPhone}: AddressOptions, country: string) => [
  ...nameFields[nameStyle],
  'country',
  ...formatOf(country).fields,
  ...(showsPhone ? ['phone'] : []),
];
