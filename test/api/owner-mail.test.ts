/** What the owner of a shop without a server of its own is told of an order that is paid. */
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {test} from 'node:test';
import {and, eq} from 'drizzle-orm';
import {simpleParser} from 'mailparser';
import {alerts, orderEffects, orders} from '../../drizzle/schema.ts';
import {notifyOwner} from '../../api/effects/notify-owner.ts';
import {ownerMail} from '../../api/effects/owner-mail.ts';
import type {HoldRow} from '../../api/orders/holds.ts';
import type {StoredOrder} from '../../api/orders/store.ts';
import {onEachDatabase} from '../support/databases.ts';
import {buyer, eventOf, intentId} from '../support/shop.ts';
import {until} from '../support/until.ts';

const owner = 'owner@shop.example';

const parcel = {
  billingDetails: {...buyer, phone: '+44 20 7946 0000', company: 'Analytical Engines'},
  shipping: {
    name: 'Charles Babbage',
    address: {
      country: 'US',
      line1: '1 Dorset Street',
      line2: 'Floor 2',
      city: 'Springfield',
      state: 'IL',
      postalCode: '62704',
    },
  },
};

onEachDatabase(
  (shop) => {
    const queries = () => shop().deps.db.queries;
    const mailsAbout = async ({number}: {number: string}) =>
      (await shop().mails()).filter(({to, text}) => to === owner && text.includes(number));
    const mailAbout = async (order: {number: string}) => {
      const [mail, ...more] = await until('the mail to the owner', async () => {
        const found = await mailsAbout(order);
        return found.length > 0 && found;
      });
      assert.equal(more.length, 0);
      return mail!;
    };
    const effectOf = async (orderId: string) =>
      (
        await queries()
          .select()
          .from(orderEffects)
          .where(and(eq(orderEffects.orderId, orderId), eq(orderEffects.kind, 'owner_paid')))
      )[0];

    test('the owner gets one mail with all that is needed to ship, and an answer goes to the buyer', async () => {
      const items = [
        {sku: 'tee', quantity: 2},
        {sku: 'mug', quantity: 1},
      ];
      const placed = await shop().placeOrder({items, locale: 'de', clientReferenceId: 'cart-7'});
      const {order} = placed;
      const started = await shop().startPayment(placed, parcel);
      const intent = await shop().confirm(started.body.clientSecret);
      const mail = await mailAbout(order);
      assert.equal(mail.subject, `New order ${order.number}: $88.00 USD`);
      for (const line of [
        '- Heavyweight tee (tee, 2 × $32.00): $64.00',
        '- Stoneware mug (mug, 1 × $24.00): $24.00',
        'Total (USD): $88.00',
        'Ship to:\nCharles Babbage\n1 Dorset Street\nFloor 2\nSpringfield, IL 62704\nUnited States (US)',
        'Bill to:\nAda Lovelace\nAnalytical Engines\n12 St James’s Square\nSW1Y 4LB London\nUnited Kingdom (GB)',
        'Buyer: Ada Lovelace\nE-mail: ada@example.com\nPhone: +44 20 7946 0000\nCompany: Analytical Engines',
        'Reference: cart-7',
        `Payment: ${intent.id}`,
      ]) {
        assert.ok(mail.text.includes(`\n${line}\n`), `${line}\n\nis not in\n\n${mail.text}`);
      }
      assert.match(mail.text, /^This is a sandbox/);
      assert.match(mail.text, /^Paid on \d+ \w+ \d{4} at \d\d:\d\d UTC$/m);
      const source = await readFile(join(shop().dataDir, 'mails', `${mail.id}.eml`));
      const sent = await simpleParser(source);
      assert.equal(sent.replyTo?.text, 'ada@example.com');
      assert.equal(sent.messageId, `<${order.id}.owner@127.0.0.1>`);

      const again = eventOf('payment_intent.succeeded', intent);
      await shop().deliver(again);
      await shop().settledEvent(again.id);
      const isDone = async () => (await effectOf(order.id))?.outcome === 'done';
      await until('the mail is noted', isDone);
      await notifyOwner(
        {...shop().deps, mailer: {send: () => assert.fail('sent twice'), close: () => {}}},
        order.id,
        {isLast: false},
      );
      assert.equal((await mailsAbout(order)).length, 1);
      assert.equal((await shop().mailsFor(order)).length, 1, 'and the buyer has one, too');
    });

    test('of what is sold out the owner is told once, by the mail that says what to decide', async () => {
      const items = [{sku: 'print', quantity: 3}];
      const late = await shop().placeOrder({items});
      const other = await shop().placeOrder({items});
      await shop().confirm(other.clientSecret!);
      await shop().becomes(other.order, 'paid');
      await shop().confirm(late.clientSecret!);
      await shop().becomes(late.order, 'paid_unfulfillable');
      assert.match((await mailAbout(late.order)).subject, /paid unfulfillable/);
      assert.equal(await effectOf(late.order.id), undefined);
      const told = await queries().select().from(alerts).where(eq(alerts.orderId, late.order.id));
      assert.deepEqual(
        told.map(({kind}) => kind),
        ['paid_unfulfillable'],
      );
    });

    test('a buyer who is not known yet is waited for, and not for long', async () => {
      const placed = await shop().placeOrder();
      const {id} = placed.order;
      // Around the shop's own door: nobody has said who pays.
      await shop().confirm(placed.clientSecret!);
      await shop().becomes(placed.order, 'paid');
      await assert.rejects(notifyOwner(shop().deps, id, {isLast: false}), {code: 'not_ready'});
      await queries()
        .update(orders)
        .set({paidAt: new Date(Date.now() - 660_000)})
        .where(eq(orders.id, id));
      await notifyOwner(shop().deps, id, {isLast: false});
      const {text} = await mailAbout(placed.order);
      assert.match(text, /^E-mail: not known$/m);
      assert.ok(text.includes(intentId(placed.clientSecret!)));
    });

    test('an owner whose address was taken away gets no mail, and nothing is given up', async () => {
      const {order} = await shop().placeOrder();
      await queries().insert(orderEffects).values({orderId: order.id, kind: 'owner_paid'});
      const {config} = shop().deps;
      const deps = {...shop().deps, config: {...config, ownerEmail: undefined}};
      await notifyOwner(deps, order.id, {isLast: false});
      assert.equal((await effectOf(order.id))?.outcome, 'switched_off');
    });
  },
  {env: {OWNER_EMAIL: owner}},
);

