import type {BillingDetails, Shipping} from '../api/contract.ts';
import type {AddressRule} from './address/rule.ts';
import type {TextKey} from './i18n/text.ts';

/** Everything the buyer types into our own form about one person and address. */
export const fieldNames = [
  'email',
  'name',
  'company',
  'phone',
  'country',
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
] as const;

export type FieldName = (typeof fieldNames)[number];
/** A field of the page: those of the shipping address are beside those of the billing address. */
export type FieldId = FieldName | `shipping-${FieldName}`;
export type FieldValues = Record<FieldName, string>;
export type FieldErrors = Partial<Record<FieldId, TextKey>>;

/** What the buyer has typed and chosen: who pays, where the goods go, and whether that is the same. */
export type Typed = [
  billing: Partial<FieldValues>,
  shipping: Partial<FieldValues>,
  shipsToBilling: boolean | null,
];

/** How much of an address to ask for: `minimal` is what a card check needs, country and postal code. */
export type BillingMode = 'full' | 'minimal';
/** Whether a field is asked for at all. */
export type Wish = 'none' | 'optional' | 'required';

/** What the page asks of its buyers, beside e-mail, name and address. */
export interface ContactWishes {
  phone: Wish;
  company: Wish;
}

export type CheckedForm =
  | {details: BillingDetails; shipping?: Shipping; errors?: undefined}
  | {details?: undefined; errors: FieldErrors};

export const emptyFields = () =>
  Object.fromEntries(fieldNames.map((name) => [name, ''])) as FieldValues;

/** The address fields to show for a country, row by row, in the country's own order. */
export function addressRows(rule: AddressRule, mode: BillingMode): FieldName[][] {
  if (mode === 'minimal') {
    return rule.required.has('postalCode') ? [['postalCode']] : [];
  }
  return rule.rows.flatMap((row): FieldName[][] => {
    if (!row.includes('line1')) return [row];
    const rest = row.filter((part) => part !== 'line1');
    return [['line1'], ['line2'], ...(rest.length ? [rest] : [])];
  });
}
