/** The table of `orders/state.ts` as a drawing, for `STATES.md` beside it. Pure. */
import {orderStatuses, type OrderStatus} from '../../api/contract.ts';
import {isPaid, transitions, type OrderEvent} from '../../api/orders/state.ts';

/**
 * Two diagrams in Mermaid, made from the table alone: the way to the money, where each arrow is an
 * entry; and what can follow, where every state leads to every other and only the event is named.
 */
export function drawStates(): string {
  const unpaid = orderStatuses.filter((status) => !isPaid(status));
  const arrows = unpaid.flatMap((status) => {
    const byTarget = new Map<OrderStatus, OrderEvent[]>();
    for (const [event, target] of Object.entries(transitions[status])) {
      byTarget.set(target, [...(byTarget.get(target) ?? []), event as OrderEvent]);
    }
    return [...byTarget].map(
      ([target, events]) => `  ${status} --> ${target}: ${events.join(', ')}`,
    );
  });
  const rows = Object.entries(transitions.paid).map(
    ([event, target]) => `| \`${event}\` | \`${target}\` |`,
  );
  return [
    '# The states of an order',
    '',
    'Made from `transitions` in `state.ts` by `UPDATE=1 node --import tsx --test test/api/states.test.ts`,',
    'and held to it by that test. An event that has no arrow changes nothing.',
    '',
    '## Until money arrives',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> pending',
    ...arrows,
    '```',
    '',
    '## Once it has arrived',
    '',
    'Where an order stands is worked out from all its payments, refunds and disputes (`standing.ts`),',
    `from each of ${listOf(orderStatuses.filter(isPaid))} to each:`,
    '',
    '| the ledger says | the order is |',
    '| --- | --- |',
    ...rows,
    '',
    '- `kept`: one payment, nothing refunded, no dispute that is open or lost, and the items taken.',
    '- `kept_without_stock`: the same, but the items were gone when the money came.',
    '- `paid_twice`: more than one payment that is not wholly refunded.',
    '- `refunded_in_part`, `refunded`: of the one payment that is left; of all of them.',
    '- `disputed`: a dispute is open or lost. One that is won, or an inquiry that is closed, no longer counts.',
    '',
  ].join('\n');
}

const listOf = (statuses: OrderStatus[]): string =>
  statuses.map((status) => `\`${status}\``).join(', ');
