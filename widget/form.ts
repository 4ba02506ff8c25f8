import type {BillingDetails} from '../api/contract.ts';
import type {AddressPart, AddressRule} from './address/rule.ts';
import type {TextKey} from './i18n/text.ts';

/** Everything the buyer types into our own form. */
export const fieldNames = [
  'email',
  'name',
  'country',
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
] as const;

export type FieldName = (typeof fieldNames)[number];
export type FieldValues = Record<FieldName, string>;
export type FieldErrors = Partial<Record<FieldName, TextKey>>;

/** How much of an address to ask for: `minimal` is what a card check needs, country and postal code. */
export type BillingMode = 'full' | 'minimal';

export type CheckedForm =
  {details: BillingDetails; errors?: undefined} | {details?: undefined; errors: FieldErrors};

export const emptyFields = (): FieldValues => ({
  email: '',
  name: '',
  country: '',
  line1: '',
  line2: '',
  city: '',
  state: '',
  postalCode: '',
});

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

/**
 * The details as the API and Stripe take them, or what is wrong with which field. Errors come in
 * the order in which the fields stand on the page.
 */
export function checkForm(
  values: FieldValues,
  rule: AddressRule,
  mode: BillingMode = 'full',
): CheckedForm {
  const shown = addressRows(rule, mode).flat();
  const order: FieldName[] = ['email', 'name', 'country', ...shown];
  const problems = order.map((field) => [field, checkField(field, values, rule)] as const);
  const errors = Object.fromEntries(problems.filter(([, problem]) => problem));
  if (Object.keys(errors).length > 0) return {errors};

  const shownValue = (field: FieldName) => (shown.includes(field) ? values[field].trim() : '');
  // Every part that the Payment Element is told not to ask for is there, if only as ''.
  const parts: FieldName[] =
    mode === 'minimal' ? ['postalCode'] : ['line1', 'line2', 'city', 'state', 'postalCode'];
  return {
    details: {
      email: values.email.trim(),
      name: values.name.trim(),
      address: {
        country: values.country,
        ...Object.fromEntries(parts.map((part) => [part, shownValue(part)])),
      },
    },
  };
}

/** What is wrong with one field, if anything is. */
export function checkField(
  field: FieldName,
  values: FieldValues,
  rule: AddressRule,
): TextKey | undefined {
  const value = values[field].trim();
  if (field === 'line2') return undefined;
  if (field === 'email') {
    if (!value) return 'emailRequired';
    return looksLikeEmail(value) ? undefined : 'emailInvalid';
  }
  if (field === 'name' || field === 'country') return value ? undefined : `${field}Required`;
  if (!value)
    return rule.required.has(field satisfies AddressPart) ? `${field}Required` : undefined;
  if (field === 'postalCode' && rule.postalCode && !rule.postalCode.test(value)) {
    return 'postalCodeInvalid';
  }
  return undefined;
}

/**
 * Close to what the API accepts, so that a buyer hears of a mistake here and not from the server:
 * ASCII, one @, a domain with a dot.
 */
function looksLikeEmail(value: string) {
  return (
    value.length <= 254 &&
    /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z\d-]{2,}$/i.test(
      value,
    )
  );
}
