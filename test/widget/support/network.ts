/** What a server in good health cannot be made to answer, said in its place; the rest passes. */
import type {ErrorCode, Problem} from '../../../api/contract.ts';

type Answer = (request: Request, pass: typeof fetch) => Promise<Response>;

const realFetch = window.fetch;

/** Answers the calls whose method and path match, until `restoreNetwork`. */
export function answerInstead(method: string, path: RegExp, answer: Answer): {count: number} {
  const before = window.fetch;
  const seen = {count: 0};
  window.fetch = (input, init) => {
    // A request can be read once: whom it is passed on to must still be able to.
    const request = new Request(input instanceof Request ? input.clone() : input, init);
    if (request.method !== method || !path.test(new URL(request.url).pathname)) {
      return before(input, init);
    }
    seen.count += 1;
    return answer(request, before);
  };
  return seen;
}

/** Keeps such calls back until they are released. */
export function holdBack(method: string, path: RegExp): {count: number; release: () => void} {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const seen = answerInstead(method, path, async (request, pass) => {
    await released;
    return pass(request);
  });
  return Object.assign(seen, {release});
}

export function restoreNetwork(): void {
  window.fetch = realFetch;
}

/** An answer of the API's own form. */
export function problem(status: number, code: ErrorCode, more: Partial<Problem> = {}): Response {
  const body: Problem = {type: 'about:blank', title: code, status, code, ...more};
  return new Response(JSON.stringify(body), {
    status,
    headers: {'Content-Type': 'application/problem+json'},
  });
}

/** Listens in on what the API answers. */
export function listen(method: string, path: RegExp): {bodies: unknown[]; keys: string[]} {
  const heard: {bodies: unknown[]; keys: string[]} = {bodies: [], keys: []};
  answerInstead(method, path, async (request, pass) => {
    heard.keys.push(request.headers.get('idempotency-key') ?? '');
    const response = await pass(request);
    heard.bodies.push(await response.clone().json());
    return response;
  });
  return heard;
}