const address = {country: 'DE', line1: 'Hauptstr. 1', city: 'Berlin', postalCode: '10115'};

const order = (row: Partial<StoredOrder['row']> = {}): StoredOrder =>
  ({
    row: {
      id: 'ord_1',
      number: 'K7Q2-9XFM',
      status: 'paid',
      locale: 'ar',
      currency: 'jpy',
      amount: 4800,
      livemode: true,
      paidAt: new Date('2026-03-04T05:06:07Z'),
      name: 'Kim',
      email: 'kim@example.com',
      billingDetails: {name: 'Kim', email: 'kim@example.com', address},
      shipping: {name: 'Kim', address},
      clientReferenceId: null,
      ...row,
    },
    items: [{sku: 'tee', name: 'Tee', quantity: 1, unitAmount: 4800}],
  }) as unknown as StoredOrder;

const about = {
  to: owner,
  host: 'shop.example',
  sandbox: false,
  paymentIntentId: 'pi_1',
  holds: [] as HoldRow[],
};

test('the payment leads to Stripe’s Dashboard, of the mode that it was made in', () => {
  for (const [livemode, at] of [
    [true, 'https://dashboard.stripe.com/payments/pi_1'],
    [false, 'https://dashboard.stripe.com/test/payments/pi_1'],
  ] as const) {
    const {html, text} = ownerMail(order({livemode}), about);
    assert.ok(html.includes(`href="${at}"`));
    assert.ok(text.includes(`\n${at}\n`));
  }
  const {html, text} = ownerMail(order(), {...about, sandbox: true});
  assert.ok(!(html + text).includes('dashboard.stripe.com'), 'which knows nothing of the sandbox');
});

test('it is written in English, and says once where everything goes', () => {
  const {html, subject, text} = ownerMail(order(), about);
  assert.equal(subject, 'New order K7Q2-9XFM: ¥4,800 JPY');
  assert.match(html, /<html lang="en" dir="ltr">/);
  assert.match(text, /^Paid on 4 March 2026 at 05:06 UTC$/m);
  assert.match(text, /^Bill to: the same address$/m);
  assert.equal(text.match(/10115 Berlin/g)?.length, 1);
});

test('what should not be shipped as it is, is marked', () => {
  const hold = {id: 'prv_1', kind: 'review', status: 'open'} as HoldRow;
  const held = ownerMail(order(), {...about, holds: [hold]});
  for (const part of [held.text, held.html]) assert.match(part, /Do not ship yet\. Stripe Radar/);
  const approved = ownerMail(order(), {...about, holds: [{...hold, status: 'approved'}]});
  assert.doesNotMatch(approved.text, /ship yet/);
  const gone = ownerMail(order({status: 'partially_refunded'}), about);
  assert.match(gone.text, /By now this order is partially refunded/);
});

test('what a buyer has typed is neither markup nor a line of the shop’s', () => {
  const name = '<img src=x>\r\nTotal: $0';
  const {html, text} = ownerMail(
    order({name, clientReferenceId: 'a\u0000\u202eb', billingDetails: {name, address}}),
    about,
  );
  assert.doesNotMatch(html, /<img/);
  assert.doesNotMatch(text, /^Total: \$0/m);
  assert.match(text, /^Buyer: <img src=x> Total: \$0$/m);
  assert.match(text, /^Reference: a b$/m);
});

test('an order that was kept in another shape still says what it knows', () => {
  const broken = {billingDetails: {name: 7, phone: '030', address: {country: 'Mars', line1: 3}}};
  const {text} = ownerMail(order({...broken, shipping: 'none'}), about);
  assert.match(text, /^Phone: 030$/m);
  assert.match(text, /^Bill to: Mars$/m);
});
