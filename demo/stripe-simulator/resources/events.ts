import {endpoint} from '../http/endpoint.ts';
import {invalid, missing} from '../http/errors.ts';
import {createdRule, isWithin, pageRules, paginate} from '../http/paginate.ts';
import {boolean, list, string} from '../http/parameters.ts';
import type {Store} from '../store.ts';

const root = '/v1/events';
const keptFor = 30 * 24 * 3600;

/** https://docs.stripe.com/api/events */
export const events = [
  endpoint(
    `GET ${root}`,
    {
      ...pageRules,
      created: createdRule,
      delivery_success: boolean,
      type: string(),
      types: list(string()),
    },
    (call, {created, delivery_success, type, types, ...page}) => {
      if (type !== undefined && types) {
        throw invalid(
          'You may only specify one of these parameters: type, types.',
          'type',
          'parameters_exclusive',
        );
      }
      if (types && types.length > 20) {
        throw invalid('You may specify up to 20 types.', 'types');
      }
      const {store, clock} = call.world;
      const failed = delivery_success === undefined ? undefined : undelivered(store);
      const oldest = clock.seconds() - keptFor;
      return paginate(
        store.events,
        'event',
        root,
        page,
        (event) =>
          event.created >= oldest &&
          isWithin(event.created, created) &&
          (type === undefined || matches(type, event.type)) &&
          (types?.some((each) => matches(each, event.type)) ?? true) &&
          (failed === undefined || failed.has(event.id) !== delivery_success),
      );
    },
  ),
  endpoint(`GET ${root}/:id`, {}, (call, _given, path) => {
    const event = call.world.store.events.get(path['id'] ?? '');
    if (!event) throw missing('event', path['id'] ?? '');
    return event;
  }),
];

/** `charge.*` stands for every type of that kind. */
const matches = (pattern: string, type: string) =>
  pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;

/** Events that at least one endpoint has not taken yet. */
function undelivered(store: Store): Set<string> {
  return new Set(
    store.events
      .all()
      .filter((event) => event.pending_webhooks > 0)
      .map((event) => event.id),
  );
}
