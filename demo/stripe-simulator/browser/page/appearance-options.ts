import {warn} from '../wire/console.ts';
import {boolean, isObject, oneOf, record, shape} from './check.ts';
import type {Check} from './check.ts';
import {allowedProperties, isAllowedSelector} from '../frame/appearance/rules.ts';

const text: Check = (value, path, call) => {
  if (typeof value === 'string' || typeof value === 'number') return;
  warn(`[Stripe.js] ${call}: ${path} should be a string and is ignored.`);
};

const rules: Check = (value, path, call) => {
  record(record(text))(value, path, call);
  for (const [selector, properties] of Object.entries(value as Record<string, object>)) {
    if (!isAllowedSelector(selector)) {
      warn(`[Stripe.js] ${call}: "${selector}" is not a supported selector in ${path}.`);
    } else if (isObject(properties)) {
      for (const name of Object.keys(properties).filter((each) => !allowedProperties.has(each))) {
        warn(
          `[Stripe.js] ${call}: "${name}" is not a supported property of "${selector}" in ${path}.`,
        );
      }
    }
  }
};

/** https://docs.stripe.com/elements/appearance-api: what is not supported warns and is left out. */
export const appearanceCheck = shape({
  disableAnimations: boolean,
  theme: oneOf('stripe', 'night', 'flat'),
  variables: record(text),
  rules,
  labels: oneOf('auto', 'above', 'floating'),
  inputs: oneOf('spaced', 'condensed'),
});
