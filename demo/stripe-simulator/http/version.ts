import {invalid} from './errors.ts';
import {notSimulated} from './left-out.ts';

/** Accepts the form of Stripe's versions: a date, and since 2024 the name of the train. */
export function checkVersion(asked: string | undefined, fallback: string): string {
  if (asked === undefined || asked === '') return fallback;
  if (!/^20\d\d-\d\d-\d\d(\.[a-z]+)?$/.test(asked)) {
    throw invalid(`Invalid Stripe API version: ${asked}`);
  }
  if (asked < firstTrain) {
    throw notSimulated(`objects in the shape of API version ${asked}, from before acacia`);
  }
  return asked;
}

/** The first version with a name; before it objects looked otherwise. */
const firstTrain = '2024-09-30';

/**
 * The first version of the endive train, which takes no `payment_method_types` on PaymentIntents.
 * https://docs.stripe.com/changelog/endive
 */
const endive = '2026-09-30';

/** The last version before it, in which the simulator itself speaks where it must name types. */
export const lastDahlia = '2026-08-26.dahlia';

export const isEndiveOrLater = (version: string) => version.slice(0, 10) >= endive;
