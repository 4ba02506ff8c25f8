import type {BillingDetails, Shipping} from '../api/contract.ts';
import {AddressFields} from './address-fields.ts';
import {fieldNames} from './form.ts';
import type {
  BillingMode,
  CheckedForm,
  ContactWishes,
  FieldErrors,
  FieldId,
  FieldName,
} from './form.ts';

/** What the page may know of a buyer before the buyer has typed anything. */
export type PrefillDetails = Omit<Partial<BillingDetails>, 'address'> & {
  address?: Partial<BillingDetails['address']>;
  /** Where the goods go, if not to the billing address. */
  shipping?: Omit<Partial<Shipping>, 'address'> & {address?: Partial<Shipping['address']>};
};

/** What the page asks of its buyers. */
export interface FormWishes extends ContactWishes {
  language: string;
  billing: BillingMode;
  /** The countries that are shipped to, none of them meaning all; null where nothing is shipped. */
  destinations: readonly string[] | null;
}

interface Surroundings {
  wishes: () => FormWishes;
  errors: () => FieldErrors;
  onErrors: (errors: FieldErrors) => void;
  onChange: () => void;
}

/** Our own form: who pays, and where the goods go. */
export class DetailsForm {
  /** What tells right from wrong; it comes with the payment form. */
  checks: Pick<
    typeof import('./check-form.ts'),
    'checkDetails' | 'checkField' | 'errorSummaryView'
  > | null = null;
  readonly billing: AddressFields;
  readonly shipping: AddressFields;
  /** What the buyer has chosen of the two; null is what the page's details suggest. */
  shipsToBilling: boolean | null = null;
  #wantsBillingAddress = true;
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
    const language = () => around.wishes().language;
    const {wishes, onChange} = around;
    this.billing = new AddressFields(language, onChange, () => wishes().billing === 'full');
    this.shipping = new AddressFields(language, onChange, () => wishes().destinations !== null);
  }

  /** Whether the billing address is a whole one, in a country that is shipped to. */
  get canShipToBilling(): boolean {
    const {billing, destinations} = this.#around.wishes();
    const {country} = this.billing.values;
    return (
      billing === 'full' && (!destinations?.length || !country || destinations.includes(country))
    );
  }

  get isShippedToBilling(): boolean {
    return (this.shipsToBilling ?? this.#wantsBillingAddress) && this.canShipToBilling;
  }

  readonly shipToBilling = (wanted: boolean): void => {
    this.shipsToBilling = wanted;
    if (wanted) this.#mend(Object.keys(this.#around.errors()).filter(isOfShipping) as FieldId[]);
    this.#around.onChange();
  };

  /** The country that is chosen until the buyer chooses another. */
  begin(country: string): void {
    const {destinations} = this.#around.wishes();
    this.billing.prefill({country: this.billing.values.country || country});
    const isShippedTo = !destinations?.length || destinations.includes(country);
    this.shipping.prefill({
      country: this.shipping.values.country || (isShippedTo ? country : (destinations?.[0] ?? '')),
    });
  }

  /** The areas of the countries, in the language that is shown now, where they are asked for. */
  followPage(): void {
    void this.billing.followCountry();
    void this.shipping.followCountry();
  }

  prefill({address, shipping, ...person}: PrefillDetails): void {
    this.billing.prefill({...address, ...person});
    if (!shipping) return;
    this.#wantsBillingAddress = false;
    this.shipping.prefill({...shipping.address, name: shipping.name});
  }

  readonly set = (id: FieldId, value: string): void => {
    const {fields, name} = this.#fieldOf(id);
    fields.type(name, value);
    // A mistake that is being mended is no longer held up to the buyer; nor are those of an address
    // whose country, and with it the fields, are now others.
    this.#mend(name === 'country' ? fieldsOfAddress(id) : [id]);
  };

  /** The buyer has left a field: what is wrong with it is said there. */
  readonly leave = (id: FieldId): void => {
    const {fields, name} = this.#fieldOf(id);
    const problem = this.checks?.checkField(
      name,
      fields.values,
      fields.rule,
      this.#around.wishes(),
    );
    // An empty field is not yet a mistake: the buyer may only be looking around.
    if (!problem || !fields.values[name].trim()) return;
    this.#around.onErrors({...this.#around.errors(), [id]: problem});
  };

  /** Nothing is right before the checks are here: neither can anything be paid by then. */
  check(): CheckedForm {
    return this.checks?.checkDetails(this, this.#around.wishes()) ?? {errors: {}};
  }

  #fieldOf(id: FieldId): {fields: AddressFields; name: FieldName} {
    return isOfShipping(id)
      ? {fields: this.shipping, name: id.slice(prefix.length) as FieldName}
      : {fields: this.billing, name: id as FieldName};
  }

  #mend(ids: FieldId[]): void {
    const errors = Object.entries(this.#around.errors());
    const others = errors.filter(([id]) => !ids.includes(id as FieldId));
    if (others.length < errors.length) this.#around.onErrors(Object.fromEntries(others));
  }
}

const prefix = 'shipping-';
const isOfShipping = (id: string) => id.startsWith(prefix);

function fieldsOfAddress(country: FieldId): FieldId[] {
  const names = fieldNames.slice(fieldNames.indexOf('country'));
  return isOfShipping(country) ? names.map((name): FieldId => `${prefix}${name}`) : names;
}
