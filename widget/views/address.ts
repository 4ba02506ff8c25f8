import {html, nothing} from 'lit';
import {countries, type AddressRule} from '../address/rule.ts';
import type {Region} from '../address/regions.ts';
import {addressRows, type BillingMode, type FieldName} from '../form.ts';
import {hasText, text, type TextKey} from '../i18n/text.ts';
import {fieldView, type FieldOptions, type FormModel} from './field.ts';

export interface AddressModel extends FormModel {
  rule: AddressRule;
  mode: BillingMode;
  /** The only countries to choose from; empty for all. */
  only?: readonly string[];
  locale: string;
  /** Whether it is time for all countries. */
  isWhole: boolean;
  /** The country's areas; null until they are there, or where it has none. */
  regions: Region[] | null;
}

/** An address as its country writes it: the billing address, or with the name of who receives it. */
export const addressView = (model: AddressModel) => html`
  <fieldset class="section" part="section section-${model.prefix ? 'shipping' : 'address'}">
    <legend part="heading">${text(model.prefix ? 'shippingAddress' : 'billingAddress')}</legend>
    ${
      model.prefix
        ? fieldView(model, 'name', {label: text('name'), autocomplete: 'shipping name'})
        : nothing
    }
    ${fieldView(model, 'country', {
      label: text('country'),
      autocomplete: `${kind(model)} country`,
      options: countryNames(model),
    })}
    ${addressRows(model.rule, model.mode).map(
      (row) =>
        html`<div class="row" part="row">
          ${row.map((name) => fieldView(model, name, addressField(model, name)))}
        </div>`,
    )}
  </fieldset>
`;

const kind = ({prefix}: AddressModel) => (prefix ? 'shipping' : 'billing');

const tokens: Partial<Record<FieldName, string>> = {
  line1: 'address-line1',
  line2: 'address-line2',
  city: 'address-level2',
  state: 'address-level1',
  postalCode: 'postal-code',
};

function addressField(model: AddressModel, name: FieldName): FieldOptions {
  const {rule, regions} = model;
  const names: Partial<Record<FieldName, string>> = rule.names;
  const required: ReadonlySet<FieldName> = rule.required;
  return {
    label: text(labelOf(name, names[name] ?? '')),
    autocomplete: `${kind(model)} ${tokens[name]}`,
    required: name === 'line1' || required.has(name),
    options: (name === 'state' && regions) || undefined,
  };
}

/** The text for what a country calls a field: `post_town` of the `city` is `cityPostTown`. */
function labelOf(field: FieldName, called: string): TextKey {
  const name = called.replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
  const key = (field + name) as TextKey;
  return hasText(key) ? key : field;
}

const named = new Map<string, {code: string; name: string}[]>();

/**
 * Every country in the buyer's language and its alphabet; of them the chosen one alone until there
 * is time: to name and to draw them all takes longer than all the rest of a first view.
 */
function countryNames({locale, only, values, isWhole}: AddressModel) {
  let all = named.get(locale);
  if (!all && !isWhole) return namesOf(values.country ? [values.country] : [], locale);
  if (!all) named.set(locale, (all = namesOf(countries(), locale)));
  return only?.length ? all.filter(({code}) => only.includes(code)) : all;
}

function namesOf(codes: string[], locale: string) {
  const names = new Intl.DisplayNames(locale, {type: 'region'});
  const all = codes.map((code) => ({code, name: names.of(code) ?? code}));
  if (all.length < 2) return all; // A collator takes longer than the rest of a field.
  const {compare} = new Intl.Collator(locale); // Ten times as fast as `localeCompare`.
  return all.sort((a, b) => compare(a.name, b.name));
}
