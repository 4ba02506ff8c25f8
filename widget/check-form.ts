import type {Shipping} from '../api/contract.ts';
import type {AddressPart, AddressRule} from './address/rule.ts';
import type {DetailsForm, FormWishes} from './details-form.ts';
import {addressRows} from './form.ts';
import type {
  BillingMode,
  CheckedForm,
  ContactWishes,
  FieldErrors,
  FieldName,
  FieldValues,
} from './form.ts';
import type {TextKey} from './i18n/text.ts';

export {errorSummaryView} from './views/error-summary.ts';

/** The whole form as the API takes it, or what is wrong with it. */
export function checkDetails(form: DetailsForm, wishes: FormWishes): CheckedForm {
  const {values, rule} = form.billing;
  const checked = checkForm(values, rule, wishes.billing, wishes);
  const {destinations} = wishes;
  if (!destinations) return checked;
  const phone = phoneOf(values, wishes);
  if (form.isShippedToBilling) {
    if (!checked.details) return checked;
    const {name, address} = checked.details;
    return {...checked, shipping: {name, ...phone, address}};
  }
  const {values: typed, rule: itsRule} = form.shipping;
  // Typed while the page still shipped there, or filled in by a page that does not: not among its choices.
  const isChoice = !destinations[0] || destinations.includes(typed.country);
  const {shipping, errors} = checkShipping(isChoice ? typed : {...typed, country: ''}, itsRule);
  const all = {...checked.errors, ...errors};
  if (!checked.details || Object.keys(all).length > 0) return {errors: all};
  return {...checked, shipping: {...shipping, ...phone}};
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
function checkShipping(
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
function phoneOf(values: FieldValues, wishes: ContactWishes): {phone?: string} {
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
