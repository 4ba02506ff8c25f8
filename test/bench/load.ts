/**
 * A closed-loop HTTP load generator on bare sockets, in a process of its own: each connection sends
 * its next request when it has its answer. It parses only what it must, because what it burns is
 * missing to the server on the same machine.
 */
import {connect, type Socket} from 'node:net';

export interface LoadJob {
  port: number;
  connections: number;
  warmUpMs: number;
  measureMs: number;
}

export interface LoadResult {
  /** Answers within the measured time, and how many of them were not 2xx. */
  answers: number;
  refused: number;
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/** As many are waited for, so that the numbers are some on a busy machine too. */
export const FEWEST_ANSWERS = 10;

/**
 * Runs one job, for as long as it was told and until there is something to tell. `requests` are whole
 * HTTP requests; it stops early when they run out.
 */
export async function runLoad(
  {port, connections, warmUpMs, measureMs}: LoadJob,
  requests: readonly Buffer[],
  onMeasure: () => void = () => {},
): Promise<LoadResult> {
  let next = 0;
  let from = Infinity;
  let until = Infinity;
  let lastAnswer = 0;
  const times: number[] = [];
  let refused = 0;
  const isOver = () => performance.now() > until && times.length >= FEWEST_ANSWERS;
  const answered = (status: number, started: number) => {
    const now = performance.now();
    if (started < from || isOver()) return;
    times.push(now - started);
    lastAnswer = now;
    if (status < 200 || status > 299) refused += 1;
  };
  const takeNext = () => (isOver() ? undefined : requests[next++]);
  const sockets = await Promise.all(Array.from({length: connections}, () => open(port)));
  const running = sockets.map((socket) => converse(socket, takeNext, answered));
  await pause(warmUpMs);
  from = performance.now();
  until = from + measureMs;
  onMeasure();
  await Promise.all(running);
  for (const socket of sockets) socket.destroy();
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? Number.NaN;
  const seconds = (lastAnswer - from) / 1000;
  return {
    answers: times.length,
    refused,
    perSecond: times.length / seconds,
    p50: at(0.5),
    p99: at(0.99),
  };
}

/** Sends one request after the other on a kept connection until there is none left. */
function converse(
  socket: Socket,
  takeNext: () => Buffer | undefined,
  answered: (status: number, started: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    let started = 0;
    const send = () => {
      const request = takeNext();
      if (!request) return resolve();
      started = performance.now();
      socket.write(request);
    };
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      answered(Number(text.slice(9, 12)), started);
      text = '';
      send();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed a connection under load.')));
    send();
  });
}

/** There is never more than one answer on its way, so its end is the end of the text. */
function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head + 2))?.[1];
  if (length !== undefined) return text.length >= head + 4 + Number(length);
  return text.endsWith('\r\n0\r\n\r\n');
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({port, host: '127.0.0.1', noDelay: true}, () => resolve(socket));
    socket.once('error', reject);
  });
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
