import {html, nothing} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {countries, type AddressRule} from '../address/rule.ts';
import type {Region} from '../address/regions.ts';
import {addressRows, type BillingMode, type FieldName} from '../form.ts';
import {text, type TextKey} from '../i18n/text.ts';
import {fieldView, type FieldOptions, type FormModel} from './field.ts';

export interface AddressModel extends FormModel {
  rule: AddressRule;
  mode: BillingMode;
  /** The only countries to choose from; empty for all. */
  only?: readonly string[];
  locale: string;
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
      options: countryNames(model.locale, model.only),
    })}
    ${addressRows(model.rule, model.mode).map(
      (row) =>
        html`<div class="row" part="row">
          ${row.map((name) => keyed(name, fieldView(model, name, addressField(model, name))))}
        </div>`,
    )}
  </fieldset>
`;

const kind = ({prefix}: AddressModel) => (prefix ? 'shipping' : 'billing');

function addressField(model: AddressModel, name: FieldName): FieldOptions {
  const {rule, regions} = model;
  const autocomplete = (token: string) => `${kind(model)} ${token}`;
  switch (name) {
    case 'line1':
      return {label: text('line1'), autocomplete: autocomplete('address-line1')};
    case 'line2':
      return {label: text('line2'), autocomplete: autocomplete('address-line2'), required: false};
    case 'city':
      return {
        label: text(labels.city[rule.names.city] ?? 'city'),
        autocomplete: autocomplete('address-level2'),
        required: rule.required.has('city'),
      };
    case 'state':
      return {
        label: text(labels.state[rule.names.state] ?? 'state'),
        autocomplete: autocomplete('address-level1'),
        required: rule.required.has('state'),
        options: regions ?? undefined,
      };
    default:
      return {
        label: text(labels.postalCode[rule.names.postalCode] ?? 'postalCode'),
        autocomplete: autocomplete('postal-code'),
        required: rule.required.has('postalCode'),
      };
  }
}

/** The names that address metadata gives to a field, as texts. */
const labels: Record<'city' | 'state' | 'postalCode', Record<string, TextKey>> = {
  city: {district: 'cityDistrict', post_town: 'cityPostTown', suburb: 'citySuburb'},
  state: {
    area: 'stateArea',
    county: 'stateCounty',
    department: 'stateDepartment',
    district: 'stateDistrict',
    emirate: 'stateEmirate',
    island: 'stateIsland',
    oblast: 'stateOblast',
    parish: 'stateParish',
    prefecture: 'statePrefecture',
    region: 'stateRegion',
    state: 'stateState',
  },
  postalCode: {zip: 'postalCodeZip', pin: 'postalCodePin', eircode: 'postalCodeEircode'},
};

const named = new Map<string, {code: string; name: string}[]>();

/** Every country in the buyer's language and its alphabet. */
function countryNames(locale: string, only?: readonly string[]) {
  const codes = countries();
  const key = `${locale} ${codes.length}`;
  const all = named.get(key) ?? namesOf(codes, locale);
  named.set(key, all);
  return only?.length ? all.filter(({code}) => only.includes(code)) : all;
}

function namesOf(codes: string[], locale: string) {
  const names = new Intl.DisplayNames(locale, {type: 'region'});
  return codes
    .map((code) => ({code, name: names.of(code) ?? code}))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}
