import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';

export interface Balancer {
  port: number;
  close(): Promise<void>;
}

/**
 * What stands before two replicas: each connection goes to one of them at random, and to the other
 * when nobody listens there. What breaks in the middle breaks for the caller too.
 */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const open = new Set<Socket>();
  const server = createServer((caller) => {
    const order = Math.random() < 0.5 ? ports : ports.toReversed();
    open.add(caller);
    caller.on('close', () => open.delete(caller));
    caller.on('error', () => caller.destroy());
    forward(caller, [...order]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}

function forward(caller: Socket, [port, ...others]: number[]): void {
  if (port === undefined) return void caller.destroy();
  const replica = connect({port, host: '127.0.0.1'});
  const tryNext = () => forward(caller, others);
  replica.once('error', tryNext);
  replica.once('connect', () => {
    replica.off('error', tryNext);
    replica.on('error', () => caller.destroy());
    replica.on('close', () => caller.destroy());
    caller.on('close', () => replica.destroy());
    caller.pipe(replica);
    replica.pipe(caller);
  });
}
