import type {
  Config,
  ErrorCode,
  HostedPaymentStarted,
  NewOrder,
  OrderChange,
  OrderFound,
  OrderLookup,
  OrderPlaced,
  OrderShown,
  PaymentStarted,
  Problem,
  StartHostedPayment,
  StartPayment,
} from '../api/contract.ts';
import {sleep, TimeLimitError, within} from './time.ts';

/** A call that did not work out: the API's own code, or why there was no answer. */
export class ApiCallError extends Error {
  override name = 'ApiCallError' as const;
  readonly code: ErrorCode | 'network_error' | 'timeout';
  /** What the API said, if it said anything. */
  readonly problem?: Problem;

  constructor(code: ApiCallError['code'], problem?: Problem, cause?: unknown) {
    super(problem?.detail ?? problem?.title ?? code, {cause});
    this.code = code;
    if (problem) this.problem = problem;
  }
}

export interface ApiClientOptions {
  apiUrl: string;
  fetch?: typeof fetch;
  /** How long one answer may take, in milliseconds. */
  timeout?: number;
  /** Ends every call. */
  signal?: AbortSignal;
}

interface Call {
  method?: string;
  token?: string;
  body?: object;
  idempotencyKey?: string;
}

export type ApiClient = ReturnType<typeof createApiClient>;

/** The calls of the API that the element makes, each with an end and typed by `api/contract`. */
export function createApiClient(options: ApiClientOptions) {
  const call = <T>(path: string, request: Call = {}) => send<T>(options, path, request);
  const ofOrder = (id: string, rest = '') => `/orders/${encodeURIComponent(id)}${rest}`;

  return {
    config: () => call<Config>('/config'),

    /** The same key gives the same order back, however often it is sent. */
    placeOrder: (body: NewOrder, idempotencyKey: string) =>
      call<OrderPlaced>('/orders', {method: 'POST', body, idempotencyKey}),

    changeOrder: (id: string, token: string, body: OrderChange) =>
      call<OrderShown>(ofOrder(id), {method: 'PATCH', token, body}),

    startPayment: (id: string, token: string, body: StartPayment) =>
      call<PaymentStarted>(ofOrder(id, '/payment'), {method: 'POST', token, body}),

    startHostedPayment: (id: string, token: string, body: StartHostedPayment) =>
      call<HostedPaymentStarted>(ofOrder(id, '/checkout-session'), {method: 'POST', token, body}),

    showOrder: (id: string, token: string) => call<OrderShown>(ofOrder(id), {token}),

    lookupOrder: (body: OrderLookup) => call<OrderFound>('/orders/lookup', {method: 'POST', body}),
  };
}

/** Answers that say "not now": the same request is sent again after a pause. */
const passing = new Set(['order_busy', 'overloaded', 'not_ready', 'network_error']);
const pauses = [400, 1200];

/**
 * Every call may be sent again: a GET changes nothing, an order is placed under an idempotency
 * key, and starting a payment or changing an order twice leaves what doing it once does.
 */
async function send<T>(options: ApiClientOptions, path: string, request: Call): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await sendOnce<T>(options, path, request);
    } catch (error) {
      const pause = pauses[attempt];
      if (!(error instanceof ApiCallError) || !passing.has(error.code) || pause === undefined) {
        throw error;
      }
      await sleep(pause, options.signal);
    }
  }
}

async function sendOnce<T>(options: ApiClientOptions, path: string, request: Call): Promise<T> {
  const {fetch: send = fetch, timeout = 10_000, signal: outer} = options;
  const call = new AbortController();
  const end = () => call.abort(outer?.reason);
  outer?.addEventListener('abort', end);
  const answered = async () => {
    outer?.throwIfAborted();
    const response = await send(options.apiUrl + path, {
      method: request.method ?? 'GET',
      headers: headersOf(request),
      body: JSON.stringify(request.body), // Of nothing that is nothing.
      // No cookies: the order token is the only proof, and third-party cookies are blocked anyway.
      credentials: 'omit',
      cache: 'no-store',
      signal: call.signal,
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer as T;
    const problem = answer as Problem;
    throw new ApiCallError(problem.code ?? 'internal_error', problem);
  };
  try {
    return await within(timeout, answered());
  } catch (cause) {
    if (cause instanceof ApiCallError || outer?.aborted) throw cause;
    const isLate = cause instanceof TimeLimitError;
    throw new ApiCallError(isLate ? 'timeout' : 'network_error', undefined, cause);
  } finally {
    outer?.removeEventListener('abort', end);
    end(); // Nobody waits for it any longer, if it is not answered yet.
  }
}

const headersOf = ({body, token, idempotencyKey}: Call): Record<string, string> => ({
  Accept: 'application/json',
  ...(body && {'Content-Type': 'application/json'}),
  ...(token && {Authorization: `Bearer ${token}`}),
  ...(idempotencyKey && {'Idempotency-Key': idempotencyKey}),
});
