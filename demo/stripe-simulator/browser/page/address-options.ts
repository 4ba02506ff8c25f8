import {boolean, isObject, list, missing, nullable, oneOf, shape, string} from './check.ts';
import type {Check} from './check.ts';

const address = shape({
  line1: nullable(string),
  line2: nullable(string),
  city: nullable(string),
  state: nullable(string),
  postal_code: nullable(string),
  country: string,
});

const optional = {
  allowedCountries: nullable(list(string)),
  autocomplete: shape({mode: oneOf('automatic', 'disabled', 'google_maps_api'), apiKey: string}),
  blockPoBox: boolean,
  contacts: list(shape({name: string, phone: string, address})),
  defaultValues: shape({
    name: nullable(string),
    firstName: nullable(string),
    lastName: nullable(string),
    address,
    phone: nullable(string),
  }),
  fields: shape({phone: oneOf('always', 'never', 'auto'), name: oneOf('never', 'auto')}),
  validation: shape({phone: shape({required: oneOf('always', 'never', 'auto')})}),
  display: shape({name: oneOf('full', 'split', 'organization')}),
};

/** https://docs.stripe.com/js/elements_object/create_address_element */
export const addressOptions: Check = (value, path, call) => {
  shape({mode: oneOf('shipping', 'billing'), ...optional})(value, path, call);
  if (isObject(value) && value['mode'] === undefined) {
    throw missing(call, 'mode', 'one of the following strings: shipping, billing');
  }
};

export const addressUpdate = shape(optional);
