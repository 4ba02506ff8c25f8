/** One order with everything about it, as lines for a terminal. Pure. */
import {buyerOf, oneLine} from '../orders/buyer.ts';
import {isOnHold} from '../orders/holds.ts';
import type {OrderHistory} from '../orders/list.ts';
import {dashboardAddress} from '../stripe/dashboard.ts';
import {minuteOf, plainMoney} from './order-table.ts';

export function orderSheet(order: OrderHistory): string[] {
  const {row, items, payments, refunds, disputes, holds, effects, events} = order;
  const price = (amount: number, currency = row.currency) => plainMoney(amount, currency);
  const buyer = buyerOf(row);
  return [
    ...facts([
      ['Order', `${row.number} (${row.id})`],
      ['Status', `${row.status}${isOnHold(holds) ? ', on hold: do not ship yet' : ''}`],
      ['Placed', `${minuteOf(row.createdAt)} UTC`],
      ['Paid', row.paidAt && `${minuteOf(row.paidAt)} UTC`],
      ['Total', `${price(row.amount)} ${row.currency.toUpperCase()}`],
      ['Refunded', row.amountRefunded > 0 && price(row.amountRefunded)],
      ['Reference', oneLine(row.clientReferenceId)],
      ['Mode', !row.livemode && 'test: no money moved'],
    ]),
    ...section(
      'Items',
      items.map(
        ({name, sku, quantity, unitAmount}) =>
          `${quantity} × ${name} (${sku}), ${price(unitAmount)} each: ${price(quantity * unitAmount)}`,
      ),
    ),
    ...section('Buyer', [buyer.name, buyer.company, buyer.email, buyer.phone]),
    ...section('Ship to', buyer.shipping),
    ...section('Bill to', buyer.billing),
    ...section(
      'Payments',
      payments.flatMap(({paymentIntentId, checkoutSessionId, status, createdAt, ...payment}) => [
        [
          minuteOf(createdAt),
          paymentIntentId ?? checkoutSessionId ?? '-',
          status,
          price(payment.amountReceived ?? payment.amount, payment.currency),
          ...(payment.fee !== null && payment.feeCurrency
            ? [`fee ${price(payment.fee, payment.feeCurrency)}`]
            : []),
        ].join('  '),
        ...(paymentIntentId ? [dashboardAddress(paymentIntentId, row.livemode)] : []),
      ]),
    ),
    ...section(
      'Refunds',
      refunds.map(({id, status, amount, currency, createdAt}) =>
        [minuteOf(createdAt), id, status, price(amount, currency)].join('  '),
      ),
    ),
    ...section(
      'Disputes',
      disputes.map(({id, status, amount, currency, reason, createdAt}) =>
        [minuteOf(createdAt), id, status, price(amount, currency), reason ?? '-'].join('  '),
      ),
    ),
    ...section(
      'Holds',
      holds.map(({id, kind, status, createdAt}) =>
        [minuteOf(createdAt), id, kind, status].join('  '),
      ),
    ),
    ...section(
      'What followed',
      effects.map(({kind, subject, outcome, doneAt, createdAt}) =>
        [
          minuteOf(doneAt ?? createdAt),
          [kind, ...(subject ? [subject] : [])].join(' '),
          outcome ?? 'waiting',
        ].join('  '),
      ),
    ),
    ...section(
      'Events of Stripe',
      events.map(({id, type, state, reason, createdAt}) =>
        [minuteOf(createdAt), type, [state, ...(reason ? [reason] : [])].join(': '), id].join('  '),
      ),
    ),
  ];
}

const facts = (given: [string, string | false | null | undefined][]): string[] =>
  given.flatMap(([label, value]) => (value ? [label.padEnd(11) + value] : []));

function section(title: string, lines: (string | undefined)[]): string[] {
  const known = lines.flatMap((line) => (line ? [`  ${line}`] : []));
  return known.length > 0 ? ['', title, ...known] : [];
}
