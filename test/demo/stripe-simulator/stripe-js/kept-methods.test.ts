import assert from 'node:assert/strict';
import test from 'node:test';
import type {Stripe} from 'stripe';
import {fillCard, mountPayment, outcome, paymentFrame, useShop} from './shop.ts';

const shop = useShop();

type Features = Stripe.CustomerSessionCreateParams.Components.PaymentElement['features'];

/** A customer with one kept card, a payment of theirs, and the secret that shows them to a page. */
async function returning(features: NonNullable<Features>) {
  const {stripe} = shop;
  const customer = await stripe.customers.create({name: 'Jenny Rosen'});
  const method = await stripe.paymentMethods.create({
    type: 'card',
    card: {token: 'tok_visa'},
    allow_redisplay: 'always',
  });
  await stripe.paymentMethods.attach(method.id, {customer: customer.id});
  const session = await stripe.customerSessions.create({
    customer: customer.id,
    components: {
      payment_element: {
        enabled: true,
        features: {payment_method_redisplay: 'enabled', ...features},
      },
    },
  });
  const intent = await stripe.paymentIntents.create({
    amount: 2000,
    currency: 'usd',
    customer: customer.id,
    allowed_payment_method_types: ['card'],
  });
  return {
    customer,
    method,
    intent,
    options: {
      clientSecret: intent.client_secret,
      customerSessionClientSecret: session.client_secret,
    },
  };
}

const confirm = (page: Parameters<typeof outcome>[0]) =>
  outcome(page, () =>
    window.stripe.confirmPayment({
      elements: window.elements,
      redirect: 'if_required',
      confirmParams: {return_url: 'https://shop.test/return'},
    }),
  );

test('a returning customer pays with the card they have kept', async () => {
  const {options, method, intent} = await returning({});
  const page = await shop.open();
  await mountPayment(page, options);
  const kept = paymentFrame(page).getByRole('button', {name: 'Visa •••• 4242'});
  assert.equal(await kept.getAttribute('aria-expanded'), 'true');
  const change = await page.evaluate(
    () => window.events.findLast(({type}) => type === 'change')?.event,
  );
  assert.equal(change?.['complete'], true);
  assert.equal(
    (change as {value: {payment_method: {id: string}}}).value.payment_method.id,
    method.id,
  );
  const {value} = await confirm(page);
  assert.ok(value, JSON.stringify(value));
  const paid = await shop.stripe.paymentIntents.retrieve(intent.id);
  assert.deepEqual([paid.status, paid.payment_method], ['succeeded', method.id]);
});

test('a kept card can be taken away when the session permits it', async () => {
  const {options, method, customer} = await returning({payment_method_remove: 'enabled'});
  const page = await shop.open();
  await mountPayment(page, options);
  const removed = page.evaluate(
    () => new Promise((resolve) => window.payment.on('savedpaymentmethodremove', resolve)),
  );
  await paymentFrame(page).getByRole('button', {name: 'Remove'}).click();
  assert.equal(((await removed) as {success: boolean}).success, true);
  await paymentFrame(page).getByLabel('Card number').waitFor();
  assert.equal((await shop.stripe.paymentMethods.retrieve(method.id)).customer, null);
  const left = await shop.stripe.customers.listPaymentMethods(customer.id);
  assert.equal(left.data.length, 0);
});

test('a kept card can be corrected, and the page is told of it', async () => {
  const {options, method} = await returning({});
  const page = await shop.open();
  await mountPayment(page, options);
  const frame = paymentFrame(page);
  await frame.getByRole('button', {name: 'Edit'}).click();
  await frame.getByLabel('Expiration date').fill('11 / 20');
  await frame.getByRole('button', {name: 'Update'}).click();
  await frame.getByText('expiration year is in the past').waitFor();
  await frame.getByLabel('Expiration date').fill('11 / 41');
  await frame.getByLabel('ZIP code').fill('97712');
  await frame.getByRole('button', {name: 'Update'}).click();
  await frame.getByText('11 / 41').waitFor();
  const told = await page.evaluate(() =>
    window.events.filter(({type}) => type === 'savedpaymentmethodupdate'),
  );
  const none = {city: null, line1: null, line2: null, state: null};
  assert.deepEqual(
    told.map(({event}) => event),
    [
      {
        elementType: 'payment',
        success: true,
        payment_method: {
          id: method.id,
          type: 'card',
          billing_details: {
            address: {...none, country: 'US', postal_code: '97712'},
            name: null,
            email: null,
            phone: null,
          },
        },
      },
    ],
  );
  const {card, billing_details} = await shop.stripe.paymentMethods.retrieve(method.id);
  assert.deepEqual([card?.exp_month, card?.exp_year], [11, 2041]);
  assert.equal(billing_details.address?.postal_code, '97712');

  // The page's next word to the element must not bring the old card back.
  await page.evaluate(() => window.elements.update({locale: 'de'}));
  await frame.getByRole('button', {name: 'Bearbeiten'}).waitFor();
  assert.equal(await frame.getByText('11 / 41').count(), 1);
});

test('a correction that Stripe refuses is told too', async () => {
  const {options, method} = await returning({});
  const page = await shop.open();
  await mountPayment(page, options);
  await shop.stripe.paymentMethods.detach(method.id);
  await paymentFrame(page).getByRole('button', {name: 'Edit'}).click();
  await paymentFrame(page).getByLabel('ZIP code').fill('97712');
  await paymentFrame(page).getByRole('button', {name: 'Update'}).click();
  await page.waitForFunction(() =>
    window.events.some(({type}) => type === 'savedpaymentmethodupdate'),
  );
  const told = await page.evaluate(() => window.events.at(-1)?.event);
  assert.equal(told?.['success'], false);
  assert.match(String(told?.['error']), /does not permit changing/);
});

test('a card half typed is no obstacle to paying with the kept one', async () => {
  const {options, intent} = await returning({});
  const page = await shop.open();
  await mountPayment(page, options);
  await paymentFrame(page).getByRole('button', {name: 'Card', exact: true}).click();
  await paymentFrame(page).getByLabel('Card number').fill('4242');
  await paymentFrame(page).getByRole('button', {name: 'Visa •••• 4242'}).click();
  assert.ok((await confirm(page)).value);
  assert.equal((await shop.stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
});

test('a new card is kept when the buyer wants that', async () => {
  const {options, customer} = await returning({
    payment_method_redisplay: 'disabled',
    payment_method_save: 'enabled',
    payment_method_save_usage: 'off_session',
  });
  const page = await shop.open();
  await mountPayment(page, options);
  await fillCard(page, '5555555555554444');
  await paymentFrame(page).getByLabel('Save payment details for future purchases').check();
  // The word of it comes out of the frame as a message, a moment after the click.
  await page.waitForFunction(() => {
    const last = window.events.findLast(({type}) => type === 'change')?.event;
    return (last as {value: {savePaymentMethod?: boolean}} | undefined)?.value.savePaymentMethod;
  });
  const {value} = await confirm(page);
  assert.ok(value);
  const kept = await shop.stripe.customers.listPaymentMethods(customer.id);
  const saved = kept.data.find(({card}) => card?.last4 === '4444');
  assert.equal(saved?.allow_redisplay, 'always');
});

test('a wrong customer session is a loaderror', async () => {
  const {options} = await returning({});
  const page = await shop.open();
  await mountPayment(page, {...options, customerSessionClientSecret: 'cuss_1_secret_wrong'});
  const types = await page.evaluate(() => window.events.map(({type}) => type));
  assert.ok(types.includes('loaderror') && !types.includes('ready'));
});
