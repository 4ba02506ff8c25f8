/**
 * The simulator in this very process, behind a line that is as bad as asked for: what the replicas
 * send to Stripe is refused, cut off, answered late, or done and its answer lost.
 */
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {getRequestListener} from '@hono/node-server';
import {RESPONSE_ALREADY_SENT} from '@hono/node-server/utils/response';
import {createSimulator, type Simulator} from '../../demo/stripe-simulator/index.ts';
import type {Random} from './random.ts';

export interface BadStripe {
  simulator: Simulator;
  origin: string;
  /** How many calls were spoiled, by the kind of fault. */
  readonly spoiled: Map<string, number>;
  /** The share of calls that go wrong. */
  setFaults(share: number): void;
  /** A call of our own, on a good line. */
  call(path: string, form?: Record<string, string>): Promise<StripeAnswer>;
  close(): Promise<void>;
}

interface StripeAnswer {
  ok: boolean;
  body: {status?: string; error?: {code?: string}};
}

const faults = [
  'rate_limit',
  'lock_timeout',
  'idempotency_key_in_use',
  'error_before',
  'error_after',
  'cut_before',
  'cut_after',
  'slow',
  'silent',
] as const;
type Fault = (typeof faults)[number];

export async function startBadStripe(
  random: Random,
  webhook: {url: string; secret: string},
): Promise<BadStripe> {
  const simulator = await createSimulator({webhookEndpoints: [webhook]});
  const spoiled = new Map<string, number>();
  /** The keys under which Stripe keeps a failure of its own. */
  const failed = new Set<string>();
  let share = 0;
  const server = createServer();
  const listener = getRequestListener(async (request, {outgoing}) => {
    const key = request.headers.get('Idempotency-Key');
    if (key && failed.has(key)) return replayed();
    const fault = random.chance(share) ? choose(random) : undefined;
    if (key && fault?.startsWith('error')) failed.add(key);
    if (!fault) return simulator.app.fetch(request);
    spoiled.set(fault, (spoiled.get(fault) ?? 0) + 1);
    const answer = await spoil(fault, request, simulator, random);
    if (answer) return answer;
    outgoing.destroy();
    return RESPONSE_ALREADY_SENT;
  });
  server.on('request', (request, response) => void listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    simulator,
    origin: `http://127.0.0.1:${port}`,
    spoiled,
    setFaults: (wanted) => void (share = wanted),
    async call(path, form) {
      const answer = await simulator.app.request(`/v1/${path}`, {
        method: form ? 'POST' : 'GET',
        headers: {
          Authorization: `Bearer ${simulator.secretKey}`,
          ...(form && {'Content-Type': 'application/x-www-form-urlencoded'}),
        },
        ...(form && {body: String(new URLSearchParams(form))}),
      });
      return {ok: answer.ok, body: (await answer.json()) as StripeAnswer['body']};
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await simulator.close();
    },
  };
}

/** Silence is rare: it keeps a replica waiting for as long as its patience lasts. */
const choose = (random: Random): Fault =>
  random.chance(0.03) ? 'silent' : random.pick(faults.filter((fault) => fault !== 'silent'));

/** The spoiled answer; none where the line is cut. */
async function spoil(
  fault: Fault,
  request: Request,
  simulator: Simulator,
  random: Random,
): Promise<Response | undefined> {
  switch (fault) {
    case 'rate_limit':
    case 'lock_timeout':
      return refusal(429, fault);
    case 'idempotency_key_in_use':
      return refusal(409, fault);
    case 'error_before':
      return refusal(500, 'api_error');
    case 'error_after':
      await simulator.app.fetch(request);
      return refusal(500, 'api_error');
    case 'cut_before':
      return undefined;
    case 'cut_after':
      await simulator.app.fetch(request);
      return undefined;
    case 'slow':
      await pause(random.between(200, 1500));
      return simulator.app.fetch(request);
    default:
      await pause(15_000);
      return undefined;
  }
}

/** https://docs.stripe.com/api/idempotent_requests */
function replayed(): Response {
  const answer = refusal(500, 'api_error');
  answer.headers.set('Idempotent-Replayed', 'true');
  return answer;
}

function refusal(status: number, code: string): Response {
  const type = code.startsWith('idempotency') ? 'idempotency_error' : 'invalid_request_error';
  const error = {type: status === 500 ? 'api_error' : type, code, message: 'Refused on purpose.'};
  return Response.json({error}, {status});
}

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
