import type {Stripe} from 'stripe';
import type {World} from '../world.ts';

export interface EndpointWish {
  url: string;
  secret?: string;
  enabledEvents?: readonly string[];
  apiVersion?: string | null;
  description?: string | null;
  metadata?: Record<string, string>;
}

/** Adds an address that events are sent to; given the id of a known one, puts it in its place. */
export function addEndpoint(
  world: World,
  wish: EndpointWish,
  id = world.ids.next('we'),
): Stripe.WebhookEndpoint {
  const {store, ids, clock} = world;
  const secret = wish.secret ?? ids.next('whsec').replace('whsec_1', 'whsec_');
  store.endpointSecrets.put({id, secrets: [{secret, expiresAt: null}]});
  return store.webhookEndpoints.put({
    id,
    object: 'webhook_endpoint',
    api_version: wish.apiVersion ?? null,
    application: null,
    created: clock.seconds(),
    description: wish.description ?? null,
    enabled_events: [...(wish.enabledEvents ?? ['*'])],
    livemode: false,
    metadata: wish.metadata ?? {},
    status: 'enabled',
    url: wish.url,
  });
}

/** Gives an endpoint a new secret; the old one signs along for a while, as when it is rolled in the Dashboard. */
export function rollSecret(world: World, id: string, secret: string, keepOldFor: number): void {
  const kept = world.store.endpointSecrets.get(id)?.secrets ?? [];
  const expiresAt = world.clock.now() + keepOldFor;
  world.store.endpointSecrets.put({
    id,
    secrets: [
      {secret, expiresAt: null},
      ...kept.map((old) => ({...old, expiresAt: old.expiresAt ?? expiresAt})),
    ],
  });
}
