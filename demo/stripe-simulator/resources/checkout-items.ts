import type {Stripe} from 'stripe';
import {invalid} from '../http/errors.ts';
import {mergeMetadata} from '../http/parameters.ts';
import {idOf} from '../machine/charges.ts';
import type {WireLineItem, WirePrice} from '../store.ts';
import type {Call} from '../world.ts';
import {createPrice, createProduct} from './catalogue-objects.ts';
import type {SessionWishes} from './checkout-session-rules.ts';
import {find} from './reads.ts';

type Wish = NonNullable<SessionWishes['line_items']>[number];

/** The lines of a Checkout Session; all are in one currency. */
export function lineItems(call: Call, wishes: readonly Wish[]): WireLineItem[] {
  const items = wishes.map((wish, index) => lineItem(call, wish, `line_items[${index}]`));
  const currencies = new Set(items.map(({currency}) => currency));
  if (currencies.size > 1) {
    throw invalid(
      'The price specified only supports a different currency. All line items of a Checkout Session must have the same currency.',
      'line_items',
    );
  }
  return items;
}

function lineItem(call: Call, wish: Wish, param: string): WireLineItem {
  if (wish.quantity === undefined) {
    throw invalid(
      'Quantity is required. Add `quantity` to the line item.',
      `${param}[quantity]`,
      'parameter_missing',
    );
  }
  const price = priceOf(call, wish, param);
  const amount = Math.round(Number(price.unit_amount_decimal) * wish.quantity);
  const product = call.world.store.products.get(idOf(price.product) ?? '');
  return {
    id: call.world.ids.next('li'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: product?.name ?? null,
    metadata: mergeMetadata({}, wish.metadata),
    price,
    quantity: wish.quantity,
  };
}

function priceOf(call: Call, wish: Wish, param: string): WirePrice {
  if ((wish.price === undefined) === (wish.price_data === undefined)) {
    throw invalid(
      `You must specify either \`price\` or \`price_data\` for each line item.`,
      `${param}[price]`,
      wish.price === undefined ? 'parameter_missing' : 'parameters_exclusive',
    );
  }
  const {prices, products} = call.world.store;
  if (wish.price !== undefined) {
    const price = find(prices, 'price', wish.price, `${param}[price]`);
    if (price.active) return price;
    throw invalid(
      `The price specified is inactive. This field only accepts active prices.`,
      `${param}[price]`,
    );
  }
  const {product_data, product, ...data} = wish.price_data ?? {currency: ''};
  if ((product_data === undefined) === (product === undefined)) {
    throw invalid(
      'You must specify either `product` or `product_data` when creating a price.',
      `${param}[price_data][product]`,
      product === undefined ? 'parameter_missing' : 'parameters_exclusive',
    );
  }
  // A price made on the way serves this session only, and so does its product.
  const owner: Stripe.Product = product_data
    ? createProduct(call, {...product_data, active: false})
    : find(products, 'product', product, `${param}[price_data][product]`);
  return createPrice(call, {...data, product: owner.id, active: false});
}
