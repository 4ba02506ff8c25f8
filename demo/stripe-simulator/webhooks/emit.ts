import type {Stripe} from 'stripe';
import type {Call} from '../world.ts';

type Emitted = {object: string};

/**
 * Records an event and sends it to every endpoint that wants it.
 * `before` is the object as it was; what differs becomes `previous_attributes`.
 */
export function emit(
  call: Call,
  type: Stripe.Event.Type,
  object: Emitted,
  before?: Emitted,
): Stripe.EventBase {
  const {store, clock, ids, account} = call.world;
  const endpoints = store.webhookEndpoints
    .all()
    .filter((each) => each.status === 'enabled' && wants(each.enabled_events, type));
  const event = store.events.put({
    id: ids.next('evt'),
    object: 'event',
    api_version: account.defaultVersion,
    created: clock.seconds(),
    data: {object, ...(before && {previous_attributes: differences(before, object)})},
    livemode: false,
    pending_webhooks: endpoints.length,
    request: call.request,
    type,
  });
  for (const endpoint of endpoints) {
    const job = {event: event.id, endpoint: endpoint.id, attempt: 1, fault: true, retries: true};
    clock.after(0, 'deliver', job);
  }
  return event;
}

/** An endpoint may list types or take all with `*`. */
function wants(enabled: readonly string[], type: string): boolean {
  return enabled.includes('*') || enabled.includes(type);
}

function differences(before: object, after: object): Record<string, unknown> {
  const now = new Map(Object.entries(after));
  return Object.fromEntries(
    Object.entries(before).filter(([name, value]) => now.get(name) !== value),
  );
}
