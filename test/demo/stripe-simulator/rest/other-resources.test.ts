import assert from 'node:assert/strict';
import {test} from 'node:test';
import {openBench, pay, typedCard} from './support.ts';

test('a customer is made, changed, found and deleted', async (t) => {
  const {stripe} = await openBench(t);
  const made = await stripe.customers.create({
    email: 'jenny@example.com',
    name: 'Jenny Rosen',
    address: {line1: '1 Main Street', country: 'US'},
    metadata: {tier: 'gold'},
  });
  assert.match(made.id, /^cus_/);
  assert.equal(made.address?.postal_code, null);
  const changed = await stripe.customers.update(made.id, {name: '', phone: '+15551234567'});
  assert.equal(changed.name, null);
  assert.equal(changed.phone, '+15551234567');
  const found = await stripe.customers.list({email: 'jenny@example.com'});
  assert.deepEqual(
    found.data.map(({id}) => id),
    [made.id],
  );
  assert.equal((await stripe.customers.del(made.id)).deleted, true);
  await assert.rejects(stripe.customers.retrieve(made.id), {code: 'resource_missing'});
});

test('a method is attached, listed, used and detached', async (t) => {
  const {stripe} = await openBench(t);
  const customer = await stripe.customers.create({});
  const method = await stripe.paymentMethods.attach('pm_card_mastercard', {customer: customer.id});
  assert.equal(method.customer, customer.id);
  assert.equal(method.card?.brand, 'mastercard');
  const listed = await stripe.paymentMethods.list({customer: customer.id, type: 'card'});
  assert.deepEqual(
    listed.data.map(({id}) => id),
    [method.id],
  );
  const preferred = await stripe.customers.update(customer.id, {
    invoice_settings: {default_payment_method: method.id},
  });
  assert.equal(preferred.invoice_settings.default_payment_method, method.id);
  await assert.rejects(
    stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      payment_method: method.id,
      confirm: true,
      return_url: 'https://shop.example/return',
    }),
    /belongs to a Customer/,
  );
  const detached = await stripe.paymentMethods.detach(method.id);
  assert.equal(detached.customer, null);
  await assert.rejects(stripe.paymentMethods.detach(method.id), {
    code: 'payment_method_unexpected_state',
  });
});

test('a declined card cannot be attached; one of them only fails when charged', async (t) => {
  const {stripe} = await openBench(t);
  const {id: customer} = await stripe.customers.create({});
  await assert.rejects(stripe.paymentMethods.attach('pm_card_visa_chargeDeclined', {customer}), {
    code: 'card_declined',
  });
  const attached = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {customer});
  await assert.rejects(
    stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      customer,
      payment_method: attached.id,
      confirm: true,
      return_url: 'https://shop.example/return',
    }),
    {decline_code: 'generic_decline'},
  );
});

test('details of the buyer can be corrected on a method', async (t) => {
  const bench = await openBench(t);
  const {id} = await pay(bench, {
    ...typedCard('4242424242424242'),
    'payment_method_data[billing_details][name]': 'Jenny',
    'payment_method_data[billing_details][address][city]': 'Berlin',
  });
  const intent = await bench.stripe.paymentIntents.retrieve(id);
  const changed = await bench.stripe.paymentMethods.update(intent.payment_method as string, {
    billing_details: {email: 'jenny@example.com', address: {country: 'DE'}},
  });
  assert.equal(changed.billing_details.name, 'Jenny');
  assert.equal(changed.billing_details.email, 'jenny@example.com');
  assert.equal(changed.billing_details.address?.city, 'Berlin');
  assert.equal(changed.billing_details.address?.country, 'DE');
});

test('products have prices, and a product with prices stays', async (t) => {
  const {stripe} = await openBench(t);
  const tea = await stripe.products.create({
    name: 'Tea',
    default_price_data: {currency: 'eur', unit_amount: 990},
  });
  const price = await stripe.prices.retrieve(tea.default_price as string, {expand: ['product']});
  assert.equal(price.unit_amount, 990);
  assert.equal(price.unit_amount_decimal?.toString(), '990');
  assert.equal((price.product as {name: string}).name, 'Tea');
  await assert.rejects(stripe.products.del(tea.id), /user-created prices/);
  const cup = await stripe.prices.create({
    currency: 'eur',
    unit_amount: 1500,
    lookup_key: 'cup',
    product_data: {name: 'Cup'},
  });
  const found = await stripe.prices.list({lookup_keys: ['cup']});
  assert.deepEqual(
    found.data.map(({id}) => id),
    [cup.id],
  );
  const off = await stripe.prices.update(cup.id, {active: false});
  assert.equal(off.active, false);
  await assert.rejects(
    stripe.prices.create({
      currency: 'eur',
      unit_amount: 1,
      product: tea.id,
      recurring: {interval: 'month'},
    }),
    {statusCode: 501},
  );
  await assert.rejects(stripe.products.create({name: 'Tea', id: tea.id}), {
    code: 'resource_already_exists',
  });
});

test('a customer session opens the payment element for one customer', async (t) => {
  const {stripe} = await openBench(t);
  const {id: customer} = await stripe.customers.create({});
  const session = await stripe.customerSessions.create({
    customer,
    components: {payment_element: {enabled: true, features: {payment_method_save: 'enabled'}}},
  });
  assert.match(session.client_secret, /^cuss_.*_secret_/);
  assert.equal(session.components?.payment_element.features?.payment_method_save, 'enabled');
  assert.ok(!('id' in session));
});

test('a charge takes a note, and shows up under its payment', async (t) => {
  const bench = await openBench(t);
  const {id} = await pay(bench, typedCard('4242424242424242'));
  const [charge] = (await bench.stripe.charges.list({payment_intent: id})).data;
  const changed = await bench.stripe.charges.update(charge!.id, {
    description: 'Order 1',
    fraud_details: {user_report: 'safe'},
  });
  assert.equal(changed.description, 'Order 1');
  assert.equal(changed.fraud_details?.user_report, 'safe');
  const receipt = await fetch(charge!.receipt_url!);
  assert.match(await receipt.text(), /\$20\.00/);
});
