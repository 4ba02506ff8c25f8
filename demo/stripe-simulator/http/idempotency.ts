import {hash} from 'node:crypto';
import type {KeptAnswer} from '../records.ts';
import type {World} from '../world.ts';
import {StripeApiError, invalid} from './errors.ts';

const keptFor = 24 * 60 * 60 * 1000;

/**
 * Looks a key up, and claims it for this request when it is new.
 *
 * Rules: https://docs.stripe.com/api/idempotent_requests. The first answer is kept, errors included,
 * unless the parameters failed validation or another request with that key was still running.
 */
export function claimKey(
  world: World,
  request: {key: string; path: string; body: string; requestId: string; scope: string},
): {replay: KeptAnswer & {status: number; body: string}} | {claimed: string} {
  if (request.key.length > 255) {
    throw invalid('Idempotency keys can be at most 255 characters long.');
  }
  const {keptAnswers} = world.store;
  const id = `${request.scope}:${request.key}`;
  const fingerprint = hash('sha256', request.body);
  const kept = keptAnswers.get(id);
  if (!kept || world.clock.now() - kept.createdAt >= keptFor) {
    const {path, requestId} = request;
    const createdAt = world.clock.now();
    keptAnswers.dropOldest((row) => createdAt - row.createdAt >= keptFor);
    keptAnswers.put({id, fingerprint, path, requestId, createdAt});
    return {claimed: id};
  }
  if (kept.path !== request.path) {
    throw conflict(
      400,
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${request.path}' vs '${kept.path}'). Try using a key other than '${request.key}' if you meant to execute a different request.`,
    );
  }
  if (kept.fingerprint !== fingerprint) {
    throw conflict(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${request.key}' if you meant to execute a different request.`,
    );
  }
  const {status, body} = kept;
  if (status === undefined || body === undefined) {
    throw conflict(
      409,
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${request.key}. Please try again later.`,
      'idempotency_key_in_use',
    );
  }
  return {replay: {...kept, status, body}};
}

export function keepAnswer(world: World, claimed: string, status: number, body: string): void {
  world.store.keptAnswers.patch(claimed, {status, body});
}

/** After a restart nobody works on a request any more. */
export function forgetUnfinished({store}: World): void {
  for (const kept of store.keptAnswers.all()) {
    if (kept.status === undefined) store.keptAnswers.delete(kept.id);
  }
}

/** Gives a claimed key back: a request that never began to execute leaves no trace. */
export function releaseKey(world: World, claimed: string): void {
  world.store.keptAnswers.delete(claimed);
}

const conflict = (status: number, message: string, code?: string) =>
  new StripeApiError(status, {type: 'idempotency_error', message, ...(code && {code})});
