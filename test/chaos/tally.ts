/** What must be true in the end, whatever happened on the way. */
import type pg from 'pg';
import type {MailServer, Receiver} from './receivers.ts';
import type {BadStripe} from './stripe.ts';

/** Every line that must be zero. */
interface Faults {
  'payments without a paid order': number;
  'paid orders without a payment': number;
  'orders paid more than once': number;
  'paid with a wrong amount': number;
  'paid orders without a mail': number;
  'paid orders with two mails': number;
  'mails about unpaid orders': number;
  'paid orders the owner never heard of': number;
  'paid orders the owner was told of twice': number;
  'owner mails about unpaid orders': number;
  'paid orders the merchant never heard of': number;
  'paid orders told twice under two ids': number;
  'merchant calls about unpaid orders': number;
  'messages that must not be': number;
  'products with a wrong count': number;
  'events answered 200 and not kept': number;
  'events given up': number;
  'jobs given up': number;
}

export interface Tally {
  payments: number;
  paidOrders: number;
  /** Repetitions of one and the same message, which at-least-once allows. */
  repeatedMails: number;
  repeatedCalls: number;
  wrong: Faults;
}

interface OrderFacts {
  id: string;
  status: string;
  amount: string;
  items: string;
}

const paidStatuses = new Set(['paid', 'paid_unfulfillable', 'duplicate_payment']);

export async function takeTally(
  client: pg.Client,
  stripe: BadStripe,
  {mails, merchant}: {mails: MailServer; merchant: Receiver},
  initialStock: ReadonlyMap<string, number>,
): Promise<Tally> {
  const succeeded = await succeededIntents(stripe);
  const {rows: orders} = await client.query<OrderFacts>(
    `select id, status, amount, (select sum(quantity * unit_amount) from order_items
       where order_id = orders.id) as items from orders`,
  );
  const byId = new Map(orders.map((order) => [order.id, order]));
  const paid = new Set(orders.filter(({status}) => paidStatuses.has(status)).map(({id}) => id));
  const payments = new Map<string, number[]>();
  for (const {metadata, amount_received: amount} of succeeded) {
    const id = metadata['order_id'] ?? '';
    payments.set(id, [...(payments.get(id) ?? []), amount]);
  }
  const mailsOf = idsByOrder(mails.taken);
  const ownersOf = idsByOrder(mails.toOwner);
  const callsOf = idsByOrder(merchant.taken);
  const count = (ids: Iterable<string>, isWrong: (id: string) => boolean) =>
    [...ids].filter(isWrong).length;
  return {
    payments: succeeded.length,
    paidOrders: paid.size,
    repeatedMails: repetitions(mails.taken) + repetitions(mails.toOwner),
    repeatedCalls: repetitions(merchant.taken),
    wrong: {
      'payments without a paid order': count(payments.keys(), (id) => !paid.has(id)),
      'paid orders without a payment': count(paid, (id) => !payments.has(id)),
      'orders paid more than once': count(payments.keys(), (id) => payments.get(id)?.length !== 1),
      'paid with a wrong amount': count(payments.keys(), (id) => {
        const order = byId.get(id);
        const amounts = [order?.amount, order?.items, payments.get(id)?.[0]].map(Number);
        return new Set(amounts).size !== 1;
      }),
      'paid orders without a mail': count(paid, (id) => !mailsOf.has(id)),
      'paid orders with two mails': count(paid, (id) => (mailsOf.get(id)?.size ?? 1) > 1),
      'mails about unpaid orders': count(mailsOf.keys(), (id) => !paid.has(id)),
      'paid orders the owner never heard of': count(paid, (id) => !ownersOf.has(id)),
      'paid orders the owner was told of twice': count(
        paid,
        (id) => (ownersOf.get(id)?.size ?? 1) > 1,
      ),
      'owner mails about unpaid orders': count(ownersOf.keys(), (id) => !paid.has(id)),
      'paid orders the merchant never heard of': count(paid, (id) => !callsOf.has(id)),
      'paid orders told twice under two ids': count(paid, (id) => (callsOf.get(id)?.size ?? 1) > 1),
      'merchant calls about unpaid orders': count(callsOf.keys(), (id) => !paid.has(id)),
      'messages that must not be': mails.complaints.length + merchant.complaints.length,
      'products with a wrong count': await wrongProducts(client, initialStock),
      'events answered 200 and not kept': await lostEvents(client, stripe),
      'events given up': await one(
        client,
        "select count(*) from webhook_events where state = 'parked'",
      ),
      'jobs given up': await one(
        client,
        // The next minute brings another reconcile.
        "select count(*) from graphile_worker.jobs where attempts >= max_attempts and task_identifier <> 'reconcile'",
      ),
    },
  };
}

/** Every payment that the simulator took, page by page. */
async function succeededIntents({simulator}: BadStripe) {
  const found: {id: string; amount_received: number; metadata: Record<string, string>}[] = [];
  for (let after = ''; ;) {
    const answer = await simulator.app.request(
      `/v1/payment_intents?limit=100${after && `&starting_after=${after}`}`,
      {headers: {Authorization: `Bearer ${simulator.secretKey}`}},
    );
    const page = (await answer.json()) as {
      data: ((typeof found)[number] & {status: string})[];
      has_more: boolean;
    };
    found.push(...page.data.filter(({status}) => status === 'succeeded'));
    after = page.data.at(-1)?.id ?? '';
    if (!page.has_more) return found;
  }
}

async function wrongProducts(
  client: pg.Client,
  initial: ReadonlyMap<string, number>,
): Promise<number> {
  const {rows} = await client.query<{sku: string; stock: number; reserved: number}>(
    'select sku, stock, reserved from products',
  );
  const {rows: held} = await client.query<{sku: string; stock: string; quantity: string}>(
    `select sku, stock, sum(quantity) as quantity from order_items
       join orders on orders.id = order_id where stock <> 'none' group by sku, stock`,
  );
  const sum = (sku: string, stock: string) =>
    Number(held.find((row) => row.sku === sku && row.stock === stock)?.quantity ?? 0);
  return rows.filter(
    ({sku, stock, reserved}) =>
      stock !== (initial.get(sku) ?? 0) - sum(sku, 'taken') || reserved !== sum(sku, 'reserved'),
  ).length;
}

async function lostEvents(client: pg.Client, {simulator}: BadStripe): Promise<number> {
  const accepted = new Set(
    simulator.control
      .deliveries()
      .filter(({status}) => status === 200)
      .map(({event}) => event),
  );
  const {rows} = await client.query<{id: string}>('select id from webhook_events');
  const kept = new Set(rows.map(({id}) => id));
  return [...accepted].filter((id) => !kept.has(id)).length;
}

function idsByOrder(taken: Receiver['taken']): Map<string, Set<string>> {
  const ids = new Map<string, Set<string>>();
  for (const [id, {orderId}] of taken) ids.set(orderId, (ids.get(orderId) ?? new Set()).add(id));
  return ids;
}

const repetitions = (taken: Receiver['taken']): number =>
  [...taken.values()].reduce((sum, {count}) => sum + count - 1, 0);

async function one(client: pg.Client, query: string): Promise<number> {
  const {rows} = await client.query<{count: string}>(query);
  return Number(rows[0]?.count);
}
