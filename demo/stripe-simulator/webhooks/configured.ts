import type {World} from '../world.ts';
import {type EndpointWish, addEndpoint} from './endpoints.ts';

/**
 * Makes the endpoints that this start names take the place of those that an earlier start named:
 * secret and port may be new ones each time. An endpoint keeps its id, so that events which could
 * not be delivered before go to the new address. Endpoints made over the API stay as they are.
 */
export function configureEndpoints(world: World, wishes: readonly EndpointWish[]): void {
  const {configuredEndpoints, webhookEndpoints, endpointSecrets} = world.store;
  const earlier = configuredEndpoints.all().flatMap(({id}) => webhookEndpoints.get(id) ?? []);
  const taken = new Set<string>();
  const take = (url?: string) => {
    const free = earlier.find((each) => !taken.has(each.id) && (!url || each.url === url));
    if (free) taken.add(free.id);
    return free?.id;
  };
  // The same address keeps its id first; what is left over is given out in order.
  const ids = wishes.map(({url}) => take(url));
  configuredEndpoints.clear();
  for (const [index, wish] of wishes.entries()) {
    const {id} = addEndpoint(world, wish, ids[index] ?? take());
    configuredEndpoints.put({id});
  }
  for (const {id} of earlier.filter((each) => !taken.has(each.id))) {
    webhookEndpoints.delete(id);
    endpointSecrets.delete(id);
  }
}
