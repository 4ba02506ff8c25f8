/** `npm run orders`: what has been sold, for whoever has a terminal and no page to look at. */
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {eq, sql} from 'drizzle-orm';
import {orderItems, orders, webhookEvents} from '../../drizzle/schema.ts';
import {tableHead, tableLine} from '../../api/commands/order-table.ts';
import {pagesOfOrders} from '../../api/orders/list.ts';
import type {OrderRow, StoredOrder} from '../../api/orders/store.ts';
import {startPostgres, type TestPostgres} from '../support/postgres.ts';
import {buyer, openShop, type Shop} from '../support/shop.ts';
import {until} from '../support/until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let postgres: TestPostgres;
let databaseUrl: string;
let shop: Shop;

before(async () => {
  postgres = await startPostgres();
  databaseUrl = await postgres.createDatabase();
  shop = await openShop({databaseUrl});
});
after(async () => {
  await shop.close();
  await postgres.stop();
});

const start = (args: string[]) =>
  spawn(process.execPath, ['--import', 'tsx', join(root, 'api/commands/orders.ts'), ...args], {
    cwd: root,
    env: {PATH: process.env['PATH'], DATABASE_URL: databaseUrl, DATA_DIR: shop.dataDir},
    stdio: ['ignore', 'pipe', 'pipe'],
  });

