import {missing} from './errors.ts';
import {either, hash, integer, string, type Parameters} from './parameters.ts';

/** The parameters of every list, see https://docs.stripe.com/api/pagination. */
export const pageRules = {
  limit: integer(1, 100),
  starting_after: string(),
  ending_before: string(),
};

/** `created=…` or `created[gt|gte|lt|lte]=…`. */
export const createdRule = either(
  integer(),
  hash({gt: integer(), gte: integer(), lt: integer(), lte: integer()}),
);
export type CreatedRange = ReturnType<typeof createdRule.read>;

/** One page of a list, newest first. */
export function paginate<T extends {id: string}>(
  table: {all(): T[]},
  kind: string,
  url: string,
  page: Parameters<typeof pageRules>,
  matches: (row: T) => boolean = () => true,
) {
  const rows = table.all().reverse();
  const limit = page.limit ?? 10;
  const place = (id: string, param: string) => {
    const index = rows.findIndex((row) => row.id === id);
    if (index < 0) throw missing(kind, id, param);
    return index;
  };
  let candidates = rows;
  if (page.starting_after !== undefined) {
    candidates = rows.slice(place(page.starting_after, 'starting_after') + 1);
  }
  if (page.ending_before !== undefined) {
    const before = rows.slice(0, place(page.ending_before, 'ending_before')).filter(matches);
    return {
      object: 'list' as const,
      data: before.slice(-limit),
      has_more: before.length > limit,
      url,
    };
  }
  const found = candidates.filter(matches);
  return {
    object: 'list' as const,
    data: found.slice(0, limit),
    has_more: found.length > limit,
    url,
  };
}

export function isWithin(created: number, range: CreatedRange | undefined): boolean {
  if (range === undefined) return true;
  if (typeof range === 'number') return created === range;
  return (
    (range.gt === undefined || created > range.gt) &&
    (range.gte === undefined || created >= range.gte) &&
    (range.lt === undefined || created < range.lt) &&
    (range.lte === undefined || created <= range.lte)
  );
}
