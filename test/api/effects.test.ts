/** What follows a payment, seen by the servers that receive it. */
import assert from 'node:assert/strict';
import dns, {type LookupAddress, type LookupOptions} from 'node:dns';
import {createServer, type IncomingMessage} from 'node:http';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {syncBuiltinESMExports} from 'node:module';
import {after, before, test} from 'node:test';
import {sql} from 'drizzle-orm';
import {simpleParser, type ParsedMail} from 'mailparser';
import {SMTPServer} from 'smtp-server';
import {Webhook} from 'standardwebhooks';
import {rowsOf} from '../../api/db/connect.ts';
import {createMerchantHook} from '../../api/effects/notify.ts';
import {openShop, type Shop} from '../support/shop.ts';
import {until} from '../support/until.ts';

const secret = `whsec_${Buffer.from('the secret of the merchant').toString('base64')}`;
const received: {headers: IncomingMessage['headers']; body: string}[] = [];
const mails: ParsedMail[] = [];
let refusals = 0;
/** What a refusal says of when to come back. */
let patience: {'retry-after'?: string} = {};
let shop: Shop;

const merchant = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => (body += text));
  request.on('end', () => {
    received.push({headers: request.headers, body});
    if (request.url === '/moved') response.writeHead(302, {location: '/elsewhere'}).end();
    else if (refusals-- > 0) response.writeHead(503, patience).end();
    else response.writeHead(204).end();
  });
});
let mailRefusals = 0;
const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onRcptTo: (_address, _session, done) =>
    mailRefusals-- > 0 ? done(new Error('try later')) : done(),
  onData: (stream, _session, done) => {
    simpleParser(stream, (error: Error | null, mail) => {
      if (!error) mails.push(mail);
      done(error);
    });
  },
});

before(async () => {
  merchant.listen(0, '127.0.0.1');
  smtp.listen(0, '127.0.0.1');
  await Promise.all([once(merchant, 'listening'), once(smtp.server, 'listening')]);
  shop = await openShop({
    env: {
      SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
      MAIL_FROM: 'The shop <shop@example.com>',
      MERCHANT_WEBHOOK_URL: `http://127.0.0.1:${(merchant.address() as AddressInfo).port}/hook`,
      MERCHANT_WEBHOOK_SECRET: secret,
      MERCHANT_WEBHOOK_ALLOW_PRIVATE: 'true',
    },
  });
});
after(async () => {
  await shop.close();
  merchant.close();
  await new Promise<void>((done) => smtp.close(done));
});

const mailsTo = (number: string) => mails.filter((mail) => mail.subject?.includes(number));

test('the buyer gets one mail, in HTML and plain text, that says it is a sandbox', async () => {
  const placed = await shop.placeOrder({items: [{sku: 'mug', quantity: 2}], currency: 'eur'});
  await shop.pay(placed);
  const {number, id} = placed.order;
  const [mail] = await until('the mail', async () => mailsTo(number).length > 0 && mailsTo(number));
  assert.equal(mail?.messageId, `<${id}.confirmation@127.0.0.1>`);
  assert.equal(mail?.from?.text, '"The shop" <shop@example.com>');
  assert.match(mail?.text ?? '', /Stoneware mug, 2 × €22\.00: €44\.00/);
  assert.match(mail?.text ?? '', /sandbox/);
  assert.match(String(mail?.html), /Total/);
  await shop.becomes(placed.order, 'paid');
  assert.equal(mailsTo(number).length, 1);
});

test('a Chinese buyer is written to in Chinese, and no name becomes markup', async () => {
  const placed = await shop.placeOrder({locale: 'zh-CN'});
  const started = await shop.startPayment(placed, {
    billingDetails: {
      name: '<img src=x onerror=alert(1)>',
      email: 'li@example.com',
      address: {country: 'CN'},
    },
  });
  await shop.confirm(started.body.clientSecret);
  const {number} = placed.order;
  const [mail] = await until('the mail', async () => mailsTo(number).length > 0 && mailsTo(number));
  assert.match(mail?.subject ?? '', /您的订单/);
  assert.match(String(mail?.html), /&lt;img src=x/);
  assert.doesNotMatch(String(mail?.html), /<img/);
});

test('a mail server that refuses is asked again', async () => {
  mailRefusals = 1;
  const placed = await shop.placeOrder();
  await shop.pay(placed);
  await until('the mail', async () => mailsTo(placed.order.number).length > 0);
  assert.equal(mailsTo(placed.order.number).length, 1);
});

test('the merchant is told once, signed, with the order and its buyer', async () => {
  const placed = await shop.placeOrder({clientReferenceId: 'cart-7'});
  await shop.pay(placed);
  const call = await until('the call', async () =>
    received.find(({body}) => body.includes(placed.order.id)),
  );
  const headers = call.headers as Record<string, string>;
  const message = new Webhook(secret).verify(call.body, headers) as {
    type: string;
    data: Record<string, unknown>;
  };
  assert.equal(message.type, 'order.paid');
  assert.equal(message.data['clientReferenceId'], 'cart-7');
  assert.equal(message.data['email'], 'ada@example.com');
  assert.equal(headers['webhook-id'], `msg_${placed.order.id}_paid`);
  assert.ok(!call.body.includes('secret'));
});

