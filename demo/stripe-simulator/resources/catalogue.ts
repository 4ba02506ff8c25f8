import {endpoint} from '../http/endpoint.ts';
import {invalid} from '../http/errors.ts';
import {
  boolean,
  hash,
  list,
  mergeMetadata,
  metadata,
  oneOf,
  required,
  string,
} from '../http/parameters.ts';
import {currencyRule} from '../machine/money.ts';
import {emit} from '../webhooks/emit.ts';
import {
  createPrice,
  createProduct,
  priceData,
  productChange,
  productFields,
} from './catalogue-objects.ts';
import {find, isWanted, reads} from './reads.ts';

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
