import type {Context} from 'hono';
import type {Call, World} from '../world.ts';
import {authenticate, refusePublishableKey} from './authenticate.ts';
import type {createRouter} from './endpoint.ts';
import {StripeApiError, errorBody, invalid} from './errors.ts';
import {expand} from './expand.ts';
import {faultOf} from './faults.ts';
import {type RawObject, parseForm} from './form.ts';
import {claimKey, keepAnswer, releaseKey} from './idempotency.ts';
import {notSimulated, unknownUrl} from './left-out.ts';
import type {RequestLog} from './request-log.ts';
import {checkVersion} from './version.ts';

export interface DispatchDeps {
  world: World;
  route: ReturnType<typeof createRouter>;
  log: RequestLog;
  publicUrl: string | undefined;
}

/** Answers one request under `/v1/`, from the key to the JSON. */
export async function dispatch(deps: DispatchDeps, c: Context): Promise<Response> {
  const {world, log} = deps;
  const requestId = world.ids.next('req');
  const url = new URL(c.req.url);
  const {method} = c.req;
  const idempotencyKey = (method === 'POST' && c.req.header('Idempotency-Key')) || null;
  const headers: Record<string, string> = {
    'Request-Id': requestId,
    'Cache-Control': 'no-cache, no-store',
    ...(idempotencyKey && {'Idempotency-Key': idempotencyKey}),
  };
  let claimed: string | undefined;
  const answer = (status: number, body: string, extra: Record<string, string> = {}) => {
    const version = headers['Stripe-Version'] ?? null;
    log.add({id: requestId, at: world.clock.now(), method, path: url.pathname, version, status});
    return new Response(body, {
      status,
      headers: {'Content-Type': 'application/json', ...headers, ...extra},
    });
  };
  const fail = (error: StripeApiError) => {
    const body = JSON.stringify(errorBody(error.fields, requestId), null, 2);
    return answer(error.status, body, retryAdvice(error.status));
  };

  try {
    const text = method === 'GET' ? url.search.slice(1) : await c.req.text();
    const {key: keyParameter, _stripe_version: versionParameter, ...raw} = readForm(c, text, url);
    const keyKind = authenticate(
      world.account,
      c.req.header('Authorization'),
      asText(keyParameter),
    );
    for (const name of ['Stripe-Account', 'Stripe-Context']) {
      if (c.req.header(name)) throw notSimulated(`requests for another account (${name})`);
    }
    const apiVersion = checkVersion(
      c.req.header('Stripe-Version') ?? asText(versionParameter),
      world.account.defaultVersion,
    );
    headers['Stripe-Version'] = apiVersion;
    const found = deps.route(method, url.pathname);
    if (!found) throw unknownUrl(method, url.pathname);
    if (keyKind === 'publishable' && !found.endpoint.publishable) throw refusePublishableKey();
    if (idempotencyKey) {
      const request = {key: idempotencyKey, path: url.pathname, body: text, requestId};
      const claim = claimKey(world, {...request, scope: keyKind});
      if ('replay' in claim) {
        return answer(claim.replay.status, claim.replay.body, {
          'Idempotent-Replayed': 'true',
          'Original-Request': claim.replay.requestId,
        });
      }
      claimed = claim.claimed;
      headers['Original-Request'] = requestId;
    }
    const fault = await faultOf(world.settings);
    // Stripe keeps a failure of its own like any other answer.
    if (fault) return execute(() => raise(fault));
    const prepared = found.endpoint.prepare(raw);
    const call: Call = {
      world,
      key: keyKind,
      apiVersion,
      request: {id: requestId, idempotency_key: idempotencyKey},
      origin: deps.publicUrl ?? originOf(c, url),
    };
    return execute(() => expand(world.store, prepared.run(call, found.path), prepared.expand));
  } catch (error) {
    if (claimed) releaseKey(world, claimed);
    if (error instanceof StripeApiError) return fail(error);
    throw error;
  }

  /** From here on the request has begun to execute: its answer is kept, a refusal too. */
  function execute(work: () => object): Response {
    let status = 200;
    let body: string;
    try {
      body = JSON.stringify(work(), null, 2);
    } catch (error) {
      if (!(error instanceof StripeApiError)) throw error;
      status = error.status;
      body = JSON.stringify(errorBody(error.fields, requestId), null, 2);
    }
    if (claimed) keepAnswer(world, claimed, status, body);
    return answer(status, body, retryAdvice(status));
  }
}

function raise(error: StripeApiError): never {
  throw error;
}

function readForm(c: Context, text: string, url: URL): RawObject {
  const type = c.req.header('Content-Type') ?? '';
  if (
    c.req.method !== 'GET' &&
    text !== '' &&
    !type.startsWith('application/x-www-form-urlencoded')
  ) {
    throw invalid(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
    );
  }
  const query = c.req.method === 'GET' ? '' : url.search.slice(1);
  return {...parseForm(query), ...parseForm(text)};
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);

function originOf(c: Context, url: URL): string {
  return `${url.protocol}//${c.req.header('Host') ?? url.host}`;
}

/** Stripe tells its clients whether to try again; a simulator that leaves something out will not change its mind. */
function retryAdvice(status: number): Record<string, string> {
  if (status === 409 || status === 429) return {'Stripe-Should-Retry': 'true'};
  if (status === 501) return {'Stripe-Should-Retry': 'false'};
  return {};
}
