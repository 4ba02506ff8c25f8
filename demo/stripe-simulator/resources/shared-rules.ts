import {anything, hash, oneOf, string, unsettable} from '../http/parameters.ts';

export const addressRule = hash({
  city: unsettable(string()),
  country: unsettable(string()),
  line1: unsettable(string()),
  line2: unsettable(string()),
  postal_code: unsettable(string()),
  state: unsettable(string()),
});

export const billingDetailsRule = hash({
  address: unsettable(addressRule),
  email: unsettable(string()),
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
