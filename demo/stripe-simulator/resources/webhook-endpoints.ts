import {endpoint} from '../http/endpoint.ts';
import {invalid} from '../http/errors.ts';
import {
  boolean,
  list,
  mergeMetadata,
  metadata,
  required,
  string,
  unsettable,
} from '../http/parameters.ts';
import {checkVersion} from '../http/version.ts';
import {addEndpoint} from '../webhooks/endpoints.ts';
import type {Call} from '../world.ts';
import {find, reads} from './reads.ts';

const root = '/v1/webhook_endpoints';

/** https://docs.stripe.com/api/webhook_endpoints; the secret is shown once, on creation. */
export const webhookEndpoints = [
  ...reads(
    root,
    'webhook_endpoint',
    (store) => store.webhookEndpoints,
    {},
    () => true,
  ),
  endpoint(
    `POST ${root}`,
    {
      api_version: string(),
      connect: boolean,
      description: unsettable(string()),
      enabled_events: required(list(string())),
      metadata,
      url: required(string()),
    },
    (call, given) => {
      checkUrl(given.url);
      checkTypes(given.enabled_events);
      const made = addEndpoint(call.world, {
        url: given.url,
        enabledEvents: given.enabled_events,
        apiVersion: given.api_version ? checkVersion(given.api_version, '') : null,
        description: given.description ?? null,
        metadata: mergeMetadata({}, given.metadata),
      });
      const secret = call.world.store.endpointSecrets.get(made.id)?.secrets[0]?.secret ?? '';
      return {...made, secret};
    },
  ),
  endpoint(
    `POST ${root}/:id`,
    {
      description: unsettable(string()),
      disabled: boolean,
      enabled_events: list(string()),
      metadata,
      url: string(),
    },
    (call, given, path) => {
      const found = findEndpoint(call, path['id']);
      if (given.url !== undefined) checkUrl(given.url);
      if (given.enabled_events) checkTypes(given.enabled_events);
      return call.world.store.webhookEndpoints.patch(found.id, {
        ...(given.description !== undefined && {description: given.description}),
        ...(given.disabled !== undefined && {status: given.disabled ? 'disabled' : 'enabled'}),
        ...(given.enabled_events && {enabled_events: given.enabled_events}),
        ...(given.metadata !== undefined && {
          metadata: mergeMetadata(found.metadata, given.metadata),
        }),
        ...(given.url && {url: given.url}),
      });
    },
  ),
  endpoint(`DELETE ${root}/:id`, {}, (call, _given, path) => {
    const found = findEndpoint(call, path['id']);
    call.world.store.webhookEndpoints.delete(found.id);
    call.world.store.endpointSecrets.delete(found.id);
    return {id: found.id, object: 'webhook_endpoint', deleted: true};
  }),
];

/** Stripe takes http only for test mode, which this always is. */
function checkUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol !== 'http:' && protocol !== 'https:') {
    throw invalid(
      'Invalid URL: An explicit scheme (such as https) must be provided.',
      'url',
      'url_invalid',
    );
  }
}

function checkTypes(types: readonly string[]): void {
  const unknown = types.find((type) => type !== '*' && !/^[a-z_0-9]+(\.[a-z_0-9]+)+$/.test(type));
  if (unknown !== undefined) {
    throw invalid(`Invalid enabled_events: '${unknown}' is not a type of event.`, 'enabled_events');
  }
}

const findEndpoint = (call: Call, id?: string) =>
  find(call.world.store.webhookEndpoints, 'webhook_endpoint', id);
