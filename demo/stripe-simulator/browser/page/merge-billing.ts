import type {BillingDetails} from '../wire/messages.ts';
import {isObject} from './check.ts';

/** "Details collected by Elements will override values passed here", field by field. */
export function mergeBilling(given: unknown, collected: BillingDetails): BillingDetails {
  const base: BillingDetails = isObject(given) ? given : {};
  const address = {...base.address, ...defined(collected.address ?? {})};
  return {
    ...base,
    ...defined(collected),
    ...(Object.keys(address).length > 0 && {address}),
  };
}

const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null),
  ) as Partial<T>;
