/** The socket: slow and broken senders, and how it closes. Raw bytes, as an attacker sends them. */
import assert from 'node:assert/strict';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import {after, before, describe, test} from 'node:test';
import {getRequestListener} from '@hono/node-server';
import {Hono} from 'hono';
import type {Problem} from '../../api/contract.ts';
import {seal} from '../../api/http/guards.ts';
import {openDoor, type Door} from '../../api/http/door.ts';
import {until} from '../support/until.ts';

const limits = {
  headersMs: 10_000,
  requestMs: 15_000,
  checkMs: 50,
  silenceMs: 60_000,
  headerBytes: 16 * 1024,
  drainMs: 10_000,
};
/** For senders that shall be cut off: too short for any other, since it runs from their connection on. */
const impatient = {...limits, headersMs: 300, requestMs: 600};
const loopback = {host: '127.0.0.1', port: 0};
const listenerOf = (app: Hono) => getRequestListener((request) => app.fetch(request));

async function dial(door: Door, allowHalfOpen = false): Promise<Socket> {
  const {port} = new URL(door.origin);
  const socket = connect({port: Number(port), host: '127.0.0.1', allowHalfOpen});
  await once(socket, 'connect');
  return socket;
}

/** All that comes until the other side closes. */
async function untilClosed(socket: Socket): Promise<string> {
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(socket, 'close');
  return said;
}

const problemIn = (answer: string): Problem =>
  JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Problem;

