import type {Stripe} from 'stripe';
import {email} from '../http/email.ts';
import {endpoint} from '../http/endpoint.ts';
import {invalid} from '../http/errors.ts';
import {pageRules, paginate} from '../http/paginate.ts';
import {
  type Parameters,
  hash,
  integer,
  leftOut,
  list,
  mergeMetadata,
  metadata,
  oneOf,
  string,
  unsettable,
} from '../http/parameters.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';
import {noAddress} from './payment-method-data.ts';
import {attachMethod, findMethodById} from './payment-methods.ts';
import {find, isWanted, reads} from './reads.ts';
import {addressRule, shippingRule} from './shared-rules.ts';

const root = '/v1/customers';

const rules = {
  address: unsettable(addressRule),
  balance: integer(),
  business_name: unsettable(string(150)),
  cash_balance: leftOut,
  description: unsettable(string()),
  email: unsettable(email(512)),
  individual_name: unsettable(string(150)),
  invoice_prefix: string(12),
  invoice_settings: hash({
    custom_fields: leftOut,
    default_payment_method: unsettable(string()),
    footer: unsettable(string()),
    rendering_options: leftOut,
  }),
  metadata,
  name: unsettable(string(256)),
  next_invoice_sequence: integer(1),
  phone: unsettable(string(20)),
  preferred_locales: list(string()),
  shipping: unsettable(shippingRule),
  tax: leftOut,
  tax_exempt: unsettable(oneOf('exempt', 'none', 'reverse')),
};

/** https://docs.stripe.com/api/customers */
export const customers = [
  ...reads(
    root,
    'customer',
    (store) => store.customers,
    {email: string(), test_clock: string()},
    (customer, {email}) => isWanted(email, customer.email),
  ),
  endpoint(`POST ${root}`, {...rules, payment_method: string()}, (call, given) =>
    createCustomer(call, given),
  ),
  endpoint(`POST ${root}/:id`, rules, (call, given, path) => {
    const customer = findCustomer(call, path['id']);
    const changed = call.world.store.customers.patch(customer.id, {
      ...fieldsOf(given),
      ...(given.metadata !== undefined && {
        metadata: mergeMetadata(customer.metadata, given.metadata),
      }),
      ...(given.invoice_settings && {
        invoice_settings: invoiceSettings(call, given.invoice_settings, customer),
      }),
    });
    emit(call, 'customer.updated', changed, customer);
    return changed;
  }),
  endpoint(`DELETE ${root}/:id`, {}, (call, _given, path) => {
    const {store} = call.world;
    const customer = findCustomer(call, path['id']);
    for (const method of store.paymentMethods.all()) {
      if (method.customer === customer.id) {
        store.paymentMethods.patch(method.id, {customer: null});
      }
    }
    store.customers.delete(customer.id);
    emit(call, 'customer.deleted', customer);
    return {id: customer.id, object: 'customer', deleted: true};
  }),
  endpoint(
    `GET ${root}/:id/payment_methods`,
    {...pageRules, type: string(), allow_redisplay: string()},
    (call, {type, allow_redisplay, ...page}, path) => {
      const customer = findCustomer(call, path['id']);
      return paginate(
        call.world.store.paymentMethods,
        'PaymentMethod',
        `${root}/${customer.id}/payment_methods`,
        page,
        (method) =>
          method.customer === customer.id &&
          isWanted(type, method.type) &&
          isWanted(allow_redisplay, method.allow_redisplay),
      );
    },
  ),
  endpoint(`GET ${root}/:id/payment_methods/:method`, {}, (call, _given, path) => {
    const customer = findCustomer(call, path['id']);
    const method = findMethodById(call, path['method']);
    if (method.customer !== customer.id) {
      throw invalid(`The payment method ${method.id} does not belong to ${customer.id}.`);
    }
    return method;
  }),
];

export function createCustomer(
  call: Call,
  given: Parameters<typeof rules> & {payment_method?: string},
): Stripe.Customer {
  const {store, ids, clock} = call.world;
  const method = given.payment_method && findMethodById(call, given.payment_method);
  const id = ids.next('cus').replace('cus_1', 'cus_').slice(0, 18);
  const customer = store.customers.put({
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: clock.seconds(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: noInvoiceSettings,
    livemode: false,
    metadata: mergeMetadata({}, given.metadata),
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    ...fieldsOf(given),
  });
  if (method) attachMethod(call, method, customer.id);
  const settled = given.invoice_settings
    ? store.customers.patch(id, {
        invoice_settings: invoiceSettings(call, given.invoice_settings, customer),
      })
    : customer;
  emit(call, 'customer.created', settled);
  return settled;
}

const noInvoiceSettings: Stripe.Customer.InvoiceSettings = {
  custom_fields: null,
  default_payment_method: null,
  footer: null,
  rendering_options: null,
};

function invoiceSettings(
  call: Call,
  given: NonNullable<Parameters<typeof rules>['invoice_settings']>,
  customer: Stripe.Customer,
): Stripe.Customer.InvoiceSettings {
  const chosen = given.default_payment_method;
  if (chosen && findMethodById(call, chosen).customer !== customer.id) {
    throw invalid(
      `The customer does not have a payment method with the ID ${chosen}. The payment method must be attached to the customer.`,
      'invoice_settings[default_payment_method]',
      'resource_missing',
    );
  }
  return {
    ...customer.invoice_settings,
    ...(chosen !== undefined && {default_payment_method: chosen}),
    ...(given.footer !== undefined && {footer: given.footer}),
  };
}

function fieldsOf(given: Parameters<typeof rules>): Partial<Stripe.Customer> {
  return {
    ...(given.address !== undefined && {
      address: given.address && {...noAddress, ...given.address},
    }),
    ...(given.balance !== undefined && {balance: given.balance}),
    ...(given.business_name && {business_name: given.business_name}),
    ...(given.description !== undefined && {description: given.description}),
    ...(given.email !== undefined && {email: given.email}),
    ...(given.individual_name && {individual_name: given.individual_name}),
    ...(given.name !== undefined && {name: given.name}),
    ...(given.phone !== undefined && {phone: given.phone}),
    ...(given.preferred_locales && {preferred_locales: given.preferred_locales}),
    ...(given.shipping !== undefined && {
      shipping: given.shipping && {
        address: {...noAddress, ...given.shipping.address},
        name: given.shipping.name ?? '',
        phone: given.shipping.phone ?? null,
      },
    }),
    ...(given.tax_exempt !== undefined && {tax_exempt: given.tax_exempt ?? 'none'}),
  };
}

const findCustomer = (call: Call, id?: string) => find(call.world.store.customers, 'customer', id);
