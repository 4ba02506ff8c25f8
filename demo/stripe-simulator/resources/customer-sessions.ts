import {endpoint} from '../http/endpoint.ts';
import {boolean, hash, integer, list, oneOf, required, string} from '../http/parameters.ts';
import {customerFor} from './find.ts';

const validFor = 30 * 60;
const filters = list(oneOf('always', 'limited', 'unspecified'));
const switched = oneOf('disabled', 'enabled');
const enabledOnly = hash({enabled: required(boolean)});

const components = hash({
  active_entitlements: enabledOnly,
  buy_button: enabledOnly,
  customer_portal: enabledOnly,
  customer_sheet: enabledOnly,
  mobile_payment_element: enabledOnly,
  payment_element: hash({
    enabled: required(boolean),
    features: hash({
      payment_method_allow_redisplay_filters: filters,
      payment_method_redisplay: switched,
      payment_method_redisplay_limit: integer(1, 10),
      payment_method_remove: switched,
      payment_method_save: switched,
      payment_method_save_usage: oneOf('off_session', 'on_session'),
    }),
  }),
  pricing_table: enabledOnly,
});

/** https://docs.stripe.com/api/customer_sessions */
export const customerSessions = [
  endpoint(
    'POST /v1/customer_sessions',
    {
      customer: required(string()),
      customer_account: string(),
      components: required(components),
    },
    (call, given) => {
      const {store, ids, clock} = call.world;
      const customer = customerFor(call, given.customer);
      const element = given.components.payment_element;
      const features = element?.features;
      const id = ids.next('cuss');
      const {id: _, ...session} = store.customerSessions.put({
        id,
        object: 'customer_session',
        client_secret: ids.secret(id),
        components: {
          active_entitlements: {enabled: given.components.active_entitlements?.enabled ?? false},
          buy_button: {enabled: given.components.buy_button?.enabled ?? false},
          customer_portal: {enabled: given.components.customer_portal?.enabled ?? false},
          customer_sheet: {
            enabled: given.components.customer_sheet?.enabled ?? false,
            features: null,
          },
          mobile_payment_element: {
            enabled: given.components.mobile_payment_element?.enabled ?? false,
            features: null,
          },
          payment_element: {
            enabled: element?.enabled ?? false,
            features: element?.enabled
              ? {
                  payment_method_allow_redisplay_filters:
                    features?.payment_method_allow_redisplay_filters ?? ['always'],
                  payment_method_redisplay: features?.payment_method_redisplay ?? 'disabled',
                  payment_method_redisplay_limit: features?.payment_method_redisplay_limit ?? 3,
                  payment_method_remove: features?.payment_method_remove ?? 'disabled',
                  payment_method_save: features?.payment_method_save ?? 'disabled',
                  payment_method_save_usage: features?.payment_method_save_usage ?? null,
                }
              : null,
          },
          pricing_table: {enabled: given.components.pricing_table?.enabled ?? false},
        },
        created: clock.seconds(),
        customer: customer?.id ?? '',
        customer_account: null,
        expires_at: clock.seconds() + validFor,
        livemode: false,
      });
      return session;
    },
  ),
];
