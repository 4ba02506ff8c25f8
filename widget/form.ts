import type {BillingDetails, Shipping} from '../api/contract.ts';
import type {AddressPart, AddressRule} from './address/rule.ts';
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

const nothingMore: ContactWishes = {phone: 'none', company: 'none'};

/**
 * The details as the API and Stripe take them, or what is wrong with which field. Errors come in
 * the order in which the fields stand on the page.
 */
export function checkForm(
  values: FieldValues,
  rule: AddressRule,
  mode: BillingMode = 'full',
  wishes: ContactWishes = nothingMore,
): CheckedForm {
  const shown = addressRows(rule, mode).flat();
  const errors = problemsOf(
    ['email', 'name', 'company', 'phone', 'country', ...shown],
    values,
    rule,
    wishes,
  );
  if (Object.keys(errors).length > 0) return {errors};
  const company = wishes.company === 'none' ? '' : values.company.trim();
  return {
    details: {
      email: values.email.trim(),
      name: values.name.trim(),
      ...(company && {company}),
      ...phoneOf(values, wishes),
      address: addressOf(values, shown, mode),
    },
  };
}

/** The same of the address that the goods go to: a whole one, and the name of who receives them. */
export function checkShipping(
  values: FieldValues,
  rule: AddressRule,
): {shipping: Shipping; errors: FieldErrors} {
  const shown = addressRows(rule, 'full').flat();
  const problems = problemsOf(['name', 'country', ...shown], values, rule, nothingMore);
  return {
    shipping: {name: values.name.trim(), address: addressOf(values, shown, 'full')},
    errors: Object.fromEntries(
      Object.entries(problems).map(([name, problem]) => [`shipping-${name}`, problem]),
    ),
  };
}

/** Who pays by the form's own phone field: left out where it is empty. */
export function phoneOf(values: FieldValues, wishes: ContactWishes): {phone?: string} {
  const phone = wishes.phone === 'none' ? '' : values.phone.trim();
  return phone ? {phone} : {};
}

function problemsOf(
  fields: FieldName[],
  values: FieldValues,
  rule: AddressRule,
  wishes: ContactWishes,
): FieldErrors {
  const problems = fields.map((field) => [field, checkField(field, values, rule, wishes)] as const);
  return Object.fromEntries(problems.filter(([, problem]) => problem));
}

function addressOf(values: FieldValues, shown: FieldName[], mode: BillingMode) {
  const shownValue = (field: FieldName) => (shown.includes(field) ? values[field].trim() : '');
  // Every part that the Payment Element is told not to ask for is there, if only as ''.
  const parts: FieldName[] =
    mode === 'minimal' ? ['postalCode'] : ['line1', 'line2', 'city', 'state', 'postalCode'];
  return {
    country: values.country,
    ...Object.fromEntries(parts.map((part) => [part, shownValue(part)])),
  };
}

/** What is wrong with one field, if anything is. */
export function checkField(
  field: FieldName,
  values: FieldValues,
  rule: AddressRule,
  wishes: ContactWishes = nothingMore,
): TextKey | undefined {
  const value = values[field].trim();
  switch (field) {
    case 'line2':
    case 'company':
      return undefined;
    case 'email':
      if (!value) return 'emailRequired';
      return looksLikeEmail(value) ? undefined : 'emailInvalid';
    case 'phone':
      if (wishes.phone === 'none') return undefined;
      if (!value) return wishes.phone === 'required' ? 'phoneRequired' : undefined;
      return looksLikePhone(value) ? undefined : 'phoneInvalid';
    case 'name':
    case 'country':
      return value ? undefined : `${field}Required`;
    default:
      if (!value)
        return rule.required.has(field satisfies AddressPart) ? `${field}Required` : undefined;
      if (field === 'postalCode' && rule.postalCode && !rule.postalCode.test(value)) {
        return 'postalCodeInvalid';
      }
      return undefined;
  }
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

/** Six to fifteen digits (ITU-T E.164), however the buyer groups them. */
const looksLikePhone = (value: string) =>
  value.length <= 40 &&
  /^\+?[\d\s()./-]+$/.test(value) &&
  /^\d{6,15}$/.test(value.replace(/\D/g, ''));