async function run(...args: string[]) {
  const child = start(args);
  let said = '';
  let complained = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return {code, lines: said.split('\n').slice(0, -1), complained};
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
const minute = (at: Date) => at.toISOString().slice(0, 16).replace('T', ' ');

test('the orders are a table, the newest first, of a status and since a time', async () => {
  const old = await shop.placeOrder({currency: 'eur'});
  const paid = await shop.placeOrder({items: [{sku: 'tee', quantity: 2}]});
  const late = await shop.placeOrder();
  await shop.pay(paid);
  await shop.becomes(paid.order, 'paid');
  await shop.pay(late);
  await shop.becomes(late.order, 'paid');
  const placedAt = new Map(
    [old, paid, late].map(({order}, at) => [order.id, daysAgo([9, 5, 3][at]!)]),
  );
  for (const [id, createdAt] of placedAt) {
    await shop.deps.db.queries.update(orders).set({createdAt}).where(eq(orders.id, id));
  }
  // Paid long ago, too.
  await shop.deps.db.queries
    .update(orders)
    .set({paidAt: daysAgo(4)})
    .where(eq(orders.id, paid.order.id));
  const line = ({order}: typeof old, status: string, total: string, name: string) =>
    `${order.number}*  ${minute(placedAt.get(order.id)!)}  ${status.padEnd(18)}  ${total.padStart(12)}  ${name}`;
  const ada = 'Ada Lovelace';
  const lines = {
    late: line(late, 'paid', '$32.00', ada),
    paid: line(paid, 'paid', '$64.00', ada),
    old: line(old, 'pending', '€29.00', '-'),
  };
  const says = (...shown: string[]) => {
    const orderOrOrders = shown.length === 1 ? 'order' : 'orders';
    const foot = `${shown.length} ${orderOrOrders}. * In test mode: no money moved.`;
    return {code: 0, complained: '', lines: [tableHead, ...shown, foot]};
  };
  assert.deepEqual(await run(), says(lines.late, lines.paid, lines.old));
  assert.deepEqual(await run('--status', 'paid'), says(lines.late, lines.paid));
  assert.deepEqual(
    await run('--status', 'pending,paid', '--since', '6d'),
    says(lines.late, lines.paid),
  );
  // Placed three days ago, and paid just now.
  assert.deepEqual(await run('--since', '1h'), says(lines.late));
  const none = await run('--status', 'disputed');
  assert.deepEqual(none.lines, [tableHead, '0 orders.']);

  const json = await run('--json', '--status', 'paid');
  assert.equal(json.complained, '');
  const records = json.lines.map((text) => JSON.parse(text) as Record<string, unknown>);
  assert.deepEqual(
    records.map(({number, email, lines: sold}) => [number, email, (sold as unknown[]).length]),
    [late, paid].map(({order}) => [order.number, 'ada@example.com', 1]),
  );
});

test('one order is shown with everything about it', async () => {
  const placed = await shop.placeOrder({
    items: [
      {sku: 'tee', quantity: 2},
      {sku: 'mug', quantity: 1},
    ],
    clientReferenceId: 'cart-7',
  });
  const {order} = placed;
  const started = await shop.startPayment(placed, {
    billingDetails: {...buyer, company: 'Analytical Engines', phone: '+44 20 7946 0000'},
    shipping: {name: 'Charles Babbage', address: {country: 'DE', line1: 'Weg 1', city: 'Ulm'}},
  });
  const intent = await shop.confirm(started.body.clientSecret);
  await shop.becomes(order, 'paid');
  const refund = await shop.stripe.refunds.create({payment_intent: intent.id, amount: 1200});
  await shop.becomes(order, 'partially_refunded');
  await shop.mailsFor(order);
  // Stripe books a payment a second later; then it has no more to tell.
  await shop.control.advance(5000);
  await shop.control.idle();
  await until('all that Stripe told is settled', async () => {
    const isWaiting = eq(webhookEvents.state, 'received');
    return (await shop.deps.db.queries.select().from(webhookEvents).where(isWaiting)).length === 0;
  });
  await until('what followed is noted', async () =>
    (await run(order.number)).lines.some((line) => /confirmation {2}done$/.test(line)),
  );

  const {code, lines, complained} = await run(order.number.toLowerCase());
  assert.deepEqual([code, complained], [0, '']);
  const shown = lines.join('\n');
  for (const part of [
    `Order      ${order.number} (${order.id})`,
    'Status     partially_refunded',
    'Total      $88.00 USD',
    'Refunded   $12.00',
    'Reference  cart-7',
    'Mode       test: no money moved',
    '\nItems\n  2 × Heavyweight tee (tee), $32.00 each: $64.00\n  1 × Stoneware mug (mug), $24.00 each: $24.00\n',
    '\nBuyer\n  Ada Lovelace\n  Analytical Engines\n  ada@example.com\n  +44 20 7946 0000\n',
    '\nShip to\n  Charles Babbage\n  Weg 1\n  Ulm\n  Germany (DE)\n',
    '\nBill to\n  Ada Lovelace\n  Analytical Engines\n  12 St James’s Square\n  SW1Y 4LB London\n',
    `${intent.id}  succeeded  $88.00`,
    `  https://dashboard.stripe.com/test/payments/${intent.id}\n`,
    `${refund.id}  succeeded  $12.00`,
    'payment_intent.succeeded  processed  evt_',
    'charge.updated  processed  evt_',
  ]) {
    assert.ok(shown.includes(part), `${part}\n\nis not in\n\n${shown}`);
  }
  assert.deepEqual((await run(order.id)).lines, lines);

  const json = await run(order.number, '--json');
  const {payments, refunds, shipping} = JSON.parse(json.lines.join('')) as {
    payments: {paymentIntentId: string}[];
    refunds: {id: string}[];
    shipping: {name: string};
  };
  assert.equal(payments[0]?.paymentIntentId, intent.id);
  assert.equal(refunds[0]?.id, refund.id);
  assert.equal(shipping.name, 'Charles Babbage');
});

test('what cannot be answered is said in a sentence, and shows nothing', async () => {
  const how =
    'Say: npm run orders -- NUMBER, or -- --status paid --since 1d, or nothing; and --json for programs.';
  for (const [args, sentence] of [
    [['--state', 'paid'], how],
    [['--status'], how],
    [['K7Q2-9XFM', 'K7Q2-9XFN'], `Say one number, or none. ${how}`],
    [['K7Q2-9XFM', '--since', '1d'], `Say a number, or which orders. ${how}`],
    [['--since', 'yesterday'], 'Say since when in minutes, hours or days: --since 30m, 2h or 7d.'],
    [['K7Q2-0000'], 'There is no order K7Q2-0000.'],
  ] as const) {
    const complained = `${sentence}\n`;
    assert.deepEqual(await run(...args), {code: 1, lines: [], complained}, args.join(' '));
  }
  const {code, complained} = await run('--status', 'payed');
  assert.equal(code, 1);
  assert.match(
    complained,
    /^There is no status payed\. There are: pending, processing, .*disputed\.$/m,
  );
});

test('a reader who goes early is no error', async () => {
  await shop.placeOrder();
  const child = start(['--json']);
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complained += text));
  child.stdout.destroy();
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.deepEqual([code, complained], [0, '']);
});

