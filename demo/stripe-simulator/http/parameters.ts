import type {Raw, RawObject} from './form.ts';
import {type StripeApiError, invalid} from './errors.ts';
import {notSimulated} from './left-out.ts';

/** How one parameter is read. The rules of an endpoint are a table of these. */
export interface Rule<T> {
  read(raw: Raw, param: string): T;
  required?: boolean;
}
type RequiredRule<T> = Rule<T> & {required: true};
type Rules = Record<string, Rule<unknown>>;
type Value<R> = R extends Rule<infer T> ? T : never;
type RequiredNames<R extends Rules> = {
  [K in keyof R]: R[K] extends RequiredRule<unknown> ? K : never;
}[keyof R];

/** What a table of rules gives: required parameters present, all others perhaps. */
export type Parameters<R extends Rules> = {[K in RequiredNames<R>]: Value<R[K]>} & {
  [K in Exclude<keyof R, RequiredNames<R>>]?: Value<R[K]>;
};

export const required = <T>(rule: Rule<T>): RequiredRule<T> => ({...rule, required: true});

/** A parameter that an empty value takes away. */
export const unsettable = <T>(rule: Rule<T>): Rule<T | null> => ({
  read: (raw, param) => (raw === '' ? null : rule.read(raw, param)),
});

export const string = (maximum = 5000): Rule<string> => ({
  read(raw, param) {
    if (typeof raw !== 'string') throw invalid('Invalid string: must be a string', param);
    if (raw === '') throw emptyValue(param);
    if (raw.length > maximum) {
      throw invalid(
        `Invalid string: ${raw.slice(0, 12)}...${raw.slice(-6)}; must be at most ${maximum} characters`,
        param,
      );
    }
    return raw;
  },
});

export const integer = (minimum?: number, maximum?: number): Rule<number> => ({
  read(raw, param) {
    if (raw === '') throw emptyValue(param);
    if (typeof raw !== 'string' || !/^[+-]?\d{1,15}$/.test(raw.trim())) {
      throw invalid(`Invalid integer: ${show(raw)}`, param, 'parameter_invalid_integer');
    }
    const value = Number(raw);
    if (minimum !== undefined && value < minimum) {
      const message = `This value must be greater than or equal to ${minimum}.`;
      throw invalid(message, param, 'parameter_invalid_integer');
    }
    if (maximum !== undefined && value > maximum) {
      const message = `This value must be less than or equal to ${maximum} (it currently is '${raw}').`;
      throw invalid(message, param, 'parameter_invalid_integer');
    }
    return value;
  },
});

export const boolean: Rule<boolean> = {
  read(raw, param) {
    if (raw === '') throw emptyValue(param);
    if (raw === 'true' || raw === '1') return true;
    if (raw === 'false' || raw === '0') return false;
    throw invalid(`Invalid boolean: ${show(raw)}`, param);
  },
};

export const oneOf = <const T extends string>(...values: T[]): Rule<T> => ({
  read(raw, param) {
    if (raw === '') throw emptyValue(param);
    const value = values.find((each) => each === raw);
    if (value === undefined) {
      throw invalid(`Invalid ${param}: must be ${alternatives(values)}`, param);
    }
    return value;
  },
});

export const list = <T>(of: Rule<T>): Rule<T[]> => ({
  read(raw, param) {
    if (raw === '') throw emptyValue(param);
    if (!Array.isArray(raw)) throw invalid('Invalid array', param);
    return raw.map((item, index) => of.read(item, `${param}[${index}]`));
  },
});

/** A hash with known names. */
export const hash = <R extends Rules>(rules: R): Rule<Parameters<R>> => ({
  read: (raw, param) => {
    if (raw === '') throw emptyValue(param);
    if (!isObject(raw)) throw invalid('Invalid object', param);
    return readParameters(rules, raw, param);
  },
});

/** One of two forms, for instance `created=…` and `created[gte]=…`. */
export const either = <A, B>(scalar: Rule<A>, object: Rule<B>): Rule<A | B> => ({
  read: (raw, param) => (isObject(raw) ? object.read(raw, param) : scalar.read(raw, param)),
});

/** Accepted, checked for nothing and kept as it came: options of methods that change no outcome. */
export const anything: Rule<Raw> = {read: (raw) => raw};

