import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import {createServer as createSecureServer} from 'node:https';
import type {AddressInfo, Server} from 'node:net';
import {getRequestListener} from '@hono/node-server';
import {generate} from 'selfsigned';

export type StandIn = Awaited<ReturnType<typeof standIn>>;

/**
 * Answers in the place of somebody on the internet. A browser with these flags finds it by that name:
 * unlike what Playwright's routes answer, also the first request of a new frame. A server of ours, which
 * would ask about the certificate, is told of `address`.
 */
export async function standIn(name: string, answer: Parameters<typeof getRequestListener>[0]) {
  const handle = getRequestListener(answer);
  const listener: RequestListener = (request, response) => void handle(request, response);
  const {private: key, cert} = await generate([{name: 'commonName', value: name}]);
  const servers = [createSecureServer({key, cert}, listener), createServer(listener)];
  const [securePort, port] = await Promise.all(servers.map(listening));
  return {
    flags: [
      `--host-resolver-rules=MAP ${name} 127.0.0.1:${securePort}`,
      '--ignore-certificate-errors',
    ],
    address: `http://127.0.0.1:${port}`,
    close: () => servers.forEach((server) => server.close()),
  };
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
