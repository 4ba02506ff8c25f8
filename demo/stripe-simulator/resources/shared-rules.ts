import {email} from '../http/email.ts';
import {anything, hash, oneOf, string, unsettable} from '../http/parameters.ts';

const addressFields = {
  city: unsettable(string()),
  country: unsettable(string()),
  line1: unsettable(string()),
  line2: unsettable(string()),
  postal_code: unsettable(string()),
  state: unsettable(string()),
};

export const addressRule = hash(addressFields);

/** Other than the rest of an address, the country cannot be taken away by an empty text. */
const billingAddress = hash({...addressFields, country: string(2)});

export const billingDetailsRule = hash({
  address: unsettable(billingAddress),
  email: unsettable(email()),
  name: unsettable(string()),
  phone: unsettable(string(20)),
  tax_id: unsettable(string()),
});

export const shippingRule = hash({
  address: addressRule,
  carrier: unsettable(string()),
  name: string(),
  phone: unsettable(string()),
  tracking_number: unsettable(string()),
});

export const mandateDataRule = hash({
  customer_acceptance: hash({
    accepted_at: anything,
    type: oneOf('offline', 'online'),
    offline: anything,
    online: hash({
      ip_address: string(),
      user_agent: string(),
      infer_from_client: anything,
    }),
  }),
});