test('a long list comes page by page, each order once, also of one and the same moment', async () => {
  const {queries} = shop.deps.db;
  const ids = Array.from({length: 7}, (_, at) => `ord_page${at}`);
  // Between two milliseconds, which is all that a `Date` can tell apart.
  await queries.execute(sql`
    insert into orders (id, number, status, currency, amount, livemode, locale, idempotency_hash, request_hash, expires_at, created_at)
    select 'ord_page' || n, 'PAGE-000' || n, 'expired', 'usd', 100, false, 'en', 'page' || n, '', now(),
      timestamptz '2001-01-01 00:00:00' + (n / 3) * interval '1 microsecond'
    from generate_series(0, 6) as n`);
  await queries.insert(orderItems).values(
    ids.map((orderId) => ({
      orderId,
      position: 0,
      sku: 'tee',
      name: orderId,
      quantity: 1,
      unitAmount: 100,
    })),
  );
  try {
    let asked = 0;
    const counting = new Proxy(queries, {
      get: (target, name, receiver) => {
        if (name === 'select') asked += 1;
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    const pages = pagesOfOrders(counting, {statuses: ['expired']}, 2);
    const first = (await pages.next()).value as StoredOrder[];
    assert.equal(asked, 2, 'one page and its items');
    const rest: StoredOrder[][] = [];
    for await (const page of pages) rest.push(page);
    const all = [first, ...rest];
    assert.deepEqual(
      all.map(({length}) => length),
      [2, 2, 2, 1],
    );
    assert.deepEqual(
      all.flat().map(({row, items}) => [row.id, items.map(({name}) => name)]),
      ids.toReversed().map((id) => [id, [id]]),
    );
  } finally {
    await queries.delete(orders).where(eq(orders.status, 'expired'));
  }
});

test('a line fits the terminal, and no name commands it', () => {
  const order = (name: string) =>
    ({
      number: 'K7Q2-9XFM',
      status: 'paid_unfulfillable',
      currency: 'chf',
      amount: 1_234_567,
      livemode: true,
      createdAt: new Date('2026-03-04T05:06:07Z'),
      name,
      email: 'a@example.com',
    }) as unknown as OrderRow;
  const start = 'K7Q2-9XFM   2026-03-04 05:06  paid_unfulfillable  CHF 12,345.67  ';
  assert.equal(start.length, 65, 'a sum of more than a thousand francs takes a column more');
  assert.equal(tableLine(order('Ada Lovelace'), 80), `${start}Ada Lovelace`);
  assert.equal(tableLine(order('Ada King, Countess'), 80), `${start}Ada King, Coun…`);
  // Each of these signs is as wide as two.
  assert.equal(tableLine(order('山田太郎山田太郎山田'), 80), `${start}山田太郎山田太…`);
  assert.equal(tableLine(order('Ada King, Countess'), undefined), `${start}Ada King, Countess`);
  assert.equal(tableLine(order('\u001b[2J\u009b2J\nA\u202eda'), undefined), `${start}[2J 2J A da`);
  assert.equal(tableLine(order(''), undefined), `${start}a@example.com`);
});
