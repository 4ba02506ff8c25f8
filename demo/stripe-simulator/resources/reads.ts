import {type Endpoint, endpoint} from '../http/endpoint.ts';
import {missing} from '../http/errors.ts';
import {type CreatedRange, createdRule, isWithin, pageRules, paginate} from '../http/paginate.ts';
import type {Parameters, Rule} from '../http/parameters.ts';
import type {Store, Table} from '../store.ts';

type Row = {id: string; created: number};

/** The two calls that most resources share: retrieve one, list many with filters. */
export function reads<T extends Row, F extends Record<string, Rule<unknown>>>(
  root: `/v1/${string}`,
  kind: string,
  tableOf: (store: Store) => Table<T>,
  filters: F,
  matches: (row: T, wanted: Parameters<F>) => boolean,
): Endpoint[] {
  return [
    endpoint(`GET ${root}`, {...pageRules, ...filters, created: createdRule}, (call, given) => {
      const wanted = given as Parameters<typeof pageRules> &
        Parameters<F> & {created?: CreatedRange};
      return paginate(
        tableOf(call.world.store),
        kind,
        root,
        wanted,
        (row) => isWithin(row.created, wanted.created) && matches(row, wanted),
      );
    }),
    endpoint(`GET ${root}/:id`, {}, (call, _given, path) =>
      find(tableOf(call.world.store), kind, path['id']),
    ),
  ];
}

/** The object of that id, or Stripe's 404. */
export function find<T extends {id: string}>(
  table: Table<T>,
  kind: string,
  id = '',
  param = 'id',
): T {
  const row = table.get(id);
  if (!row) throw missing(kind, id, param);
  return row;
}

/** Whether a filter is absent or hits. */
export const isWanted = (wanted: unknown, value: unknown) =>
  wanted === undefined || wanted === value;
