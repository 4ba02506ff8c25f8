import {warn} from '../wire/console.ts';
import {IntegrationError} from './integration-error.ts';

/**
 * Checks of options, as tables. A wrong value throws an `IntegrationError` in Stripe's own form of
 * words; an unknown name only warns in the console, as Stripe.js does.
 */
export type Check = (value: unknown, path: string, call: string) => void;

export const string = expecting('a string', (value) => typeof value === 'string');
export const boolean = expecting('a boolean', (value) => typeof value === 'boolean');
export const number = expecting('a number', (value) => typeof value === 'number');
export const anything: Check = () => {};

/** Would do something on Stripe and does nothing here: refused rather than overlooked. */
export const leftOut: Check = (_value, path, call) => {
  throw new IntegrationError(`${call}: ${path} is not part of the Stripe simulator.`);
};

/** A switch that is left out; saying that it is off changes nothing. */
export const switchedOff: Check = (value, path, call) => {
  boolean(value, path, call);
  if (value === true) leftOut(value, path, call);
};

export const oneOf = (...values: readonly (string | null)[]): Check =>
  expecting(`one of the following strings: ${values.filter((v) => v !== null).join(', ')}`, (v) =>
    values.includes(v as string | null),
  );

export const list =
  (item: Check): Check =>
  (value, path, call) => {
    if (!Array.isArray(value)) throw invalid(call, path, 'an array', value);
    value.forEach((each, index) => item(each, `${path}[${index}]`, call));
  };

/** An object whose values are all checked alike, whatever their names. */
export const record =
  (item: Check): Check =>
  (value, path, call) => {
    if (!isObject(value)) throw invalid(call, path, 'an object', value);
    for (const [name, each] of Object.entries(value)) item(each, join(path, name), call);
  };

export const shape =
  (checks: Record<string, Check>): Check =>
  (value, path, call) => {
    if (!isObject(value)) throw invalid(call, path || 'options', 'an object', value);
    for (const [name, each] of Object.entries(value)) {
      const check = checks[name];
      if (!check) warnUnrecognized(call, join(path, name));
      else if (each !== undefined) check(each, join(path, name), call);
    }
  };

/** A string from the list, or else what `other` accepts. */
export const stringOr =
  (values: readonly string[], other: Check): Check =>
  (value, path, call) =>
    typeof value === 'string' ? oneOf(...values)(value, path, call) : other(value, path, call);

export const nullable =
  (check: Check): Check =>
  (value, path, call) => {
    if (value !== null) check(value, path, call);
  };

export function invalid(call: string, path: string, expected: string, value: unknown): Error {
  const shown = JSON.stringify(value) ?? String(value);
  return new IntegrationError(
    `Invalid value for ${call}: ${path} should be ${expected}. You specified: ${shown}.`,
  );
}

export function missing(call: string, path: string, expected: string): Error {
  return new IntegrationError(`Missing value for ${call}: ${path} should be ${expected}.`);
}

export function warnUnrecognized(call: string, path: string): void {
  warn(
    `[Stripe.js] Unrecognized ${call} parameter: ${path} is not a recognized parameter. ` +
      'This may cause issues with your integration in the future.',
  );
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function expecting(expected: string, accepts: (value: unknown) => boolean): Check {
  return (value, path, call) => {
    if (!accepts(value)) throw invalid(call, path, expected, value);
  };
}

const join = (path: string, name: string) => (path ? `${path}.${name}` : name);