describe('slow senders', () => {
  let door: Door;
  let unheard = 0;
  before(async () => {
    door = await openDoor(loopback, impatient);
    const app = new Hono()
      .post('/heard', async (c) => {
        await c.req.text().catch(() => (unheard += 1));
        return c.text('heard');
      })
      .get('/', (c) => c.text('here'))
      .post('/', async (c) => c.text(`${(await c.req.text()).length}`));
    door.serve(listenerOf(app));
    // On a connection that is kept, the time of a request begins with the request.
    await until('a connection is open', async () => (await greet()) === 'here');
  });
  const greet = async () => (await fetch(door.origin)).text();
  after(() => door.drain());

  test('a sender that drips its headers is cut off with 408', async () => {
    const socket = await dial(door);
    socket.write('GET / HTTP/1.1\r\nHost: shop\r\n');
    const drip = setInterval(() => socket.write('X-Slow: yes\r\n'), 50);
    const answer = await untilClosed(socket);
    clearInterval(drip);
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.equal(problemIn(answer).code, 'request_timeout');
  });

  test('a sender that drips its body is cut off, and nobody else waits for it', async () => {
    const socket = await dial(door);
    socket.write('POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 100000\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 50);
    const closed = untilClosed(socket);
    assert.equal(await greet(), 'here');
    const answer = await closed;
    clearInterval(drip);
    assert.match(answer, /^HTTP\/1\.1 408 /);
  });

  test('a sender that goes on after its 408 is cut off all the same', async (t) => {
    const socket = await dial(door, true);
    t.after(() => socket.destroy());
    const isCut = new Promise<void>((resolve) => socket.on('error', () => resolve()));
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.write('POST /heard HTTP/1.1\r\nHost: shop\r\nContent-Length: 100000\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 50);
    t.after(() => clearInterval(drip));
    await until('its request has ended', async () => unheard === 1);
    await isCut;
    assert.match(answer, /^HTTP\/1\.1 408 /);
  });
});

test('headers beyond the limit, and what is no HTTP at all, are problems too', async (t) => {
  const door = await openDoor(loopback, limits);
  t.after(() => door.drain());
  const large = await dial(door);
  large.write(`GET / HTTP/1.1\r\nHost: shop\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`);
  const answer = await untilClosed(large);
  assert.match(answer, /^HTTP\/1\.1 431 /);
  assert.equal(problemIn(answer).code, 'headers_too_large');
  for (const [name, value] of Object.entries(seal)) assert.ok(answer.includes(`${name}: ${value}`));
  const broken = await dial(door);
  broken.write('Hello there\r\n\r\n');
  assert.equal(problemIn(await untilClosed(broken)).code, 'invalid_request');
});

test('who takes nothing of a long answer is cut off', async () => {
  const door = await openDoor(loopback, {...limits, silenceMs: 400});
  let isCut = false;
  door.serve(async (_request, response) => {
    response.once('close', () => (isCut = true)).end(Buffer.alloc(50_000_000));
  });
  const socket = await dial(door);
  socket.on('error', () => {}).pause();
  socket.write('GET / HTTP/1.1\r\nHost: shop\r\n\r\n');
  await until('it is cut off', async () => isCut).finally(() => socket.destroy());
  await door.drain();
});

test('before the rest is open the server is alive and says what is missing', async () => {
  const door = await openDoor(loopback);
  try {
    assert.equal((await fetch(`${door.origin}/healthz`)).status, 200);
    const ready = await fetch(`${door.origin}/readyz`);
    assert.equal(ready.status, 503);
    assert.equal(ready.headers.get('retry-after'), '1');
    const problem = (await ready.json()) as Problem;
    assert.deepEqual(problem.missing, ['database', 'migrations', 'queue']);
  } finally {
    await door.drain();
  }
});

describe('closing', () => {
  test('the request in flight ends, idle connections close at once, new ones are refused', async () => {
    const door = await openDoor(loopback, limits);
    let finish = () => {};
    const arrived = new Promise<void>((resolve) => {
      const app = new Hono()
        .get('/slow', async (c) => {
          resolve();
          await new Promise<void>((done) => (finish = done));
          return c.text('done');
        })
        .get('/', (c) => c.text('here'));
      door.serve(listenerOf(app));
    });
    // One connection that is kept alive and idle, one that waits for its answer.
    const idle = await dial(door);
    idle.write('GET / HTTP/1.1\r\nHost: shop\r\n\r\n');
    await once(idle, 'data');
    const idleClosed = once(idle, 'close');
    const busy = await dial(door);
    busy.write('GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n');
    await arrived;

    let isDrained = false;
    const drained = door.drain().then(() => (isDrained = true));
    await idleClosed;
    await assert.rejects(dial(door), {code: 'ECONNREFUSED'});
    assert.equal(isDrained, false, 'it waits for the request in flight');
    const answered = untilClosed(busy);
    finish();
    assert.match(await answered, /^HTTP\/1\.1 200 [\s\S]*done/);
    await drained;
  });

  test('during the delay it still serves, and each answer is the last of its connection', async () => {
    const door = await openDoor(loopback, limits);
    door.serve(listenerOf(new Hono().get('/', (c) => c.text('here'))));
    const kept = await dial(door);
    kept.write('GET / HTTP/1.1\r\nHost: shop\r\n\r\n');
    const [first] = (await once(kept.setEncoding('utf8'), 'data')) as [string];
    assert.doesNotMatch(first, /connection: close/i);
    const drained = door.drain(400);
    const answer = untilClosed(kept);
    kept.write('GET / HTTP/1.1\r\nHost: shop\r\n\r\n');
    assert.match(await answer, /200 OK[\s\S]*connection: close[\s\S]*here/i);
    await drained;
    await assert.rejects(dial(door), {code: 'ECONNREFUSED'});
  });

  test('a request that never ends is cut off when its time is over', async () => {
    const door = await openDoor(loopback, {...limits, drainMs: 200});
    const arrived = new Promise<void>((resolve) => {
      const app = new Hono().get('/', async () => {
        resolve();
        return new Promise<Response>(() => {});
      });
      door.serve(listenerOf(app));
    });
    const stuck = await dial(door);
    stuck.write('GET / HTTP/1.1\r\nHost: shop\r\n\r\n');
    await arrived;
    const closed = untilClosed(stuck);
    await door.drain();
    assert.equal(await closed, '');
  });
});
