import type {Stripe} from 'stripe';
import {StripeApiError, invalid} from '../http/errors.ts';
import {notSimulated} from '../http/left-out.ts';
import {
  type Parameters,
  anything,
  boolean,
  integer,
  leftOut,
  list,
  mergeMetadata,
  metadata,
  oneOf,
  required,
  string,
  unsettable,
} from '../http/parameters.ts';
import {currencyRule} from '../machine/money.ts';
import type {WirePrice} from '../store.ts';
import {emit} from '../webhooks/emit.ts';
import type {Call} from '../world.ts';

export const productFields = {
  active: boolean,
  description: unsettable(string()),
  images: unsettable(list(string())),
  marketing_features: leftOut,
  metadata,
  package_dimensions: leftOut,
  shippable: boolean,
  statement_descriptor: string(22),
  tax_code: unsettable(string()),
  tax_details: leftOut,
  unit_label: unsettable(string(12)),
  url: unsettable(string()),
};
export const priceData = {
  currency: required(currencyRule),
  metadata,
  recurring: anything,
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
  unit_amount: integer(0, 99_999_999),
  unit_amount_decimal: string(),
};

type ProductFields = Parameters<typeof productFields>;

export function createProduct(
  call: Call,
  given: ProductFields & {name: string; id?: string},
): Stripe.Product {
  const {store, ids, clock} = call.world;
  const id = given.id ?? ids.next('prod').replace('prod_1', 'prod_').slice(0, 19);
  if (store.products.get(id)) {
    throw new StripeApiError(400, {
      type: 'invalid_request_error',
      code: 'resource_already_exists',
      param: 'id',
      message: `Product already exists. ID: ${id}`,
    });
  }
  const product = store.products.put({
    id,
    object: 'product',
    active: true,
    created: clock.seconds(),
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    name: given.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: clock.seconds(),
    url: null,
    ...productChange(given),
    metadata: mergeMetadata({}, given.metadata),
  });
  emit(call, 'product.created', product);
  return product;
}

export function productChange(given: ProductFields): Partial<Stripe.Product> {
  const {active, description, images, shippable, statement_descriptor, unit_label, url} = given;
  return {
    ...(active !== undefined && {active}),
    ...(description !== undefined && {description}),
    ...(images !== undefined && {images: images ?? []}),
    ...(shippable !== undefined && {shippable}),
    ...(statement_descriptor && {statement_descriptor}),
    ...(given.tax_code !== undefined && {tax_code: given.tax_code}),
    ...(unit_label !== undefined && {unit_label}),
    ...(url !== undefined && {url}),
  };
}

export function createPrice(
  call: Call,
  given: Parameters<typeof priceData> & {
    product: string;
    active?: boolean;
    lookup_key?: string;
    nickname?: string;
    billing_scheme?: 'per_unit' | 'tiered';
  },
): WirePrice {
  const {store, ids, clock} = call.world;
  if (given.recurring !== undefined || given.billing_scheme === 'tiered') {
    throw notSimulated('recurring and tiered prices');
  }
  const amount = given.unit_amount ?? wholeAmount(given.unit_amount_decimal);
  if (amount === undefined) {
    throw invalid(
      'Prices require an `unit_amount` or `unit_amount_decimal` parameter to be set.',
      'unit_amount',
      'parameter_missing',
    );
  }
  const price = store.prices.put({
    id: ids.next('price'),
    object: 'price',
    active: given.active ?? true,
    billing_scheme: 'per_unit',
    created: clock.seconds(),
    currency: given.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: given.lookup_key ?? null,
    metadata: mergeMetadata({}, given.metadata),
    nickname: given.nickname ?? null,
    product: given.product,
    recurring: null,
    tax_behavior: given.tax_behavior ?? 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: Number.isInteger(amount) ? amount : null,
    unit_amount_decimal: String(amount),
  });
  emit(call, 'price.created', price);
  return price;
}

function wholeAmount(decimal: string | undefined): number | undefined {
  if (decimal === undefined) return undefined;
  if (!/^\d{1,8}(\.\d{1,12})?$/.test(decimal)) {
    throw invalid(`Invalid decimal: ${decimal}`, 'unit_amount_decimal');
  }
  return Number(decimal);
}
