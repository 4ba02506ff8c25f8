import type {Region} from './address/regions.ts';
import {addressRule, hasRule, loadRules, type AddressRule} from './address/rule.ts';
import {emptyFields, fieldNames, type FieldName, type FieldValues} from './form.ts';

/** The fields of one person and address as they are being filled in. */
export class AddressFields {
  values: FieldValues = emptyFields();
  /** What the buyer has typed or chosen; what only the page has filled in is not among it. */
  typed: Partial<FieldValues> = {};
  /** The country's areas; null until they are there, or where it has none. */
  regions: Region[] | null = null;
  #regionsOf = '';
  readonly #language: () => string;
  readonly #onChange: () => void;
  readonly #isWhole: () => boolean;

  /** @param isWhole Whether all of the address is asked for. */
  constructor(language: () => string, onChange: () => void, isWhole: () => boolean) {
    this.#language = language;
    this.#isWhole = isWhole;
    this.#onChange = onChange;
  }

  get rule(): AddressRule {
    return addressRule(this.values.country, this.#language());
  }

  set(field: FieldName, value: string): void {
    this.values = {...this.values, [field]: value};
    this.#onChange();
    if (field === 'country') void this.followCountry();
  }

  /** Puts back what the buyer had typed on a page before; what was typed here stays. */
  putBack(typed: Partial<FieldValues>): void {
    this.typed = {...typed, ...this.typed};
    this.values = {...this.values, ...this.typed};
    this.#onChange();
    void this.followCountry();
  }

  /** As the buyer does it: a country that only was likely is now the buyer's choice. */
  type(field: FieldName, value: string): void {
    this.typed[field] = value;
    this.set(field, value);
  }

  /** Fills in what is known; what the buyer has typed stays. */
  prefill(known: Partial<Record<FieldName, string | undefined>>): void {
    for (const field of fieldNames) {
      const value = known[field];
      const isUntouched = field === 'country' ? !this.typed[field] : !this.values[field];
      if (value && isUntouched) this.set(field, value);
    }
  }

  /** Loads the areas of the country, and finds the one that was typed or filled in among them. */
  async followCountry(): Promise<void> {
    const {country} = this.values;
    const language = this.#language();
    if (country !== this.#regionsOf) this.regions = null;
    this.#regionsOf = country;
    if (!hasRule(country)) await loadRules().catch(() => {}); // Without it, street and city.
    const {regionLanguage, rows} = this.rule;
    if (country !== this.values.country) return;
    if (!this.#isWhole() || !regionLanguage || !rows.flat().includes('state')) return;
    const regions = await import('./address/regions.ts')
      .then(({loadRegions}) => loadRegions(country, regionLanguage, language))
      .catch(() => null);
    if (!regions || country !== this.values.country || language !== this.#language()) return;
    const typed = this.values.state.trim().toLowerCase();
    const same = regions.find(
      ({code, name}) => code.toLowerCase() === typed || name.toLowerCase() === typed,
    );
    this.values = {...this.values, state: same?.code ?? ''};
    this.regions = regions;
    this.#onChange();
  }
}
