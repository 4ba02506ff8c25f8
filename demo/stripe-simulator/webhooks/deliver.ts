import type {WebhookFault} from '../scenarios.ts';
import type {World} from '../world.ts';
import {post} from './post.ts';
import {signatureHeader} from './sign.ts';

/** A sandbox tries three times over a few hours, see https://docs.stripe.com/webhooks#retries. */
const retryAfter = [10_000, 7_200_000];

export interface DeliveryJob {
  event: string;
  endpoint: string;
  attempt: number;
  /** Whether the chosen webhook fault applies; the second copy of a doubled one is clean. */
  fault: boolean;
  /** Whether a failure is followed by another try; a manual resend is one try. */
  retries: boolean;
}

/** Posts one event to one endpoint, when its turn comes. */
export function deliver(world: World, job: DeliveryJob): Promise<void> {
  return world.lanes.inLane(job.endpoint, () => send(world, job));
}

/** Posts, records how it went, and plans the next try. */
async function send(world: World, job: DeliveryJob): Promise<void> {
  const {store, clock, settings} = world;
  const endpoint = store.webhookEndpoints.get(job.endpoint);
  const event = store.events.get(job.event);
  // An endpoint that is gone or switched off when a try falls due never gets that event.
  if (!endpoint || endpoint.status !== 'enabled' || !event) return;
  const fault: WebhookFault = job.fault ? settings.webhooks : 'normal';
  if (holdBack(world, job, fault)) return;

  const record = {event: event.id, type: event.type, endpoint: endpoint.id, url: endpoint.url};
  const write = (status: number | null, error: string | null) =>
    store.deliveries.put({
      id: world.ids.next('whd'),
      ...record,
      attempt: job.attempt,
      at: clock.now(),
      status,
      error,
      fault: fault === 'normal' ? null : fault,
    });
  if (fault === 'lost') {
    write(null, 'lost on purpose');
    return;
  }
  const payload = JSON.stringify(
    {...event, ...(endpoint.api_version && {api_version: endpoint.api_version})},
    null,
    2,
  );
  const signature = signatureFor(world, job.endpoint, payload, fault);
  const result = await post(endpoint.url, payload, signature, world.closing);
  write(result.status, result.error);
  if (result.status !== null && result.status >= 200 && result.status < 300) {
    const latest = store.events.get(event.id);
    if (latest && latest.pending_webhooks > 0 && isFirstArrival(world, job)) {
      store.events.patch(event.id, {pending_webhooks: latest.pending_webhooks - 1});
    }
    return;
  }
  const wait = job.retries ? retryAfter[job.attempt - 1] : undefined;
  if (wait !== undefined) clock.after(wait, 'deliver', {...job, attempt: job.attempt + 1});
}

/** Delays and reorders: the delivery is planned anew, without its fault. */
function holdBack(world: World, job: DeliveryJob, fault: WebhookFault): boolean {
  const {clock, settings} = world;
  const later = {...job, fault: false};
  if (fault === 'doubled') {
    clock.after(0, 'deliver', later);
    return false;
  }
  const isHeld =
    fault === 'delayed' || (fault === 'reordered' && numberOfEvent(world, job.event) % 2 === 0);
  if (isHeld) clock.after(settings.webhookDelay, 'deliver', later);
  return isHeld;
}

/** Every other event is held back, so that its successor arrives before it. */
const numberOfEvent = (world: World, id: string) =>
  world.store.events.all().findIndex((event) => event.id === id);

/** An event counts as delivered to an endpoint once, however often it is sent. */
function isFirstArrival(world: World, job: DeliveryJob): boolean {
  const id = `${job.event} ${job.endpoint}`;
  if (world.store.arrivals.get(id)) return false;
  world.store.arrivals.put({id});
  return true;
}

function signatureFor(world: World, endpoint: string, payload: string, fault: WebhookFault) {
  const {store, clock} = world;
  const now = clock.now();
  const valid = (store.endpointSecrets.get(endpoint)?.secrets ?? [])
    .filter((each) => each.expiresAt === null || each.expiresAt > now)
    .map((each) => each.secret);
  const secrets = fault === 'bad_signature' ? ['whsec_not_the_secret_of_this_endpoint'] : valid;
  return signatureHeader(payload, secrets, Math.floor(clock.outside() / 1000));
}