test('the merchant hears of a refund and of what it was, and a payment that is cancelled', async () => {
  const placed = await shop.placeOrder();
  const intent = await shop.pay(placed);
  await shop.becomes(placed.order, 'paid');
  const refund = await shop.stripe.refunds.create({payment_intent: intent.id, amount: 1200});
  const call = await until('the call', async () =>
    received.find(({body}) => body.includes(refund.id)),
  );
  const headers = call.headers as Record<string, string>;
  const message = new Webhook(secret).verify(call.body, headers) as {
    type: string;
    data: Record<string, unknown>;
  };
  assert.equal(message.type, 'order.refunded');
  assert.equal(headers['webhook-id'], `msg_${placed.order.id}_refunded_${refund.id}`);
  assert.deepEqual(message.data['refund'], {id: refund.id, amount: 1200, status: 'succeeded'});
  assert.equal(message.data['status'], 'partially_refunded');
  assert.equal(message.data['amountRefunded'], 1200);

  const given = await shop.placeOrder();
  await shop.startPayment(given);
  await shop.stripe.paymentIntents.cancel(given.clientSecret!.split('_secret_')[0]!);
  const told = await until('the call', async () =>
    received.find(({body}) => body.includes(given.order.id)),
  );
  assert.equal((JSON.parse(told.body) as {type: string}).type, 'order.canceled');
});

test('the merchant is told to wait for a review, and to go on when it is approved', async () => {
  const placed = await shop.placeOrder();
  await shop.pay(placed, 'pm_card_riskLevelElevated');
  const told = (type: string) =>
    until(type, async () => {
      const call = received.find(
        ({body}) => body.includes(placed.order.id) && body.includes(`"type":"${type}"`),
      );
      return call && (JSON.parse(call.body) as {data: Record<string, unknown>}).data;
    });
  const held = await told('order.held');
  const {id, kind, status} = held['hold'] as Record<string, string>;
  assert.deepEqual([held['onHold'], kind, status], [true, 'review', 'open']);
  await shop.stripe.reviews.approve(id!);
  const released = await told('order.released');
  assert.deepEqual([released['onHold'], released['status']], [false, 'paid']);
});

test('a merchant who was away is told again under the same id', async () => {
  refusals = 1;
  const placed = await shop.placeOrder();
  await shop.pay(placed);
  const calls = await until('the second call', async () => {
    const found = received.filter(({body}) => body.includes(placed.order.id));
    return found.length === 2 && found;
  });
  assert.equal(calls[0]?.headers['webhook-id'], calls[1]?.headers['webhook-id']);
});

test('a merchant who asks for patience gets it, up to a day', async () => {
  for (const [asked, atLeast, atMost] of [
    ['3600', 3550, 4000],
    [new Date(Date.now() + 3_600_000).toUTCString(), 3550, 4000],
    ['999999999', 86_300, 95_100],
  ] as const) {
    refusals = 1;
    patience = {'retry-after': asked};
    const placed = await shop.placeOrder();
    await shop.pay(placed);
    await until('the call', async () => received.find(({body}) => body.includes(placed.order.id)));
    patience = {};
    const [next] = await until('the next one is planned', async () => {
      const jobs = await rowsOf<{seconds: number}>(
        shop.deps.db.queries,
        sql`select extract(epoch from run_at - now())::float8 as seconds from graphile_worker.jobs
          where key = ${`merchant_paid:${placed.order.id}`} and run_at > now()`,
      );
      return jobs.length > 0 && jobs;
    });
    assert.ok(
      next && next.seconds > atLeast && next.seconds < atMost,
      `${asked}: ${next?.seconds}`,
    );
  }
});

test('neither a redirect nor a private address is followed', async () => {
  const {port} = merchant.address() as AddressInfo;
  const message = {id: 'msg_1', body: '{}', at: new Date()};
  const count = received.length;
  for (const host of [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
  ]) {
    const hook = createMerchantHook({
      url: `http://${host}:${port}/hook`,
      secret,
      allowPrivate: false,
    });
    await assert.rejects(hook.post(message), host);
    await hook.close();
  }
  assert.equal(received.length, count, 'nobody was called');
  const hook = createMerchantHook({
    url: `http://127.0.0.1:${port}/moved`,
    secret,
    allowPrivate: true,
  });
  await assert.rejects(hook.post(message), {code: 'http_302'});
  await hook.close();
  assert.equal(received.length, count + 1);
});

test('a name is judged by what it resolves to', async (t) => {
  const {port} = merchant.address() as AddressInfo;
  let addresses: LookupAddress[] = [];
  const lookup = (_name: string, options: LookupOptions, done: (...results: unknown[]) => void) => {
    if (options.all) done(null, addresses);
    else done(null, addresses[0]?.address, addresses[0]?.family);
  };
  t.mock.method(dns, 'lookup', lookup as typeof dns.lookup);
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
  const post = async (allowPrivate: boolean) => {
    const url = `http://hooks.shop.example:${port}/hook`;
    const hook = createMerchantHook({url, secret, allowPrivate});
    try {
      await hook.post({id: 'msg_1', body: '{}', at: new Date()});
    } finally {
      await hook.close();
    }
  };
  const count = received.length;
  const own = {address: '127.0.0.1', family: 4};
  for (const found of [[own], [{address: '8.8.8.8', family: 4}, own]]) {
    addresses = found;
    await assert.rejects(post(false));
  }
  assert.equal(received.length, count, 'nobody was called');
  addresses = [own];
  await post(true);
  assert.equal(received.length, count + 1, 'where it is allowed, the same name is called');
});

test('no line of the log names a buyer or opens a door', async () => {
  const placed = await shop.placeOrder();
  await shop.pay(placed);
  await shop.becomes(placed.order, 'paid');
  const log = shop.logged();
  assert.ok(log.length > 1000);
  for (const told of [
    'ada@example.com',
    'Lovelace',
    'James',
    placed.token,
    placed.clientSecret!,
    '_secret_',
    'sk_test',
    'whsec_',
    'Bearer',
  ]) {
    assert.ok(!log.includes(told), `the log holds ${told}`);
  }
});
