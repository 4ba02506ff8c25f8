import type {Stripe} from 'stripe';
import {endpoint} from '../http/endpoint.ts';
import {StripeApiError, invalid} from '../http/errors.ts';
import {notSimulated} from '../http/left-out.ts';
import {
  type Parameters,
  anything,
  boolean,
  hash,
  integer,
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
import {find, isWanted, reads} from './reads.ts';

const productFields = {
  active: boolean,
  description: unsettable(string()),
  images: unsettable(list(string())),
  marketing_features: anything,
  metadata,
  package_dimensions: anything,
  shippable: boolean,
  statement_descriptor: string(22),
  tax_code: unsettable(string()),
  tax_details: anything,
  unit_label: unsettable(string(12)),
  url: unsettable(string()),
};
const priceData = {
  currency: required(currencyRule),
  metadata,
  recurring: anything,
  tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
  unit_amount: integer(0, 99_999_999),
  unit_amount_decimal: string(),
};
const priceRules = {
  ...priceData,
  active: boolean,
  billing_scheme: oneOf('per_unit', 'tiered'),
  lookup_key: string(200),
  nickname: string(),
  product: string(),
  product_data: hash({...productFields, id: string(), name: required(string())}),
  transfer_lookup_key: boolean,
};

/** https://docs.stripe.com/api/products and https://docs.stripe.com/api/prices; one-time prices only. */
export const catalogue = [
  ...reads(
    '/v1/products',
    'product',
    (store) => store.products,
    {active: boolean, ids: list(string()), shippable: boolean, url: string()},
    (product, {active, ids, shippable, url}) =>
      isWanted(active, product.active) &&
      (ids?.includes(product.id) ?? true) &&
      isWanted(shippable, product.shippable) &&
      isWanted(url, product.url),
  ),
  endpoint(
    'POST /v1/products',
    {
      ...productFields,
      name: required(string()),
      id: string(),
      type: oneOf('good', 'service'),
      default_price_data: hash(priceData),
    },
    (call, given) => {
      const product = createProduct(call, given);
      if (!given.default_price_data) return product;
      const price = createPrice(call, {...given.default_price_data, product: product.id});
      return call.world.store.products.patch(product.id, {default_price: price.id});
    },
  ),
  endpoint(
    'POST /v1/products/:id',
    {...productFields, name: string(), default_price: string()},
    (call, given, path) => {
      const {store, clock} = call.world;
      const product = find(store.products, 'product', path['id']);
      const {default_price, name} = given;
      if (default_price) find(store.prices, 'price', default_price, 'default_price');
      const changed = store.products.patch(product.id, {
        ...productChange(given),
        ...(name && {name}),
        ...(default_price && {default_price}),
        metadata: mergeMetadata(product.metadata, given.metadata ?? {}),
        updated: clock.seconds(),
      });
      emit(call, 'product.updated', changed, product);
      return changed;
    },
  ),
  endpoint('DELETE /v1/products/:id', {}, (call, _given, path) => {
    const {store} = call.world;
    const product = find(store.products, 'product', path['id']);
    if (store.prices.all().some((price) => price.product === product.id)) {
      throw invalid(
        'This product cannot be deleted because it has one or more user-created prices.',
      );
    }
    store.products.delete(product.id);
    emit(call, 'product.deleted', product);
    return {id: product.id, object: 'product', deleted: true};
  }),
  ...reads(
    '/v1/prices',
    'price',
    (store) => store.prices,
    {
      active: boolean,
      currency: currencyRule,
      lookup_keys: list(string()),
      product: string(),
      type: oneOf('one_time', 'recurring'),
    },
    (price, {active, currency, lookup_keys, product, type}) =>
      isWanted(active, price.active) &&
      isWanted(currency, price.currency) &&
      (lookup_keys?.includes(price.lookup_key ?? '') ?? true) &&
      isWanted(product, price.product) &&
      isWanted(type, price.type),
  ),
  endpoint('POST /v1/prices', priceRules, (call, given) => {
    if (!given.product_data && given.product === undefined) {
      throw invalid(
        'You must specify either `product` or `product_data`.',
        'product',
        'parameter_missing',
      );
    }
    const product = given.product_data
      ? createProduct(call, given.product_data)
      : find(call.world.store.products, 'product', given.product, 'product');
    return createPrice(call, {...given, product: product.id});
  }),
  endpoint(
    'POST /v1/prices/:id',
    {
      active: boolean,
      lookup_key: string(200),
      metadata,
      nickname: string(),
      tax_behavior: oneOf('exclusive', 'inclusive', 'unspecified'),
      transfer_lookup_key: boolean,
    },
    (call, {metadata: change, active, lookup_key, nickname, tax_behavior}, path) => {
      const price = find(call.world.store.prices, 'price', path['id']);
      const changed = call.world.store.prices.patch(price.id, {
        ...(active !== undefined && {active}),
        ...(lookup_key && {lookup_key}),
        ...(nickname && {nickname}),
        ...(tax_behavior && {tax_behavior}),
        metadata: mergeMetadata(price.metadata, change ?? {}),
      });
      emit(call, 'price.updated', changed, price);
      return changed;
    },
  ),
];

type ProductFields = Parameters<typeof productFields>;

function createProduct(
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

function productChange(given: ProductFields): Partial<Stripe.Product> {
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

function createPrice(
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
