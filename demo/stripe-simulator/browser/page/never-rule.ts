import {isObject} from './check.ts';
import {IntegrationError} from './integration-error.ts';

/** Every leaf of `billing_details`: its path in the API and its name among the element's fields. */
const leaves = [
  {path: ['name'], field: ['name']},
  {path: ['email'], field: ['email']},
  {path: ['phone'], field: ['phone']},
  {path: ['address', 'country'], field: ['address', 'country']},
  {path: ['address', 'postal_code'], field: ['address', 'postalCode']},
  {path: ['address', 'state'], field: ['address', 'state']},
  {path: ['address', 'city'], field: ['address', 'city']},
  {path: ['address', 'line1'], field: ['address', 'line1']},
  {path: ['address', 'line2'], field: ['address', 'line2']},
] as const;

interface Caller {
  /** Where the caller should have passed the data, for instance `confirmParams`. */
  argument: string;
  /** The methods named in the message. */
  method: string;
}

/**
 * What the element was told never to collect must be passed at confirmation, every leaf of it; an
 * empty string counts as passed. The real Stripe.js throws, and so does this one.
 */
export function enforceNever(
  paymentOptions: Record<string, unknown>,
  selectedType: string | undefined,
  billingDetails: unknown,
  caller: Caller,
): void {
  const fields = isObject(paymentOptions['fields']) ? paymentOptions['fields'] : {};
  const ofType = selectedType === undefined ? undefined : fields[selectedType];
  const setting =
    (isObject(ofType) ? ofType['billingDetails'] : undefined) ?? fields['billingDetails'];
  for (const {path, field} of leaves) {
    if (!isNever(setting, field) || read(billingDetails, path) !== undefined) continue;
    const name = `billing_details.${path.join('.')}`;
    throw new IntegrationError(
      `You specified "never" for fields.${name} when creating the payment Element, but did not ` +
        `pass ${caller.argument}.payment_method_data.${name} when calling ${caller.method}. If you ` +
        'opt out of collecting data via the payment Element using the fields option, the data ' +
        'must be passed at confirm-time.',
    );
  }
}

function isNever(setting: unknown, field: readonly string[]): boolean {
  if (setting === 'never') return true;
  const [first, ...rest] = field;
  return first !== undefined && isObject(setting) && isNever(setting[first], rest);
}

function read(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}
