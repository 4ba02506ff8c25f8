import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {OrderShown, Problem} from '../../api/contract.ts';
import {webhookEvents} from '../../drizzle/schema.ts';
import {onEachDatabase} from '../support/databases.ts';
import {buyer, intentId} from '../support/shop.ts';

onEachDatabase((shop) => {
  const change = (placed: {order: {id: string}; token: string}, body: unknown) =>
    shop().call<OrderShown & Problem>('PATCH', `/orders/${placed.order.id}`, {
      token: placed.token,
      body,
    });
  const intentOf = ({clientSecret}: {clientSecret?: string | undefined}) =>
    shop().stripe.paymentIntents.retrieve(intentId(clientSecret ?? ''));

  test('a bought order is paid, its stock taken once and its mail sent once', async () => {
    const before = await shop().stock('mug');
    const placed = await shop().placeOrder({items: [{sku: 'mug', quantity: 2}]});
    await shop().pay(placed);
    await shop().becomes(placed.order, 'paid');
    const {order} = (await shop().show(placed)).body;
    assert.equal(order.status, 'paid');
    assert.equal(order.payable, false);
    assert.ok(order.paidAt);
    assert.deepEqual(await shop().stock('mug'), {stock: before.stock! - 2, reserved: 0});
    const mails = await shop().mailsFor(order);
    assert.equal(mails.length, 1);
    assert.equal(mails[0]?.to, buyer.email);
    assert.match(mails[0]?.text ?? '', /\$48\.00/);
    assert.match(mails[0]?.html ?? '', /sandbox/);
  });

  test('a changed cart changes the same intent', async () => {
    const placed = await shop().placeOrder();
    const changed = await change(placed, {items: [{sku: 'mug', quantity: 3}]});
    assert.equal(changed.status, 200);
    assert.equal(changed.body.order.amount, 7200);
    assert.equal(changed.body.clientSecret, placed.clientSecret);
    assert.equal((await intentOf(placed)).amount, 7200);
    const refused = await change(placed, {items: [{sku: 'nothing', quantity: 1}]});
    assert.equal(refused.body.code, 'unknown_sku');
    assert.equal((await shop().show(placed)).body.order.amount, 7200);
  });

  test('a buyer who saw another total is not charged', async () => {
    const placed = await shop().placeOrder();
    await change(placed, {items: [{sku: 'mug', quantity: 1}]});
    const {status, body} = await shop().startPayment(placed);
    assert.equal(status, 409);
    assert.equal(body.code, 'amount_changed');
    assert.equal(body.order?.amount, 2400);
  });

  test('what is being paid is held back from others, and comes back when it fails', async () => {
    const placed = await shop().placeOrder({items: [{sku: 'print', quantity: 3}]});
    const other = await shop().placeOrder({items: [{sku: 'print', quantity: 1}]});
    assert.equal((await shop().startPayment(placed)).status, 200);
    assert.deepEqual(await shop().stock('print'), {stock: 3, reserved: 3});
    const refused = await shop().startPayment(other);
    assert.equal(refused.body.code, 'out_of_stock');
    assert.equal(refused.body.available, 0);
    await assert.rejects(shop().confirm(placed.clientSecret!, 'pm_card_visa_chargeDeclined'));
    await shop().becomes(placed.order, 'payment_failed');
    assert.deepEqual(await shop().stock('print'), {stock: 3, reserved: 0});
    assert.equal((await shop().startPayment(other)).status, 200);
    await change(other, {items: [{sku: 'tee', quantity: 1}]});
    assert.deepEqual(await shop().stock('print'), {stock: 3, reserved: 0});
  });

  test('after a decline the same order is paid with the same intent', async () => {
    const placed = await shop().placeOrder();
    await shop().startPayment(placed);
    await assert.rejects(shop().confirm(placed.clientSecret!, 'pm_card_visa_chargeDeclined'));
    await shop().becomes(placed.order, 'payment_failed');
    const failed = (await shop().show(placed)).body;
    assert.deepEqual(failed.order.lastPaymentError, {
      code: 'card_declined',
      declineCode: 'generic_decline',
    });
    assert.equal(failed.order.payable, true);
    assert.equal(failed.clientSecret, placed.clientSecret);
    const started = await shop().startPayment(placed);
    assert.equal(started.body.clientSecret, placed.clientSecret);
    // The old failure still stands in the intent, and must not end the new try.
    const pending = (await shop().show(placed)).body.order;
    assert.equal(pending.status, 'pending');
    assert.equal(pending.lastPaymentError, null);
    await shop().confirm(placed.clientSecret!);
    await shop().becomes(placed.order, 'paid');
    assert.equal((await shop().show(placed)).body.order.lastPaymentError, null);
  });

  test('a paid order can be neither changed nor paid again', async () => {
    const placed = await shop().placeOrder();
    await shop().pay(placed);
    // At once: the webhook may not be here yet, and Stripe knows already.
    const changed = await change(placed, {items: [{sku: 'mug', quantity: 1}]});
    assert.equal(changed.body.code, 'order_not_payable');
    assert.equal(changed.body.order?.status, 'paid');
    const started = await shop().startPayment(placed);
    assert.equal(started.body.code, 'order_not_payable');
    assert.equal((await shop().show(placed)).body.clientSecret, undefined);
  });

  test('at the bank, the same total goes on and another one gets a new intent', async () => {
    const placed = await shop().placeOrder();
    await shop().startPayment(placed);
    const waiting = await shop().confirm(placed.clientSecret!, 'pm_card_threeDSecure2Required');
    assert.equal(waiting.status, 'requires_action');
    const again = await shop().startPayment(placed);
    assert.equal(again.body.clientSecret, placed.clientSecret);
    const changed = await change(placed, {items: [{sku: 'mug', quantity: 1}]});
    assert.equal(changed.status, 200);
    assert.ok(changed.body.clientSecret);
    assert.notEqual(changed.body.clientSecret, placed.clientSecret);
    assert.equal((await intentOf(placed)).status, 'canceled');
    const fresh = await intentOf(changed.body);
    assert.equal(fresh.amount, 2400);
    assert.equal(fresh.metadata['attempt'], '2');
    assert.equal((await shop().show(placed)).body.order.status, 'pending');
  });

  test('a canceled intent is followed by a new one', async () => {
    const placed = await shop().placeOrder();
    await shop().stripe.paymentIntents.cancel(intentId(placed.clientSecret!));
    await shop().becomes(placed.order, 'canceled');
    const started = await shop().startPayment(placed);
    assert.equal(started.status, 200);
    assert.equal(started.body.order.status, 'pending');
    assert.notEqual(started.body.clientSecret, placed.clientSecret);
    await shop().confirm(started.body.clientSecret);
    await shop().becomes(placed.order, 'paid');
  });

  test('a slow payment is processing until the bank has spoken', async () => {
    shop().control.set({payment: 'processing_then_success', settleAfter: 300});
    const placed = await shop().placeOrder();
    try {
      await shop().pay(placed);
    } finally {
      shop().control.play('healthy');
    }
    await shop().becomes(placed.order, 'paid');
    const types = (await shop().deps.db.queries.select().from(webhookEvents))
      .filter((event) => JSON.stringify(event.payload).includes(placed.order.id))
      .map(({type}) => type);
    assert.ok(types.includes('payment_intent.processing'));
    assert.equal((await shop().mailsFor(placed.order)).length, 1);
  });

  test('the page learns what happened although no webhook ever came', async () => {
    shop().control.play('webhooks_lost');
    const placed = await shop().placeOrder();
    try {
      await shop().pay(placed);
      await shop().control.idle();
    } finally {
      shop().control.play('healthy');
    }
    assert.equal((await shop().show(placed)).body.order.status, 'paid');
    assert.equal((await shop().mailsFor(placed.order)).length, 1);
  });

  test('in another browser the secret of the intent brings the order and a token', async () => {
    const placed = await shop().placeOrder();
    await shop().pay(placed);
    const found = await shop().lookUp(placed.clientSecret!);
    assert.equal(found.status, 200);
    assert.equal(found.body.order.id, placed.order.id);
    assert.equal(found.body.order.status, 'paid');
    assert.notEqual(found.body.token, placed.token);
    assert.equal((await shop().show(found.body)).status, 200);
    assert.equal((await shop().show(placed)).status, 200, 'the first token still opens it');
    const guessed = await shop().lookUp(placed.clientSecret!.slice(0, -3) + 'abc');
    assert.equal(guessed.body.code, 'order_not_found');
    const unknown = await shop().lookUp('pi_0000000000_secret_0000000000');
    assert.equal(unknown.body.code, 'order_not_found');
  });

  test('where the goods go is left to the page to tell Stripe, the e-mail address not told', async () => {
    const placed = await shop().placeOrder();
    await shop().startPayment(placed, {
      shipping: {name: 'Ada', address: {country: 'GB', line1: '12 St James’s Square'}},
    });
    const intent = await intentOf(placed);
    // Set with the secret key, it could not be confirmed with a wallet's own address any more.
    assert.equal(intent.shipping, null);
    assert.equal(intent.receipt_email, null);
  });
});
