/** The socket: open before everything else, serving when everything else is. */
import {randomUUID} from 'node:crypto';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {Duplex} from 'node:stream';
import type {getRequestListener} from '@hono/node-server';
import type {Config} from '../config.ts';
import type {ErrorCode} from '../contract.ts';
import {ApiError, toProblem} from '../errors.ts';
import {seal} from './guards.ts';

export interface Door {
  /** For people. */
  origin: string;
  /** For the server's own calls to itself. */
  localOrigin: string;
  serve(listener: ReturnType<typeof getRequestListener>): void;
  /**
   * Serves for `delayMs` more, each answer the last of its connection; then takes no new one, and
   * waits for the requests that are running.
   */
  drain(delayMs?: number): Promise<void>;
}

/** How long a sender may take, and what it may send, before anything of ours looks at it. */
export interface DoorLimits {
  headersMs: number;
  /** For the whole request, its body included. */
  requestMs: number;
  /** How often the two above are looked after. */
  checkMs: number;
  /** For a client that takes nothing of its answer, or a handler that says nothing. */
  silenceMs: number;
  headerBytes: number;
  /** Requests that still run so long after the door was closed are cut off. */
  drainMs: number;
}

/** https://nodejs.org/api/http.html#serverrequesttimeout */
const usual: DoorLimits = {
  headersMs: 10_000,
  requestMs: 15_000,
  checkMs: 2000,
  silenceMs: 60_000,
  headerBytes: 16 * 1024,
  drainMs: 10_000,
};

/** What is missing while the rest of the server is still being opened. */
const starting = ['database', 'migrations', 'queue'];

export async function openDoor(
  config: Pick<Config, 'host' | 'port'>,
  limits: DoorLimits = usual,
): Promise<Door> {
  let listener: ReturnType<typeof getRequestListener> | undefined;
  let drained: Promise<void> | undefined;
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.checkMs,
      // Longer than what load balancers keep, so that it is they who close.
      keepAliveTimeout: 65_000,
      maxHeaderSize: limits.headerBytes,
    },
    (request, response) => {
      if (drained) closeAfter(server, response);
      if (listener) void listener(request, response);
      else answerEarly(request, response);
    },
  );
  server.setTimeout(limits.silenceMs);
  server.on('clientError', answerBroken);
  await listening(server, config);
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : config.port;
  return {
    origin: `http://${hostName(config.host, 'localhost')}:${port}`,
    localOrigin: `http://${hostName(config.host, '127.0.0.1')}:${port}`,
    serve: (ready) => void (listener = ready),
    drain: (delayMs = 0) => (drained ??= drain(server, delayMs, limits.drainMs)),
  };
}

async function drain(server: Server, delayMs: number, cutMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, delayMs));
  await new Promise<void>((done) => {
    // A connection whose request has just ended would else be kept for the next one.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const cut = setTimeout(() => server.closeAllConnections(), cutMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(cut);
      done();
    });
    server.closeIdleConnections();
  });
}

function closeAfter(server: Server, response: ServerResponse): void {
  response.setHeader('Connection', 'close');
  response.once('close', () => server.closeIdleConnections());
}

/** Alive, and not ready: whoever restarts what is dead must not do it during a long migration. */
function answerEarly(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === '/healthz') {
    response.writeHead(200, {
      ...seal,
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
    });
    response.end('{"status":"ok"}');
    return;
  }
  const problem = toProblem(new ApiError('not_ready', {missing: starting}), randomUUID());
  response.writeHead(problem.status, {...problemHeaders, 'retry-after': '1'});
  response.end(JSON.stringify(problem));
}

/** What Node refuses before it is a request; it never gets as far as the routes. */
function answerBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = toProblem(
    new ApiError(brokenCodes[error.code ?? ''] ?? 'invalid_request'),
    randomUUID(),
  );
  const body = JSON.stringify(problem);
  const headers = {
    ...problemHeaders,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${problem.status} ${reasons[problem.status] ?? 'Bad Request'}\r\n${head.join('')}\r\n${body}`,
  );
  // A sender that goes on all the same would be read for ever, and its request never end.
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** For the other side to read why, before the connection is cut. */
const LINGER_MS = 1000;

const brokenCodes: Record<string, ErrorCode> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

const reasons: Record<number, string> = {
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

const problemHeaders = {
  ...seal,
  'Content-Type': 'application/problem+json',
  'Cache-Control': 'no-store',
};

function listening(server: Server, {port, host}: Pick<Config, 'host' | 'port'>): Promise<void> {
  return new Promise((done, reject) => {
    server.once('error', reject);
    server.listen({port, ...(host ? {host} : {})}, () => {
      server.removeListener('error', reject);
      done();
    });
  });
}

/** What to call the address that is listened on; `own` where it is all of them. */
function hostName(host: string | undefined, own: string): string {
  if (!host || host === '0.0.0.0' || host === '::') return own;
  return host.includes(':') ? `[${host}]` : host;
}
