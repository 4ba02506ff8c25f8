/** Who hears of a paid order: a real mail server and the merchant's own. Both fail now and then. */
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {SMTPServer} from 'smtp-server';
import {Webhook} from 'standardwebhooks';
import type {Random} from './random.ts';

/** What was taken: the id of each message with how often it came. */
type Taken = Map<string, {orderId: string; count: number}>;

export interface Receiver {
  port: number;
  taken: Taken;
  /** What must never arrive, such as a wrong signature. */
  complaints: string[];
  setFaults(share: number): void;
  close(): Promise<void>;
}

export interface MailServer extends Receiver {
  /** The mails to the shop's owner; `taken` has those to buyers. */
  toOwner: Taken;
}

export async function startMailServer(random: Random): Promise<MailServer> {
  const taken: Taken = new Map();
  const toOwner: Taken = new Map();
  const complaints: string[] = [];
  let share = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, _session, callback) {
      let text = '';
      stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      stream.on('end', () => {
        if (random.chance(share)) return callback(busy());
        const id = /^message-id:\s*<([^>]+)>/im.exec(text)?.[1] ?? '';
        const [, orderId, kind] = /^(ord_\w+)\.(confirmation|sold-out|owner)@/.exec(id) ?? [];
        if (!orderId) complaints.push(`a mail about no paid order: ${id}`);
        else note(kind === 'owner' ? toOwner : taken, id, orderId);
        // Taken, and the sender will never know.
        callback(random.chance(share / 2) ? lost() : undefined);
      });
    },
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    taken,
    toOwner,
    complaints,
    setFaults: (wanted) => void (share = wanted),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

export async function startMerchant(random: Random, secret: string): Promise<Receiver> {
  const taken: Taken = new Map();
  const complaints: string[] = [];
  const verifier = new Webhook(secret);
  let share = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      if (random.chance(share)) {
        response.writeHead(503).end();
        return;
      }
      try {
        const message = verifier.verify(body, request.headers as Record<string, string>) as {
          type: string;
          data: {id: string; status: string};
        };
        if (message.type !== 'order.paid') complaints.push(`a call about ${message.type}`);
        note(taken, String(request.headers['webhook-id']), message.data.id);
      } catch (error) {
        complaints.push(`a call that cannot be trusted: ${String(error)}`);
      }
      if (random.chance(share / 2)) response.destroy();
      else response.end();
    });
    // A replica that is killed while it speaks.
    request.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    complaints,
    setFaults: (wanted) => void (share = wanted),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function note(taken: Taken, id: string, orderId: string): void {
  const known = taken.get(id);
  taken.set(id, {orderId, count: (known?.count ?? 0) + 1});
}

const busy = () => Object.assign(new Error('Try again later'), {responseCode: 451});
const lost = () => Object.assign(new Error('Lost'), {responseCode: 421});
