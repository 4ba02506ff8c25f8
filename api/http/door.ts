/** The socket: open before everything else, serving when everything else is. */
import {createServer, type Server} from 'node:http';
import type {getRequestListener} from '@hono/node-server';
import type {Config} from '../config.ts';
import {ApiError, toProblem} from '../errors.ts';

export interface Door {
  /** For people. */
  origin: string;
  /** For the server's own calls to itself. */
  localOrigin: string;
  serve(listener: ReturnType<typeof getRequestListener>): void;
  /** Takes no new connection, and waits for the requests that are running. */
  drain(): Promise<void>;
}

/** Requests that still run then are cut off. */
const DRAIN_MS = 15_000;

export async function openDoor(config: Config): Promise<Door> {
  let listener: ReturnType<typeof getRequestListener> | undefined;
  const server = createServer(
    {
      // Slow senders are cut off: https://nodejs.org/api/http.html#serverrequesttimeout
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      connectionsCheckingInterval: 2000,
      // Longer than what load balancers keep, so that it is they who close.
      keepAliveTimeout: 65_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => {
      if (listener) {
        void listener(request, response);
        return;
      }
      response.writeHead(503, {'content-type': 'application/problem+json', 'retry-after': '1'});
      response.end(JSON.stringify(toProblem(new ApiError('not_ready'), undefined)));
    },
  );
  await listening(server, config);
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : config.port;
  let drained: Promise<void> | undefined;
  const drain = () =>
    (drained ??= new Promise<void>((done) => {
      const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      server.close(() => {
        clearTimeout(cut);
        done();
      });
      server.closeIdleConnections();
    }));
  return {
    origin: `http://${hostName(config.host, 'localhost')}:${port}`,
    localOrigin: `http://${hostName(config.host, '127.0.0.1')}:${port}`,
    serve: (ready) => void (listener = ready),
    drain,
  };
}

function listening(server: Server, {port, host}: Config): Promise<void> {
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