/** Would change what happens, on Stripe; here it is refused by name rather than overlooked. */
export const leftOut: Rule<never> = {
  read(_raw, param) {
    throw notSimulated(`the parameter ${param}`);
  },
};

/** A switch that is left out; saying that it is off changes nothing. */
export const switchedOff: Rule<boolean> = {
  read: (raw, param) => (boolean.read(raw, param) ? leftOut.read(raw, param) : false),
};

/** A hash of which the simulator knows some names; every other one is left out. */
export const partOf = <R extends Rules>(rules: R): Rule<Parameters<R>> => ({
  read(raw, param) {
    const names = isObject(raw) ? Object.keys(raw) : [];
    const unknown = names.find((name) => !Object.hasOwn(rules, name));
    if (unknown !== undefined) return leftOut.read(raw, `${param}[${unknown}]`);
    return hash(rules).read(raw, param);
  },
});

/** Keys with an empty value are to be deleted; an empty hash deletes all (given as null). */
export const metadata: Rule<Record<string, string> | null> = {
  read(raw, param) {
    if (raw === '') return null;
    if (!isObject(raw)) throw invalid('Invalid object', param);
    const names = Object.keys(raw);
    if (names.length > 50) {
      throw invalid(`You can only have up to 50 metadata keys; you have ${names.length}.`, param);
    }
    const entries = names.map((name): [string, string] => {
      const value = raw[name];
      if (name.length > 40) {
        const message = `Metadata keys must be at most 40 characters; '${name.slice(0, 40)}…' has ${name.length}.`;
        throw invalid(message, param);
      }
      if (typeof value !== 'string') {
        throw invalid(
          `Invalid metadata value for '${name}': must be a string`,
          `${param}[${name}]`,
        );
      }
      if (value.length > 500) {
        const message = `Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters. Invalid value: ${value.slice(0, 20)}…`;
        throw invalid(message, `${param}[${name}]`);
      }
      return [name, value];
    });
    return Object.fromEntries(entries);
  },
};

/** Reads a whole request: unknown names first, then the missing ones, then each value. */
export function readParameters<R extends Rules>(
  rules: R,
  raw: RawObject,
  prefix = '',
): Parameters<R> {
  const nameOf = (name: string) => (prefix ? `${prefix}[${name}]` : name);
  const unknown = Object.keys(raw).filter((name) => !Object.hasOwn(rules, name));
  if (unknown[0] !== undefined) throw unknownParameters(unknown.map(nameOf));
  const result: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const value = raw[name];
    if (value !== undefined) continue;
    if (rule.required) {
      throw invalid(`Missing required param: ${nameOf(name)}.`, nameOf(name), 'parameter_missing');
    }
  }
  for (const [name, rule] of Object.entries(rules)) {
    const value = raw[name];
    if (value !== undefined) result[name] = rule.read(value, nameOf(name));
  }
  return result as Parameters<R>;
}

/** Metadata after a change: new keys are added, keys with an empty value go, `null` empties it. */
export function mergeMetadata(
  old: Record<string, string>,
  change: Record<string, string> | null | undefined,
): Record<string, string> {
  if (change === null) return {};
  const merged = Object.entries({...old, ...change}).filter(([, value]) => value !== '');
  if (merged.length > 50) {
    const message = `You can only have up to 50 metadata keys; you have ${merged.length}.`;
    throw invalid(message, 'metadata');
  }
  return Object.fromEntries(merged);
}

const isObject = (raw: Raw): raw is RawObject => typeof raw === 'object' && !Array.isArray(raw);

const show = (raw: Raw) => (typeof raw === 'string' ? raw : JSON.stringify(raw));

const alternatives = (values: readonly string[]) =>
  values.length < 3
    ? `one of ${values.join(' or ')}`
    : `one of ${values.slice(0, -1).join(', ')}, or ${values.at(-1)}`;

function emptyValue(param: string): StripeApiError {
  const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
  return invalid(message, param, 'parameter_invalid_empty');
}

function unknownParameters(names: string[]): StripeApiError {
  const message =
    names.length === 1
      ? `Received unknown parameter: ${names[0]}`
      : `Received unknown parameters: ${names.join(', ')}`;
  return invalid(message, names[0], 'parameter_unknown');
}
