/**
 * `npm run orders`: a table of the orders, the newest first; `-- --status paid,disputed --since 1d`
 * takes those of a status, placed or paid since then (m, h or d). `npm run orders -- K7Q2-9XFM` shows
 * one with everything about it. `--json` writes for programs, one object a line (`npm run -s`).
 *
 * What names the buyer goes to the terminal of whoever asks, and never to the log.
 */
import {parseArgs} from 'node:util';
import {orderStatuses, type OrderStatus} from '../contract.ts';
import type {Queries} from '../db/connect.ts';
import {isOnHold} from '../orders/holds.ts';
import {findWithHistory, pagesOfOrders, type OrderFilter} from '../orders/list.ts';
import {toOrder, type StoredOrder} from '../orders/store.ts';
import {StartError} from '../start-error.ts';
import {runCommand} from './open.ts';
import {orderSheet} from './order-sheet.ts';
import {tableFoot, tableHead, tableLine} from './order-table.ts';
import {sinceOf} from './since.ts';

const usage =
  'Say: npm run orders -- NUMBER, or -- --status paid --since 1d, or nothing; and --json for programs.';

/** Whether somebody still reads: `| head` has gone once it has its lines. */
let isRead = true;
process.stdout.on('error', ({code}: NodeJS.ErrnoException) => {
  isRead = false;
  if (code !== 'EPIPE') process.exitCode = 1;
});

await runCommand(async ({db: {queries}}) => {
  const {named, filter, json} = asked(process.argv.slice(2));
  if (named !== undefined) await showOne(queries, named, json);
  else if (json) await writeAll(queries, filter);
  else await showAll(queries, filter);
});

async function showOne(queries: Queries, named: string, json: boolean): Promise<void> {
  const found = await findWithHistory(queries, named);
  if (!found) throw new StartError(`There is no order ${named}.`);
  if (!json) return write(orderSheet(found));
  const {row, items, holds, ...history} = found;
  return write([jsonOf({...recordOf({row, items}), onHold: isOnHold(holds), ...history, holds})]);
}

async function showAll(queries: Queries, filter: OrderFilter): Promise<void> {
  const {columns} = process.stdout;
  let count = 0;
  let hasTests = false;
  await write([tableHead]);
  for await (const page of pagesOfOrders(queries, filter)) {
    await write(page.map(({row}) => tableLine(row, columns)));
    count += page.length;
    hasTests ||= page.some(({row}) => !row.livemode);
    if (!isRead) return;
  }
  await write([tableFoot(count, hasTests)]);
}

async function writeAll(queries: Queries, filter: OrderFilter): Promise<void> {
  for await (const page of pagesOfOrders(queries, filter)) {
    await write(page.map((stored) => jsonOf(recordOf(stored))));
    if (!isRead) return;
  }
}

/** As the merchant's own server is told of it. */
function recordOf(stored: StoredOrder) {
  const {livemode, locale, name, email, billingDetails, shipping} = stored.row;
  return {...toOrder(stored, new Date()), livemode, locale, name, email, billingDetails, shipping};
}

/** JSON keeps some signs by which a buyer's name could command a terminal. */
function jsonOf(value: object): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Waits until it is written, so that a slow reader does not fill the memory. */
function write(lines: string[]): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(lines.map((line) => `${line}\n`).join(''), () => resolve());
  });
}

function asked(args: string[]) {
  const {values, positionals} = parsed(args);
  const [named, ...more] = positionals;
  if (more.length > 0) throw new StartError(`Say one number, or none. ${usage}`);
  if (named !== undefined && (values.status ?? values.since) !== undefined) {
    throw new StartError(`Say a number, or which orders. ${usage}`);
  }
  const since = sinceOf(values.since);
  if (values.since !== undefined && !since) {
    throw new StartError('Say since when in minutes, hours or days: --since 30m, 2h or 7d.');
  }
  return {
    named,
    json: values.json ?? false,
    filter: {statuses: values.status?.split(',').map(statusOf) ?? [], since},
  };
}

function statusOf(text: string): OrderStatus {
  const status = orderStatuses.find((known) => known === text);
  if (!status) {
    throw new StartError(`There is no status ${text}. There are: ${orderStatuses.join(', ')}.`);
  }
  return status;
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {status: {type: 'string'}, since: {type: 'string'}, json: {type: 'boolean'}},
    });
  } catch (cause) {
    throw new StartError(usage, {cause});
  }
}
